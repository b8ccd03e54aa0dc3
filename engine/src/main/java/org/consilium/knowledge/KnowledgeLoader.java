package org.consilium.knowledge;

import com.google.common.base.Suppliers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.consilium.coding.CodeMappings;
import org.consilium.knowledge.ManchesterReader.ManchesterException;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.manchestersyntax.renderer.ManchesterOWLSyntaxOWLObjectRendererImpl;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLOntology;

/**
 * Reads knowledge files into a {@link KnowledgeBase}: syntax, declarations, shapes, axioms,
 * populations, references. All problems are collected; with an error among them there is no
 * knowledge base.
 */
public final class KnowledgeLoader {
  private static final String EQUIVALENT_TO = Namespaces.CNS + "equivalentTo";
  private static final String SUB_CLASS_OF = Namespaces.CNS + "subClassOf";
  private static final String ELIGIBLE_POPULATION = Namespaces.CNS + "eligiblePopulation";
  private static final String POPULATION = Namespaces.CNS + "population";
  private static final String SKOS_NOTATION = "http://www.w3.org/2004/02/skos/core#notation";
  private static final String SHACL = "http://www.w3.org/ns/shacl#";

  /**
   * What came of loading.
   *
   * @param knowledge the knowledge base, unless there were errors
   * @param problems all findings, errors first
   */
  public record Result(Optional<KnowledgeBase> knowledge, List<Problem> problems) {
    public Result {
      problems = problems.stream().distinct().sorted().toList();
    }

    /** The knowledge base, or all problems thrown at once. */
    public KnowledgeBase orThrow() throws KnowledgeException {
      if (knowledge.isEmpty()) {
        throw new KnowledgeException(problems);
      }
      return knowledge.get();
    }
  }

  private final List<Problem> problems = new ArrayList<>();
  private final OWLDataFactory owl = OWLManager.getOWLDataFactory();
  private final KnowledgeFiles files;
  private final Map<Triple, String> normalForms = new HashMap<>();
  private KnowledgeGraph graph;
  private Map<String, String> cancers;

  private KnowledgeLoader(KnowledgeFiles files) {
    this.files = files;
  }

  /** Loads knowledge; never throws for bad content. */
  public static Result load(KnowledgeFiles files) {
    KnowledgeLoader loader = new KnowledgeLoader(files);
    Optional<KnowledgeBase> knowledge = loader.run();
    boolean failed = loader.problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    return new Result(failed ? Optional.empty() : knowledge, loader.problems);
  }

