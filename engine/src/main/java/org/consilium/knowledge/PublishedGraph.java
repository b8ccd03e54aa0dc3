package org.consilium.knowledge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.mem2.GraphMem2Fast;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeSystem;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLEquivalentClassesAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLSubClassOfAxiom;

/**
 * The knowledge as one graph for others to read: everything that the files say, with what was
 * written in Manchester syntax expanded to the OWL it means, under one ontology header. SHACL
 * shapes and the headers of the single files are left out.
 *
 * <p>The population of a recommendation or safety rule becomes the class {@code <IRI>#population},
 * equivalent to the case class of the cancer and the population; the text as written is kept as
 * {@code cns:populationText}. Checked codes of other terminologies are SKOS matches. The same
 * knowledge always gives the same triples with the same blank nodes in the same order.
 */
public final class PublishedGraph {
  /** IRI of the merged ontology. */
  public static final String ONTOLOGY = Namespaces.BASE;

  private static final String SHACL = "http://www.w3.org/ns/shacl#";
  private static final String SKOS = "http://www.w3.org/2004/02/skos/core#";
  private static final String DCTERMS = "http://purl.org/dc/terms/";
  private static final Node EQUIVALENT_TO = cns("equivalentTo");
  private static final Node SUB_CLASS_OF = cns("subClassOf");
  private static final Node ELIGIBLE_POPULATION = cns("eligiblePopulation");
  private static final Node POPULATION = cns("population");
  private static final Node POPULATION_TEXT = cns("populationText");

  private final KnowledgeBase knowledge;
  private final OWLDataFactory owl = OWLManager.getOWLDataFactory();
  private final Graph graph = new GraphMem2Fast();
  private final Map<Node, Node> renamed = new HashMap<>();
  private final Map<String, String> prefixes = new TreeMap<>();
  private int blankNodes;

