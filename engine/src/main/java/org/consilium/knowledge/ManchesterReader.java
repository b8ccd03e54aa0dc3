package org.consilium.knowledge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.expression.OWLEntityChecker;
import org.semanticweb.owlapi.manchestersyntax.renderer.ParserException;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAnnotationProperty;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLDataProperty;
import org.semanticweb.owlapi.model.OWLDatatype;
import org.semanticweb.owlapi.model.OWLNamedIndividual;
import org.semanticweb.owlapi.model.OWLObjectProperty;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLRuntimeException;
import org.semanticweb.owlapi.util.mansyntax.ManchesterOWLSyntaxParser;
import org.semanticweb.owlapi.vocab.OWL2Datatype;

/**
 * Reads class expressions in OWL 2 Manchester syntax whose names are prefixed with the prefixes of
 * the surrounding Turtle file. Only names that the ontology declares are accepted.
 */
public final class ManchesterReader {
  private static final Pattern DATA_RESTRICTION =
      Pattern.compile("[\\w.-]*:[\\w.-]+\\s+(?:some|only)\\s+xsd:\\w+(?:\\s*\\[[^\\]]*\\])?");

  private final OWLDataFactory factory = OWLManager.getOWLDataFactory();
  private final Set<String> classes = new HashSet<>();
  private final Set<String> objectProperties = new HashSet<>();
  private final Set<String> dataProperties = new HashSet<>();
  private final OWLOntology ontology;

  /** An expression that cannot be read, with the reason in words. */
  public static final class ManchesterException extends Exception {
    private static final long serialVersionUID = 1L;
    private final ProblemCode code;
    private final long line;

    ManchesterException(ProblemCode code, long line, String message) {
      super(message);
      this.code = code;
      this.line = line;
    }

    /** Line of the expression, counted from 1. */
    public long line() {
      return line;
    }

    public ProblemCode code() {
      return code;
    }
  }

  public ManchesterReader(OWLOntology ontology) {
    this.ontology = ontology;
    ontology.classesInSignature().forEach(c -> classes.add(c.getIRI().toString()));
    ontology
        .objectPropertiesInSignature()
        .forEach(p -> objectProperties.add(p.getIRI().toString()));
    ontology.dataPropertiesInSignature().forEach(p -> dataProperties.add(p.getIRI().toString()));
    classes.add(factory.getOWLThing().getIRI().toString());
    classes.add(factory.getOWLNothing().getIRI().toString());
  }

  /**
   * Reads a class expression.
   *
   * @param text the expression
   * @param prefixes namespace of each prefix, without the colon
   * @throws ManchesterException if the syntax is wrong or a name is not declared
   */
  public OWLClassExpression read(String text, Map<String, String> prefixes)
      throws ManchesterException {
    ManchesterOWLSyntaxParser parser = OWLManager.createManchesterParser();
    parser.setDefaultOntology(ontology);
    parser.setOWLEntityChecker(new Names(prefixes));
    String grouped = group(text);
    parser.setStringToParse(grouped);
    try {
      return parser.parseClassExpression();
    } catch (ParserException e) {
      throw explain(e, text, grouped, prefixes);
    } catch (OWLRuntimeException | IllegalArgumentException | NullPointerException e) {
      throw new ManchesterException(
          ProblemCode.MANCHESTER_SYNTAX, 1, "the expression cannot be read: " + e.getMessage());
    }
  }

  /**
   * Puts restrictions on data ranges into parentheses: the parser would take {@code xsd:integer[>=
   * 4] or …} for a union of data ranges, where the grammar ends the range.
   */
  private static String group(String text) {
    return DATA_RESTRICTION.matcher(text).replaceAll("($0)");
  }

  /** The text before a parser's position, as it was before it was grouped. */
  private static String before(ParserException e, String text, String grouped) {
    int offset = Math.max(0, Math.min(e.getStartPos(), grouped.length()));
    int inserted = 0;
    Matcher restriction = DATA_RESTRICTION.matcher(text);
    while (restriction.find()) {
      if (restriction.start() + inserted < offset) {
        inserted++;
      }
      if (restriction.end() + inserted < offset) {
        inserted++;
      }
    }
    return text.substring(0, Math.max(0, Math.min(offset - inserted, text.length())));
  }