  private boolean failed() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  private Optional<KnowledgeBase> run() {
    if (files.files().isEmpty()) {
      problems.add(
          new Problem(ProblemCode.NOTHING_TO_READ, "", 0, "", "there are no knowledge files"));
      return Optional.empty();
    }
    graph = KnowledgeGraph.read(files, problems);
    checkRepetitions();
    if (failed()) {
      return Optional.empty();
    }
    checkDeclarations();
    checkImports();
    ShapeCheck.run(graph, problems);
    cancers = readCancers();
    OWLOntology base = OwlReader.read(graph, file -> file.startsWith("ontology/"));
    OwlReader.reportSwallowedLogic(base, graph, problems);
    ManchesterReader manchester = new ManchesterReader(base);
    Map<String, List<OWLAxiom>> definitions = readDefinitions(manchester);
    Map<String, OWLOntology> modules = new LinkedHashMap<>();
    Map<String, VocabularyReader> readers = new LinkedHashMap<>();
    cancers.forEach(
        (iri, code) -> {
          OWLOntology module = OwlReader.read(graph, file -> belongsTo(file, code));
          definitions.forEach(
              (file, axioms) -> {
                if (belongsTo(file, code)) {
                  module.addAxioms(axioms.stream());
                }
              });
          VocabularyReader reader = new VocabularyReader(module, iri);
          reader.read();
          reader.problems().forEach(this::addLocated);
          modules.put(code, module);
          readers.put(code, reader);
        });
    checkUnits(readers.values());
    Map<String, OWLClassExpression> expressions = readPopulations(base, manchester);
    ModelReader model = new ModelReader(graph, problems);
    Map<String, Population> populations = recommendationPopulations(expressions, readers);
    Map<String, Recommendation> recommendations = model.recommendations(populations, cancers);
    Map<String, Map<String, SafetyRule>> rules = safetyRules(model, expressions, readers);
    Map<String, Guideline> guidelines = model.guidelines();
    Map<String, DecisionQuestion> questions = model.questions();
    Map<String, Therapy> therapies = model.therapies();
    Map<String, Study> studies = model.studies();
    CodeMappings mappings = MappingReader.read(files, graph, readers.values(), problems);
    checkCycles("memberOf", therapies.keySet());
    checkCycles("component", therapies.keySet());
    checkCycles("yieldsTo", recommendations.keySet());
    checkCycles("supersededBy", recommendations.keySet());
    if (failed()) {
      return Optional.empty();
    }
    Map<String, Vocabulary> vocabularies = new LinkedHashMap<>();
    Map<String, List<OutsideAxiom>> outside = new LinkedHashMap<>();
    readers.forEach(
        (code, reader) -> {
          String iri =
              cancers.entrySet().stream()
                  .filter(entry -> entry.getValue().equals(code))
                  .map(Map.Entry::getKey)
                  .findFirst()
                  .orElseThrow();
          vocabularies.put(
              code,
              new Vocabulary(code, iri, reader.labelOf(iri), reader.features(), reader.axioms()));
          outside.put(code, List.copyOf(reader.outside()));
          reader
              .outside()
              .forEach(
                  axiom ->
                      problems.add(
                          new Problem(
                              ProblemCode.AXIOM_OUTSIDE_FRAGMENT,
                              "",
                              0,
                              "",
                              axiom.reason() + ": " + axiom.axiom())));
        });
    KnowledgeContent content =
        new KnowledgeContent(
            version(),
            ContentHash.of(graph.graph(), normalForms, mappings),
            vocabularies,
            outside,
            guidelines,
            questions,
            therapies,
            studies,
            recommendations,
            rules,
            mappings);
    KnowledgeOrigin origin =
        new KnowledgeOrigin(
            graph,
            modules,
            definitions.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
    return Optional.of(new KnowledgeBase(files, content, Suppliers.ofInstance(origin)));
  }

  private void addLocated(Problem problem) {
    Node subject = NodeFactory.createURI(problem.subject());
    SourceLocation where =
        problem.code() == ProblemCode.CODE_DUPLICATE
            ? graph.locate(subject, NodeFactory.createURI(SKOS_NOTATION))
            : graph.locate(subject);
    problems.add(Problem.at(problem.code(), where, problem.subject(), problem.message()));
  }

  private void checkRepetitions() {
    for (KnowledgeGraph.Repetition repetition : graph.repetitions()) {
      String iri = repetition.triple().getSubject().getURI();
      if (repetition.triple().getObject().isURI()
          && repetition.triple().getObject().getURI().startsWith(Namespaces.CNS)) {
        problems.add(
            Problem.at(
                ProblemCode.DUPLICATE_ID,
                repetition.second(),
                iri,
                Namespaces.localName(iri) + " is already described at " + repetition.first()));
      }
    }
  }

  private void checkDeclarations() {
    Set<Node> declared = new HashSet<>();
    for (var type :
        List.of(
            OWL2.ObjectProperty,
            OWL2.DatatypeProperty,
            OWL2.AnnotationProperty,
            RDF.Property,
            OWL2.Class,
            RDFS.Class,
            RDFS.Datatype)) {
      graph.stream(Node.ANY, RDF.type.asNode(), type.asNode())
          .map(Triple::getSubject)
          .forEach(declared::add);
    }
    Set<String> names =
        declared.stream()
            .filter(Node::isURI)
            .map(node -> Namespaces.localName(node.getURI()))
            .collect(Collectors.toCollection(TreeSet::new));
    graph.stream(Node.ANY, Node.ANY, Node.ANY)
        .forEach(
            triple -> {
              checkDeclared(triple, triple.getPredicate(), declared, names, true);
              if (triple.predicateMatches(RDF.type.asNode()) && triple.getObject().isURI()) {
                checkDeclared(triple, triple.getObject(), declared, names, false);
              }
            });
  }

  private void checkDeclared(
      Triple triple, Node term, Set<Node> declared, Set<String> names, boolean property) {
    if (declared.contains(term) || isBuiltIn(term.getURI())) {
      return;
    }
    String name = Namespaces.localName(term.getURI());
    List<String> nearest = NearestNames.of(name, names, 3);
    problems.add(
        Problem.at(
            property ? ProblemCode.UNDECLARED_PROPERTY : ProblemCode.UNDECLARED_CLASS,
            graph.locate(triple),
            triple.getSubject().isURI() ? triple.getSubject().getURI() : "",
            (property ? "property <" : "class <")
                + term.getURI()
                + "> is not declared"
                + (nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest))));
  }

