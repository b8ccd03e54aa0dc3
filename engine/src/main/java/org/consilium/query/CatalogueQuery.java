package org.consilium.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.irix.IRIException;
import org.apache.jena.irix.IRIx;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementService;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransform;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransformCopyBase;
import org.apache.jena.sparql.syntax.syntaxtransform.ExprTransformApplyElementTransform;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;
import org.consilium.knowledge.NearestNames;

/**
 * A SPARQL query with a header in the manner of grlc: lines that start with {@code #+} and hold
 * {@code summary}, {@code description}, {@code tags}, {@code defaults} and {@code enumerate}. A key
 * {@code endpoint} is ignored: queries run on the published graph and nowhere else.
 *
 * @param name the file name without its ending
 * @param summary the question in one line
 * @param description what the answer means
 * @param tags the subjects it belongs to
 * @param parameters its parameters, in the order of their first use
 * @param text the SPARQL text with its header
 */
public record CatalogueQuery(
    String name,
    String summary,
    String description,
    List<String> tags,
    List<QueryParameter> parameters,
    String text) {
  private static final Pattern VARIABLE = Pattern.compile("[?$](_{1,2}[A-Za-z][A-Za-z0-9_]*)");
  private static final Pattern KEY = Pattern.compile("([A-Za-z][\\w-]*):(?:\\s+(.*))?");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");

  public CatalogueQuery {
    tags = List.copyOf(tags);
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads a query with its header; without a header its name is its summary.
   *
   * @param name the name to give it
   * @param text the content of the file
   * @throws QueryException if it is no SPARQL query, or asks for a remote service
   */
  public static CatalogueQuery read(String name, String text) throws QueryException {
    Query query = parse(name, text);
    refuseServices(name, query);
    Map<String, String> values = new HashMap<>();
    Map<String, List<String>> tags = new HashMap<>();
    Map<String, String> defaults = new HashMap<>();
    Map<String, List<String>> choices = new HashMap<>();
    readHeader(text, values, tags, defaults, choices);
    Set<String> variables = new LinkedHashSet<>();
    Matcher matcher = VARIABLE.matcher(COMMENT.matcher(text).replaceAll(""));
    while (matcher.find()) {
      variables.add(matcher.group(1));
    }
    List<QueryParameter> parameters =
        variables.stream().map(variable -> parameter(variable, defaults, choices)).toList();
    return new CatalogueQuery(
        name,
        values.getOrDefault("summary", name),
        values.getOrDefault("description", ""),
        tags.getOrDefault("tags", List.of()),
        parameters,
        text);
  }

  /** What the header says under a key; empty if it has no such key. */
  String header(String key) {
    Map<String, String> values = new HashMap<>();
    readHeader(text, values, new HashMap<>(), new HashMap<>(), new HashMap<>());
    return values.getOrDefault(key, "");
  }

  private static Query parse(String name, String text) throws QueryException {
    try {
      return QueryFactory.create(text, "https://w3id.org/consilium/", Syntax.syntaxSPARQL_11);
    } catch (QueryParseException e) {
      throw new QueryException(
          QueryException.Code.SYNTAX, name + ": " + e.getMessage().replaceAll("\\s+", " ").strip());
    }
  }

  private static void refuseServices(String name, Query query) throws QueryException {
    boolean[] found = {false};
    ElementTransform search =
        new ElementTransformCopyBase() {
          @Override
          public Element transform(ElementService service, Node address, Element inside) {
            found[0] = true;
            return service;
          }
        };
    // Unlike a walk over the elements, this also enters subqueries and EXISTS.
    if (query.getQueryPattern() != null) {
      QueryTransformOps.transform(
          query, search, new ExprTransformApplyElementTransform(search, true));
    }
    if (found[0] || query.hasDatasetDescription()) {
      throw new QueryException(
          QueryException.Code.FORBIDDEN,
          name + ": queries run on the published graph only; leave SERVICE and FROM out");
    }
  }

  private static QueryParameter parameter(
      String variable, Map<String, String> defaults, Map<String, List<String>> choices) {
    String name = variable.replaceFirst("^_+", "");
    QueryParameter.Type type = QueryParameter.Type.LITERAL;
    int cut = name.lastIndexOf('_');
    if (cut > 0) {
      QueryParameter.Type named =
          switch (name.substring(cut + 1)) {
            case "iri" -> QueryParameter.Type.IRI;
            case "integer" -> QueryParameter.Type.INTEGER;
            case "decimal" -> QueryParameter.Type.DECIMAL;
            case "boolean" -> QueryParameter.Type.BOOLEAN;
            case "literal", "string" -> QueryParameter.Type.LITERAL;
            default -> null;
          };
      if (named != null) {
        type = named;
        name = name.substring(0, cut);
      }
    }
    return new QueryParameter(
        variable,
        name,
        type,
        Optional.ofNullable(defaults.get(name)),
        choices.getOrDefault(name, List.of()));
  }

  /** Reads the subset of YAML that headers use: keys, lists of words, lists of one-key maps. */
  private static void readHeader(
      String text,
      Map<String, String> values,
      Map<String, List<String>> tags,
      Map<String, String> defaults,
      Map<String, List<String>> choices) {
    String section = "";
    String enumerated = "";
    for (String line : text.lines().toList()) {
      if (!line.startsWith("#+")) {
        continue;
      }
      String content = line.substring(2).strip();
      boolean item = content.startsWith("- ");
      String body = item ? content.substring(2).strip() : content;
      Matcher key = KEY.matcher(body);
      if (!item && key.matches()) {
        section = key.group(1);
        values.put(section, key.group(2) == null ? "" : unquote(key.group(2).strip()));
      } else if (item && section.equals("defaults") && key.matches()) {
        defaults.put(key.group(1), key.group(2) == null ? "" : unquote(key.group(2).strip()));
      } else if (item && section.equals("enumerate") && key.matches() && key.group(2) == null) {
        enumerated = key.group(1);
      } else if (item && section.equals("enumerate")) {
        choices.computeIfAbsent(enumerated, name -> new ArrayList<>()).add(unquote(body));
      } else if (item) {
        tags.computeIfAbsent(section, name -> new ArrayList<>()).add(unquote(body));
      } else if (!body.isEmpty()) {
        values.merge(section, unquote(body), (before, more) -> (before + " " + more).strip());
      }
    }
  }

  private static String unquote(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * The query with its parameters replaced by nodes, never by text.
   *
   * @param values value of each parameter by its name; where none is given, the default counts
   * @throws QueryException if a name is unknown, a value is missing or does not fit
   */
  public Query with(Map<String, String> values) throws QueryException {
    Set<String> names = parameters.stream().map(QueryParameter::name).collect(Collectors.toSet());
    for (String given : values.keySet()) {
      if (!names.contains(given)) {
        throw new QueryException(
            QueryException.Code.PARAMETER,
            name
                + " has no parameter "
                + given
                + (names.isEmpty() ? "" : "; it has " + String.join(", ", new TreeSet<>(names))));
      }
    }
    Query query = parse(name, text);
    Map<Var, Node> nodes = new LinkedHashMap<>();
    for (QueryParameter parameter : parameters) {
      String value = values.get(parameter.name());
      if (value == null) {
        value = parameter.defaultValue().orElse(null);
      }
      if (value != null) {
        nodes.put(Var.alloc(parameter.variable()), node(parameter, value, query));
      } else if (!parameter.variable().startsWith("__")) {
        throw new QueryException(
            QueryException.Code.PARAMETER,
            name + " needs a value for the parameter " + parameter.name());
      }
    }
    return nodes.isEmpty() ? query : QueryTransformOps.replaceVars(query, nodes);
  }

  private Node node(QueryParameter parameter, String value, Query query) throws QueryException {
    if (!parameter.choices().isEmpty() && !parameter.choices().contains(value)) {
      List<String> nearest = NearestNames.of(value, Set.copyOf(parameter.choices()), 1);
      throw misfit(
          parameter,
          value,
          "is none of "
              + String.join(", ", parameter.choices())
              + (nearest.isEmpty() ? "" : "; nearest: " + nearest.get(0)));
    }
    return switch (parameter.type()) {
      case LITERAL -> NodeFactory.createLiteralString(value);
      case IRI -> iri(parameter, value, query);
      case INTEGER -> number(parameter, value, XSDDatatype.XSDinteger, "is no whole number");
      case DECIMAL -> number(parameter, value, XSDDatatype.XSDdecimal, "is no decimal number");
      case BOOLEAN -> number(parameter, value, XSDDatatype.XSDboolean, "is neither true nor false");
    };
  }

  private Node number(QueryParameter parameter, String value, RDFDatatype type, String fault)
      throws QueryException {
    if (!type.isValid(value)) {
      throw misfit(parameter, value, fault);
    }
    return NodeFactory.createLiteralDT(value, type);
  }

  private Node iri(QueryParameter parameter, String value, Query query) throws QueryException {
    String stripped =
        value.startsWith("<") && value.endsWith(">")
            ? value.substring(1, value.length() - 1)
            : value;
    String expanded = query.getPrefixMapping().expandPrefix(stripped);
    try {
      if (IRIx.create(expanded).isReference() && expanded.contains("/")) {
        return NodeFactory.createURI(expanded);
      }
    } catch (IRIException e) {
      throw misfit(parameter, value, "is no IRI: " + e.getMessage());
    }
    throw misfit(
        parameter,
        value,
        "is no full IRI; write one, or use a prefix of the query: "
            + query.getPrefixMapping().getNsPrefixMap().keySet().stream()
                .sorted()
                .collect(Collectors.joining(", ")));
  }

  private QueryException misfit(QueryParameter parameter, String value, String fault) {
    return new QueryException(
        QueryException.Code.PARAMETER,
        name + ": " + parameter.name() + "=" + value + ": the value " + fault);
  }
}
