package org.consilium.knowledge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.atlas.io.PeekReader;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.irix.IRIxResolver;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.lang.LangTurtle;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.FactoryRDFStd;
import org.apache.jena.riot.system.ParserProfileStd;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.riot.tokens.TokenizerText;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;

/**
 * The triples of a set of knowledge files, each remembered with the file and line where it was
 * written.
 */
public final class KnowledgeGraph {
  private static final String DEFAULT_BASE = "urn:consilium:relative-iri/";

  private static final Comparator<SourceLocation> ORDER =
      Comparator.comparing(SourceLocation::file).thenComparingLong(SourceLocation::line);

  private final Graph graph = GraphFactory.createDefaultGraph();
  private final Map<Triple, SourceLocation> locations = new HashMap<>();
  private final Map<Triple, Integer> order = new HashMap<>();
  private final Map<String, Map<String, String>> prefixesOfFile = new HashMap<>();
  private final Map<String, List<String>> linesOfFile = new HashMap<>();
  private final List<Repetition> repetitions = new ArrayList<>();

  /** A statement of type that was written twice, with both places. */
  record Repetition(Triple triple, SourceLocation first, SourceLocation second) {}

  private KnowledgeGraph() {}

  /**
   * Reads the Turtle files; a file with an error contributes nothing and is reported.
   *
   * @param files the files
   * @param problems receives what is wrong, with file and line
   */
  public static KnowledgeGraph read(KnowledgeFiles files, Collection<Problem> problems) {
    KnowledgeGraph result = new KnowledgeGraph();
    for (KnowledgeFiles.KnowledgeFile file : files.files()) {
      if (!file.isMappingTable()) {
        result.add(file, problems);
      }
    }
    return result;
  }

  private void add(KnowledgeFiles.KnowledgeFile file, Collection<Problem> problems) {
    Collector errors = new Collector(file.path());
    linesOfFile.put(file.path(), file.text().lines().toList());
    PrefixMap prefixes = PrefixMapFactory.create();
    Map<Triple, SourceLocation> lines = new LinkedHashMap<>();
    IRIxResolver resolver = IRIxResolver.create(DEFAULT_BASE).resolve(true).build();
    ParserProfileStd profile =
        new ParserProfileStd(
            new FactoryRDFStd(LabelToNode.createScopeByDocumentHash()),
            errors,
            resolver,
            prefixes,
            RIOT.getContext().copy(),
            true,
            true) {
          @Override
          public Triple createTriple(Node s, Node p, Node o, long line, long column) {
            Triple triple = super.createTriple(s, p, o, line, column);
            for (Node node : List.of(s, p, o)) {
              if (node.isURI() && node.getURI().startsWith(DEFAULT_BASE)) {
                errors.report(
                    ProblemCode.BROKEN_IRI,
                    "relative IRI <" + node.getURI().substring(DEFAULT_BASE.length()) + ">",
                    line);
              }
            }
            SourceLocation here = new SourceLocation(file.path(), line);
            SourceLocation earlier = lines.putIfAbsent(triple, here);
            if (earlier == null) {
              earlier = locations.get(triple);
            }
            if (earlier != null && s.isURI() && triple.predicateMatches(RDF.type.asNode())) {
              repetitions.add(new Repetition(triple, earlier, here));
            }
            return triple;
          }
        };
    try {
      new LangTurtle(
              TokenizerText.create()
                  .source(PeekReader.readString(file.text()))
                  .errorHandler(errors)
                  .build(),
              profile,
              StreamRDFLib.sinkNull())
          .parse();
    } catch (RiotException e) {
      errors.reportIfSilent(e);
    }
    problems.addAll(errors.found);
    if (errors.found.isEmpty()) {
      lines.forEach(
          (triple, where) -> {
            graph.add(triple);
            locations.putIfAbsent(triple, where);
            order.putIfAbsent(triple, order.size());
          });
      prefixesOfFile.put(file.path(), Map.copyOf(prefixes.getMapping()));
    }
  }

  /** The triples; not to be changed. */
  public Graph graph() {
    return graph;
  }