  private static boolean isBuiltIn(String iri) {
    return iri.startsWith(RDF.getURI())
        || iri.startsWith(RDFS.getURI())
        || iri.startsWith(OWL2.getURI())
        || iri.startsWith("http://www.w3.org/2001/XMLSchema#")
        || iri.startsWith(SHACL);
  }

  private void checkImports() {
    graph.stream(Node.ANY, OWL2.imports.asNode(), Node.ANY)
        .filter(
            triple ->
                !graph
                    .graph()
                    .contains(triple.getObject(), RDF.type.asNode(), OWL2.Ontology.asNode()))
        .forEach(
            triple ->
                problems.add(
                    Problem.at(
                        ProblemCode.IMPORT_MISSING,
                        graph.locate(triple),
                        triple.getSubject().isURI() ? triple.getSubject().getURI() : "",
                        "the imported ontology " + triple.getObject() + " is not in the folder")));
  }

  /** JSON code of each cancer that has features, by IRI. */
  private Map<String, String> readCancers() {
    Map<String, String> found = new TreeMap<>();
    graph.stream(Node.ANY, NodeFactory.createURI(Namespaces.CNS + "inCancer"), Node.ANY)
        .filter(triple -> triple.getObject().isURI())
        .forEach(
            triple ->
                graph.objects(triple.getObject(), SKOS_NOTATION).stream()
                    .findFirst()
                    .ifPresent(
                        code ->
                            found.put(triple.getObject().getURI(), code.getLiteralLexicalForm())));
    return found;
  }

  /** Whether a vocabulary file is read for a cancer: all but those named after another cancer. */
  private boolean belongsTo(String file, String cancer) {
    return file.startsWith("ontology/")
        && cancers.values().stream()
            .filter(code -> !code.equals(cancer))
            .noneMatch(code -> file.equals("ontology/" + code + ".ttl"));
  }

  /** The axioms written as Manchester literals, by file. */
  private Map<String, List<OWLAxiom>> readDefinitions(ManchesterReader manchester) {
    Map<String, List<OWLAxiom>> axioms = new TreeMap<>();
    for (String property : List.of(EQUIVALENT_TO, SUB_CLASS_OF)) {
      graph.stream(Node.ANY, NodeFactory.createURI(property), Node.ANY)
          .forEach(
              triple -> {
                Optional<OWLClassExpression> expression = readLiteral(manchester, triple);
                if (expression.isEmpty() || !triple.getSubject().isURI()) {
                  return;
                }
                OWLClass named = owl.getOWLClass(IRI.create(triple.getSubject().getURI()));
                OWLAxiom axiom =
                    property.equals(EQUIVALENT_TO)
                        ? owl.getOWLEquivalentClassesAxiom(named, expression.get())
                        : owl.getOWLSubClassOfAxiom(named, expression.get());
                axioms
                    .computeIfAbsent(graph.locate(triple).file(), file -> new ArrayList<>())
                    .add(axiom);
              });
    }
    return axioms;
  }