  private static String place(String before, long line) {
    int column = before.length() - before.lastIndexOf('\n');
    return " (line " + line + ", column " + column + " of the expression)";
  }

  private ManchesterException explain(
      ParserException e, String text, String grouped, Map<String, String> prefixes) {
    String token = e.getCurrentToken();
    String before = before(e, text, grouped);
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    String place = place(before, line);
    if (token.contains(":") && !token.startsWith("\"")) {
      return new ManchesterException(
          ProblemCode.UNKNOWN_TERM,
          line,
          token + " is not a term that fits here" + place + nearest(token, prefixes));
    }
    String expected = String.join(", ", new TreeSet<>(expectedWords(e)));
    return new ManchesterException(
        ProblemCode.MANCHESTER_SYNTAX,
        line,
        (token.contains("<EOF>") || token.contains("|EOF|")
                ? "the expression ends too early"
                : "unexpected '" + token + "'")
            + place
            + (expected.isEmpty() ? "" : "; expected " + expected));
  }

  private static Set<String> expectedWords(ParserException e) {
    Set<String> words = new TreeSet<>(e.getExpectedKeywords());
    if (e.isClassNameExpected()) {
      words.add("a class");
    }
    if (e.isObjectPropertyNameExpected() || e.isDataPropertyNameExpected()) {
      words.add("a feature");
    }
    if (e.isDatatypeNameExpected()) {
      words.add("a datatype");
    }
    if (e.isIntegerExpected()) {
      words.add("a whole number");
    }
    return words;
  }

  private String nearest(String token, Map<String, String> prefixes) {
    Map<String, String> byNamespace = new HashMap<>();
    prefixes.forEach((prefix, namespace) -> byNamespace.put(namespace, prefix));
    Set<String> names = new TreeSet<>();
    for (Set<String> iris : List.of(classes, objectProperties, dataProperties)) {
      for (String iri : iris) {
        String local = Namespaces.localName(iri);
        String prefix = byNamespace.get(iri.substring(0, iri.length() - local.length()));
        if (prefix != null) {
          names.add(prefix + ":" + local);
        }
      }
    }
    List<String> close = NearestNames.of(token, names, 3);
    return close.isEmpty() ? "" : "; nearest: " + String.join(", ", close);
  }

  /** Resolves prefixed and full names to declared entities. */
  private final class Names implements OWLEntityChecker {
    private final Map<String, String> prefixes;

    Names(Map<String, String> prefixes) {
      this.prefixes = prefixes;
    }

    private String expand(String name) {
      if (name.startsWith("<") && name.endsWith(">")) {
        return name.substring(1, name.length() - 1);
      }
      int colon = name.indexOf(':');
      String namespace = colon < 0 ? null : prefixes.get(name.substring(0, colon));
      return namespace == null ? "" : namespace + name.substring(colon + 1);
    }

    @Override
    public OWLClass getOWLClass(String name) {
      String iri = expand(name);
      return classes.contains(iri) ? factory.getOWLClass(IRI.create(iri)) : null;
    }

    @Override
    public OWLObjectProperty getOWLObjectProperty(String name) {
      String iri = expand(name);
      return objectProperties.contains(iri) ? factory.getOWLObjectProperty(IRI.create(iri)) : null;
    }

    @Override
    public OWLDataProperty getOWLDataProperty(String name) {
      String iri = expand(name);
      return dataProperties.contains(iri) ? factory.getOWLDataProperty(IRI.create(iri)) : null;
    }

    @Override
    public OWLDatatype getOWLDatatype(String name) {
      String iri =
          name.startsWith("xsd:") ? "http://www.w3.org/2001/XMLSchema#" + name.substring(4) : name;
      return OWL2Datatype.isBuiltIn(IRI.create(iri))
          ? factory.getOWLDatatype(IRI.create(iri))
          : null;
    }

    @Override
    public OWLNamedIndividual getOWLIndividual(String name) {
      return null;
    }

    @Override
    public OWLAnnotationProperty getOWLAnnotationProperty(String name) {
      return null;
    }
  }
}