  /** All triples, by file and then in the order in which they were written. */
  List<Triple> written() {
    return order.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Where a triple was written. */
  public SourceLocation locate(Triple triple) {
    return locations.getOrDefault(triple, SourceLocation.UNKNOWN);
  }

  /**
   * The line of the file on which a line of a literal stands.
   *
   * @param triple the triple with the literal
   * @param line line of the literal, counted from 1
   */
  SourceLocation inside(Triple triple, long line) {
    SourceLocation start = locate(triple);
    List<String> literal = triple.getObject().getLiteralLexicalForm().lines().toList();
    List<String> file = linesOfFile.getOrDefault(start.file(), List.of());
    long there = start.line() + line - 1;
    // A literal may also be written on one line with escaped line ends.
    boolean matches =
        line >= 1
            && line <= literal.size()
            && there >= 1
            && there <= file.size()
            && file.get((int) there - 1).contains(literal.get((int) line - 1).strip());
    return matches ? new SourceLocation(start.file(), there) : start;
  }

  /** The line of a subject's literal on which a name stands first, or that of the literal. */
  SourceLocation inside(Node subject, Node property, String name) {
    Pattern word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
    for (Triple triple : stream(subject, property, Node.ANY).toList()) {
      if (triple.getObject().isLiteral()) {
        List<String> lines = triple.getObject().getLiteralLexicalForm().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
          if (word.matcher(lines.get(i)).find()) {
            return inside(triple, i + 1L);
          }
        }
      }
    }
    return locate(subject, property);
  }

  /** Where a property of a subject was written, or else the subject itself. */
  public SourceLocation locate(Node subject, Node property) {
    return firstOf(subject, property)
        .or(() -> firstOf(subject, Node.ANY))
        .orElse(SourceLocation.UNKNOWN);
  }

  /** Where a subject is described first. */
  public SourceLocation locate(Node subject) {
    return firstOf(subject, Node.ANY).orElse(SourceLocation.UNKNOWN);
  }

  /** Things whose type was stated more than once. */
  List<Repetition> repetitions() {
    return repetitions;
  }

  private Optional<SourceLocation> firstOf(Node subject, Node property) {
    return stream(subject, property, Node.ANY)
        .map(this::locate)
        .filter(where -> where.line() > 0)
        .min(ORDER);
  }

  /** The prefixes declared in a file, without the colon. */
  public Map<String, String> prefixes(String file) {
    return prefixesOfFile.getOrDefault(file, Map.of());
  }

  /** The matching triples in no particular order. */
  public Stream<Triple> stream(Node subject, Node property, Node object) {
    return graph.stream(subject, property, object);
  }

  /** The objects of a property in the order in which they were written. */
  public List<Node> objects(Node subject, String property) {
    return stream(subject, NodeFactory.createURI(property), Node.ANY)
        .sorted(Comparator.comparing(triple -> order.getOrDefault(triple, 0)))
        .map(Triple::getObject)
        .toList();
  }

  /** Subjects of a type, ordered by IRI. */
  public List<Node> instances(String type) {
    return stream(Node.ANY, RDF.type.asNode(), NodeFactory.createURI(type))
        .map(Triple::getSubject)
        .filter(Node::isURI)
        .sorted(Comparator.comparing(Node::getURI))
        .toList();
  }

  /** Turns the parser's messages into problems of one file. */
  private static final class Collector implements ErrorHandler {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Collector(String file) {
      this.file = file;
    }

    void report(ProblemCode code, String message, long line) {
      found.add(new Problem(code, file, Math.max(line, 0), "", message));
    }

    void reportIfSilent(RiotException e) {
      if (found.isEmpty()) {
        report(ProblemCode.SYNTAX_TURTLE, String.valueOf(e.getMessage()), 0);
      }
    }

    @Override
    public void warning(String message, long line, long column) {
      if (message.toLowerCase(Locale.ROOT).contains("iri")) {
        report(ProblemCode.BROKEN_IRI, message, line);
      } else {
        report(ProblemCode.SYNTAX_TURTLE, message, line);
      }
    }

    @Override
    public void error(String message, long line, long column) {
      boolean iri =
          message.toLowerCase(Locale.ROOT).contains("iri")
              || message.contains("Bad character in IRI");
      report(iri ? ProblemCode.BROKEN_IRI : ProblemCode.SYNTAX_TURTLE, message, line);
      throw new RiotException(message);
    }

    @Override
    public void fatal(String message, long line, long column) {
      error(message, line, column);
    }
  }
}