  private Optional<OWLClassExpression> readLiteral(ManchesterReader manchester, Triple triple) {
    SourceLocation where = graph.locate(triple);
    Node literal = triple.getObject();
    String subject = triple.getSubject().isURI() ? triple.getSubject().getURI() : "";
    if (!literal.isLiteral() || !literal.getLiteralDatatypeURI().equals(Namespaces.MANCHESTER)) {
      problems.add(
          Problem.at(
              ProblemCode.MANCHESTER_SYNTAX,
              where,
              subject,
              Namespaces.localName(triple.getPredicate().getURI())
                  + " needs a literal of the datatype cns:manchester"));
      return Optional.empty();
    }
    try {
      OWLClassExpression expression =
          manchester.read(literal.getLiteralLexicalForm(), graph.prefixes(where.file()));
      normalForms.put(triple, expression.toString());
      return Optional.of(expression);
    } catch (ManchesterException e) {
      problems.add(
          Problem.at(
              e.code(),
              graph.inside(triple, e.line()),
              subject,
              (subject.isEmpty() ? "" : Namespaces.localName(subject) + ": ") + e.getMessage()));
      return Optional.empty();
    }
  }

  private void checkUnits(Collection<VocabularyReader> readers) {
    Set<Feature> features = new TreeSet<>();
    readers.forEach(reader -> features.addAll(reader.features()));
    for (Feature feature : features) {
      if (!feature.unit().isEmpty() && !UcumUnits.isValid(feature.unit())) {
        Node property = NodeFactory.createURI(feature.iri());
        problems.add(
            Problem.at(
                ProblemCode.UNIT_INVALID,
                graph.locate(property, NodeFactory.createURI(Namespaces.CNS + "ucumUnit")),
                feature.iri(),
                feature.key() + ": \"" + feature.unit() + "\" is not a UCUM unit"));
      }
    }
  }

  /** The population of each recommendation and safety rule, from Manchester or from plain OWL. */
  private Map<String, OWLClassExpression> readPopulations(
      OWLOntology base, ManchesterReader manchester) {
    Map<String, OWLClassExpression> expressions = new TreeMap<>();
    List<Triple> plain = new ArrayList<>();
    for (String property : List.of(ELIGIBLE_POPULATION, POPULATION)) {
      graph.stream(Node.ANY, NodeFactory.createURI(property), Node.ANY)
          .filter(triple -> triple.getSubject().isURI())
          .forEach(
              triple -> {
                if (triple.getObject().isLiteral()) {
                  readLiteral(manchester, triple)
                      .ifPresent(found -> expressions.put(triple.getSubject().getURI(), found));
                } else {
                  plain.add(triple);
                }
              });
    }
    if (!plain.isEmpty()) {
      readPlainPopulations(base, plain, expressions);
    }
    return expressions;
  }