  private PublishedGraph(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  /** Expands a knowledge base. */
  public static PublishedGraph of(KnowledgeBase knowledge) {
    PublishedGraph published = new PublishedGraph(knowledge);
    published.build();
    return published;
  }

  /** The triples; not to be changed. */
  public Graph graph() {
    return graph;
  }

  /** The prefixes that the knowledge files use, without the colon. */
  public Map<String, String> prefixes() {
    return Collections.unmodifiableMap(prefixes);
  }

  /**
   * The same as an OWL ontology: all axioms, with everything else as annotations and assertions.
   */
  public OWLOntology ontology() {
    return OwlReader.read(graph);
  }

  /** IRI of the class of a recommendation's or safety rule's population. */
  public static String populationOf(String iri) {
    return iri + "#population";
  }

  private void build() {
    for (KnowledgeFiles.KnowledgeFile file : knowledge.files().files()) {
      knowledge.graph().prefixes(file.path()).forEach(prefixes::putIfAbsent);
    }
    prefixes.putIfAbsent("owl", OWL2.getURI());
    prefixes.putIfAbsent("rdfs", RDFS.getURI());
    prefixes.putIfAbsent("rdf", RDF.getURI());
    prefixes.remove("sh");
    prefixes.forEach(graph.getPrefixMapping()::setNsPrefix);
    addHeader();
    addStatements();
    AxiomTriples axioms = new AxiomTriples(this::newBlankNode);
    addDefinitions(axioms);
    addPopulations(axioms);
    addCodes();
  }

  private void addHeader() {
    Node ontology = NodeFactory.createURI(ONTOLOGY);
    add(ontology, RDF.type.asNode(), OWL2.Ontology.asNode());
    add(ontology, OWL2.versionIRI.asNode(), NodeFactory.createURI(ONTOLOGY + knowledge.version()));
    add(ontology, OWL2.versionInfo.asNode(), NodeFactory.createLiteralString(knowledge.version()));
    add(ontology, NodeFactory.createURI(DCTERMS + "title"), english("Consilium"));
    add(
        ontology,
        NodeFactory.createURI(DCTERMS + "description"),
        english(
            "Oncology guidelines, their evidence and the safety of their actions. Unofficial"
                + " encodings, not endorsed by the bodies they cite; not a medical device."));
    add(
        ontology,
        NodeFactory.createURI(DCTERMS + "license"),
        NodeFactory.createURI("https://creativecommons.org/licenses/by/4.0/"));
    add(
        ontology,
        RDFS.comment.asNode(),
        english("SHA-256 of the content: " + knowledge.hash() + "."));
  }

  private void addStatements() {
    Set<Node> left = new HashSet<>();
    List<Triple> written = knowledge.graph().written();
    for (Triple triple : written) {
      if (triple.getPredicate().getURI().startsWith(SHACL)
          || (triple.predicateMatches(RDF.type.asNode())
              && triple.getObject().isURI()
              && triple.getObject().getURI().startsWith(SHACL))) {
        leaveOut(triple.getSubject(), left);
      } else if (isPopulation(triple)) {
        leaveOutNested(triple.getObject(), left);
      }
    }
    for (Triple triple : written) {
      if (!left.contains(triple.getSubject()) && !isReplaced(triple)) {
        add(rename(triple.getSubject()), triple.getPredicate(), rename(triple.getObject()));
      }
    }
  }

  private void leaveOut(Node subject, Set<Node> left) {
    if (left.add(subject)) {
      knowledge.graph().stream(subject, Node.ANY, Node.ANY)
          .map(Triple::getObject)
          .toList()
          .forEach(object -> leaveOutNested(object, left));
    }
  }

  private void leaveOutNested(Node object, Set<Node> left) {
    if (object.isBlank()) {
      leaveOut(object, left);
    }
  }

  private static boolean isPopulation(Triple triple) {
    return triple.predicateMatches(ELIGIBLE_POPULATION) || triple.predicateMatches(POPULATION);
  }

  private static boolean isReplaced(Triple triple) {
    boolean header =
        (triple.predicateMatches(RDF.type.asNode()) && triple.objectMatches(OWL2.Ontology.asNode()))
            || triple.predicateMatches(OWL2.imports.asNode())
            || triple.predicateMatches(OWL2.versionIRI.asNode());
    return header
        || isPopulation(triple)
        || triple.predicateMatches(EQUIVALENT_TO)
        || triple.predicateMatches(SUB_CLASS_OF);
  }

  private void addDefinitions(AxiomTriples axioms) {
    List<OWLAxiom> definitions = new ArrayList<>(knowledge.definitions());
    Collections.sort(definitions);
    for (OWLAxiom axiom : definitions) {
      if (axiom instanceof OWLSubClassOfAxiom implication) {
        axioms.write(
            implication.getSubClass().asOWLClass().getIRI().toString(),
            RDFS.subClassOf.getURI(),
            axiom,
            this::add);
      } else if (axiom instanceof OWLEquivalentClassesAxiom equivalence) {
        OWLClass named = namedOperand(equivalence);
        axioms.write(named.getIRI().toString(), OWL2.equivalentClass.getURI(), axiom, this::add);
      } else {
        throw new IllegalStateException("not a definition: " + axiom);
      }
    }
  }

  /** The class that an equivalence defines: its only name, or that under which it is written. */
  private static OWLClass namedOperand(OWLEquivalentClassesAxiom equivalence) {
    return equivalence.namedClasses().findFirst().orElseThrow();
  }

  private void addPopulations(AxiomTriples axioms) {
    for (Recommendation recommendation : knowledge.recommendations()) {
      Vocabulary vocabulary = knowledge.vocabulary(recommendation.cancer()).orElseThrow();
      addPopulation(
          axioms,
          recommendation.iri(),
          ELIGIBLE_POPULATION,
          "Eligible population of " + recommendation.id(),
          caseClass(vocabulary),
          recommendation.population());
    }
    Map<String, SafetyRule> rules = new TreeMap<>();
    for (String cancer : knowledge.cancers()) {
      knowledge.safetyRules(cancer).forEach(rule -> rules.putIfAbsent(rule.iri(), rule));
    }
    for (SafetyRule rule : rules.values()) {
      addPopulation(
          axioms,
          rule.iri(),
          POPULATION,
          "Population of safety rule " + rule.id(),
          owl.getOWLClass(IRI.create(Namespaces.CASE)),
          rule.population());
    }
  }

  private void addPopulation(
      AxiomTriples axioms,
      String subject,
      Node property,
      String label,
      OWLClassExpression cases,
      Population population) {
    String iri = populationOf(subject);
    Node node = NodeFactory.createURI(iri);
    add(NodeFactory.createURI(subject), property, node);
    add(
        NodeFactory.createURI(subject),
        POPULATION_TEXT,
        NodeFactory.createLiteralString(population.text()));
    add(node, RDF.type.asNode(), OWL2.Class.asNode());
    add(node, RDFS.label.asNode(), english(label));
    OWLClassExpression members =
        owl.getOWLObjectIntersectionOf(
            java.util.stream.Stream.concat(
                cases.asConjunctSet().stream(), population.expression().asConjunctSet().stream()));
    axioms.write(
        iri,
        OWL2.equivalentClass.getURI(),
        owl.getOWLEquivalentClassesAxiom(owl.getOWLClass(IRI.create(iri)), members),
        this::add);
  }

  /**
   * The checked codes of terms, each with its notation and the system that it is of. What stands
   * for a number or for a <em>no</em> is left to the tables: the code does not match the feature as
   * such.
   */
  private void addCodes() {
    for (CodeMapping mapping : knowledge.mappings().all()) {
      Optional<CodeSystem> system = mapping.object().knownSystem();
      if (mapping.checked()
          && system.isPresent()
          && List.of("", "true").contains(mapping.value())) {
        String code = mapping.object().code();
        Node node = NodeFactory.createURI(system.get().iriOf(code));
        Node scheme = NodeFactory.createURI(system.get().uri());
        add(
            NodeFactory.createURI(mapping.subject()),
            NodeFactory.createURI(mapping.predicate().iri()),
            node);
        add(node, NodeFactory.createURI(SKOS + "notation"), NodeFactory.createLiteralString(code));
        add(node, NodeFactory.createURI(SKOS + "inScheme"), scheme);
        add(scheme, RDFS.label.asNode(), NodeFactory.createLiteralString(system.get().label()));
      }
    }
  }

  /** The named class of the cases with a cancer, or the expression that defines it. */
  private OWLClassExpression caseClass(Vocabulary vocabulary) {
    OWLClassExpression expression =
        owl.getOWLObjectIntersectionOf(
            owl.getOWLClass(IRI.create(Namespaces.CASE)),
            owl.getOWLObjectSomeValuesFrom(
                owl.getOWLObjectProperty(IRI.create(Namespaces.PRIMARY_CANCER)),
                owl.getOWLClass(IRI.create(vocabulary.cancerIri()))));
    return knowledge
        .module(vocabulary.cancer())
        .axioms(AxiomType.EQUIVALENT_CLASSES)
        .filter(axiom -> axiom.contains(expression))
        .flatMap(OWLEquivalentClassesAxiom::namedClasses)
        .sorted()
        .findFirst()
        .<OWLClassExpression>map(named -> named)
        .orElse(expression);
  }

  private void add(Triple triple) {
    graph.add(triple);
  }

  private void add(Node subject, Node property, Node object) {
    graph.add(Triple.create(subject, property, object));
  }

  private Node rename(Node node) {
    return node.isBlank() ? renamed.computeIfAbsent(node, old -> newBlankNode()) : node;
  }

  private Node newBlankNode() {
    return NodeFactory.createBlankNode("b" + blankNodes++);
  }

  private static Node cns(String name) {
    return NodeFactory.createURI(Namespaces.CNS + name);
  }

  private static Node english(String text) {
    return NodeFactory.createLiteralLang(text, "en");
  }
}