  private void readPlainPopulations(
      OWLOntology base, List<Triple> plain, Map<String, OWLClassExpression> expressions) {
    Graph extract = GraphFactory.createDefaultGraph();
    graph.stream(Node.ANY, RDF.type.asNode(), Node.ANY)
        .filter(triple -> graph.locate(triple).file().startsWith("ontology/"))
        .filter(triple -> triple.getSubject().isURI())
        .forEach(extract::add);
    Map<String, String> placeholders = new HashMap<>();
    for (Triple triple : plain) {
      String placeholder = "urn:consilium:population:" + placeholders.size();
      placeholders.put(triple.getSubject().getURI(), placeholder);
      Node name = NodeFactory.createURI(placeholder);
      extract.add(name, RDF.type.asNode(), OWL2.Class.asNode());
      List<Node> definitions =
          triple.getObject().isBlank()
              ? List.of(triple.getObject())
              : graph.objects(triple.getObject(), OWL2.equivalentClass.getURI());
      for (Node definition : definitions) {
        extract.add(name, OWL2.equivalentClass.asNode(), definition);
        copy(definition, extract);
      }
    }
    OWLOntology read = OwlReader.read(extract);
    Set<IRI> known = base.signature().map(entity -> entity.getIRI()).collect(Collectors.toSet());
    for (Triple triple : plain) {
      String subject = triple.getSubject().getURI();
      OWLClass name = owl.getOWLClass(IRI.create(placeholders.get(subject)));
      Optional<OWLClassExpression> expression =
          read.equivalentClassesAxioms(name)
              .flatMap(axiom -> axiom.operands())
              .filter(operand -> !operand.equals(name))
              .findFirst();
      boolean understood =
          expression.isPresent()
              && expression
                  .get()
                  .signature()
                  .filter(entity -> !entity.isBuiltIn())
                  .allMatch(entity -> known.contains(entity.getIRI()));
      if (understood) {
        expressions.put(subject, expression.get());
      } else {
        problems.add(
            Problem.at(
                ProblemCode.SWALLOWED_LOGIC,
                graph.locate(triple),
                subject,
                Namespaces.localName(subject)
                    + ": the population is not a complete OWL class expression over declared terms"));
      }
    }
  }

  private void copy(Node node, Graph target) {
    if (!node.isBlank()) {
      return;
    }
    graph.stream(node, Node.ANY, Node.ANY)
        .filter(triple -> !target.contains(triple))
        .forEach(
            triple -> {
              target.add(triple);
              copy(triple.getObject(), target);
            });
  }

  private Map<String, Population> recommendationPopulations(
      Map<String, OWLClassExpression> expressions, Map<String, VocabularyReader> readers) {
    Map<String, Population> populations = new TreeMap<>();
    expressions.forEach(
        (subject, expression) -> {
          Optional<VocabularyReader> reader =
              graph.objects(NodeFactory.createURI(subject), Namespaces.CNS + "cancer").stream()
                  .filter(Node::isURI)
                  .map(node -> cancers.get(node.getURI()))
                  .filter(code -> code != null)
                  .map(readers::get)
                  .findFirst();
          if (reader.isPresent()) {
            Criterion criterion = reader.get().criteria().read(expression);
            checkPopulation(subject, ELIGIBLE_POPULATION, criterion);
            populations.put(subject, population(subject, expression, criterion));
          }
        });
    return populations;
  }

  private Population population(
      String subject, OWLClassExpression expression, Criterion criterion) {
    Node node = NodeFactory.createURI(subject);
    String text =
        List.of(ELIGIBLE_POPULATION, POPULATION).stream()
            .flatMap(property -> graph.objects(node, property).stream())
            .filter(Node::isLiteral)
            .map(literal -> literal.getLiteralLexicalForm().strip().replaceAll("\\s+", " "))
            .findFirst()
            .orElseGet(
                () ->
                    new ManchesterOWLSyntaxOWLObjectRendererImpl()
                        .render(expression)
                        .replaceAll("\\s+", " "));
    return new Population(subject, expression, criterion, text);
  }

  private void checkPopulation(String subject, String property, Criterion criterion) {
    Node node = NodeFactory.createURI(subject);
    Node link = NodeFactory.createURI(property);
    SourceLocation where = graph.locate(node, link);
    String name = Namespaces.localName(subject) + ": ";
    Criteria.visit(
        criterion,
        part -> {
          if (part instanceof Criterion.Outside outside) {
            problems.add(Problem.at(outside.code(), where, subject, name + outside.reason()));
          } else if (part instanceof Criterion.Numeric numeric) {
            thresholdFault(numeric)
                .ifPresent(
                    fault ->
                        problems.add(
                            Problem.at(
                                ProblemCode.THRESHOLD_OUTSIDE_DATATYPE,
                                graph.inside(
                                    node, link, Namespaces.localName(numeric.feature().iri())),
                                subject,
                                name + fault)));
          }
        });
  }

  private static Optional<String> thresholdFault(Criterion.Numeric numeric) {
    Feature feature = numeric.feature();
    boolean integers = feature.kind() == FeatureKind.INTEGER;
    NumberRange range = numeric.range();
    if (integers
        && ((range.low() != null && range.low().scale() > 0)
            || (range.high() != null && range.high().scale() > 0))) {
      return Optional.of(feature.key() + " is a whole number, but a threshold is not: " + range);
    }
    return range.intersect(feature.range()).isEmpty(integers)
        ? Optional.of(feature.key() + " is " + feature.range() + "; nobody is " + range)
        : Optional.empty();
  }

  /** The safety rules by cancer: those whose features all belong to the cancer. */
  private Map<String, Map<String, SafetyRule>> safetyRules(
      ModelReader model,
      Map<String, OWLClassExpression> expressions,
      Map<String, VocabularyReader> readers) {
    Map<String, Map<String, SafetyRule>> rules = new LinkedHashMap<>();
    Set<String> placed = new HashSet<>();
    Map<String, String> keys = new HashMap<>();
    readers.values().forEach(r -> r.features().forEach(f -> keys.put(f.iri(), f.key())));
    List<Node> subjects = new ArrayList<>();
    for (String type : List.of("Contraindication", "CheckFirst", "Caution")) {
      subjects.addAll(graph.instances(Namespaces.CNS + type));
    }
    readers.forEach(
        (code, reader) -> {
          Map<String, Population> populations = new TreeMap<>();
          for (Node subject : subjects) {
            OWLClassExpression expression = expressions.get(subject.getURI());
            if (expression == null) {
              continue;
            }
            Criterion criterion = reader.criteria().read(expression);
            boolean foreign =
                Criteria.outside(criterion)
                    .filter(outside -> outside.code() == ProblemCode.FOREIGN_FEATURE)
                    .isPresent();
            if (!foreign) {
              if (placed.add(subject.getURI())) {
                checkPopulation(subject.getURI(), POPULATION, criterion);
              }
              populations.put(
                  subject.getURI(), population(subject.getURI(), expression, criterion));
            }
          }
          rules.put(code, model.safetyRules(populations, keys));
        });
    for (Node subject : subjects) {
      if (expressions.containsKey(subject.getURI()) && !placed.contains(subject.getURI())) {
        problems.add(
            Problem.at(
                ProblemCode.FOREIGN_FEATURE,
                graph.locate(subject, NodeFactory.createURI(POPULATION)),
                subject.getURI(),
                Namespaces.localName(subject.getURI())
                    + ": no cancer has all the features of this population"));
      }
    }
    return rules;
  }

  private void checkCycles(String property, Set<String> subjects) {
    for (String start : subjects) {
      Set<String> seen = new HashSet<>();
      List<String> pending = new ArrayList<>(List.of(start));
      while (!pending.isEmpty()) {
        String next = pending.remove(pending.size() - 1);
        for (Node object : graph.objects(NodeFactory.createURI(next), Namespaces.CNS + property)) {
          if (object.isURI() && object.getURI().equals(start)) {
            problems.add(
                Problem.at(
                    ProblemCode.CYCLE,
                    graph.locate(
                        NodeFactory.createURI(start),
                        NodeFactory.createURI(Namespaces.CNS + property)),
                    start,
                    Namespaces.localName(start) + " leads back to itself by cns:" + property));
            pending.clear();
            break;
          }
          if (object.isURI() && seen.add(object.getURI())) {
            pending.add(object.getURI());
          }
        }
      }
    }
  }

  private String version() {
    return graph.stream(
            NodeFactory.createURI(Namespaces.BASE + "core"), OWL2.versionInfo.asNode(), Node.ANY)
        .map(triple -> triple.getObject().getLiteralLexicalForm())
        .findFirst()
        .orElse("unversioned");
  }
}
