package org.consilium.knowledge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.StreamDocumentSource;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.reasoner.InferenceType;

class PublishedGraphTest {
  private static final Pattern BLANK = Pattern.compile("_:\\w+");

  private static KnowledgeBase knowledge;
  private static PublishedGraph published;
  private static OWLOntology ontology;

  @BeforeAll
  static void publish() throws Exception {
    knowledge = KnowledgeBase.shipped();
    published = PublishedGraph.of(knowledge);
    ontology = published.ontology();
  }

  @Test
  void theOntologyHasOneHeaderWithVersionAndNoImports() {
    assertEquals(
        IRI.create("https://w3id.org/consilium/"),
        ontology.getOntologyID().getOntologyIRI().orElseThrow());
    assertEquals(
        IRI.create("https://w3id.org/consilium/" + knowledge.version()),
        ontology.getOntologyID().getVersionIRI().orElseThrow());
    assertEquals(0, ontology.importsDeclarations().count());
  }

  @Test
  void everyDefinitionIsAnAxiomAndNoManchesterLiteralIsLeft() {
    for (OWLAxiom definition : knowledge.definitions()) {
      assertTrue(ontology.containsAxiom(definition), definition::toString);
    }
    assertFalse(
        published.graph().stream()
            .anyMatch(
                triple ->
                    triple.getObject().isLiteral()
                        && triple
                            .getObject()
                            .getLiteralDatatypeURI()
                            .equals(Namespaces.MANCHESTER)));
  }

  @Test
  void everyAxiomThatAReasonerIsGivenIsPublished() {
    for (String cancer : knowledge.cancers()) {
      knowledge
          .module(cancer)
          .logicalAxioms()
          .filter(axiom -> axiom.anonymousIndividuals().findAny().isEmpty())
          .forEach(axiom -> assertTrue(ontology.containsAxiom(axiom), axiom::toString));
    }
  }

  @Test
  void everyRecommendationLeadsToTheClassOfItsPopulationAndToTheTextAsWritten() {
    Node property = NodeFactory.createURI(Namespaces.CNS + "eligiblePopulation");
    Node text = NodeFactory.createURI(Namespaces.CNS + "populationText");
    for (Recommendation recommendation : knowledge.recommendations()) {
      Node subject = NodeFactory.createURI(recommendation.iri());
      List<Node> found =
          published.graph().stream(subject, property, Node.ANY)
              .map(triple -> triple.getObject())
              .toList();
      assertEquals(List.of(NodeFactory.createURI(recommendation.iri() + "#population")), found);
      assertTrue(
          published
              .graph()
              .contains(
                  subject,
                  text,
                  NodeFactory.createLiteralString(recommendation.population().text())));
      assertEquals(
          1,
          ontology.equivalentClassesAxioms(population(recommendation.iri())).count(),
          recommendation.id());
    }
  }

  @Test
  void noLogicIsSwallowedByAnnotations() {
    List<String> swallowed =
        ontology
            .axioms(AxiomType.ANNOTATION_ASSERTION)
            .filter(OwlReader::swallowsLogic)
            .map(OWLAxiom::toString)
            .toList();
    assertEquals(List.of(), swallowed);
  }

  @Test
  void shapesAreLeftOut() {
    assertFalse(
        published.graph().stream().anyMatch(triple -> triple.toString().contains("/shacl#")));
  }

  @ParameterizedTest
  @EnumSource(PublishedFormat.class)
  void theSameKnowledgeGivesTheSameBytes(PublishedFormat format) throws Exception {
    byte[] first = write(published, format);
    byte[] second = write(PublishedGraph.of(KnowledgeBase.shipped()), format);
    assertArrayEquals(first, second);
  }

  @ParameterizedTest
  @EnumSource(
      value = PublishedFormat.class,
      names = {"TURTLE", "RDFXML", "JSONLD", "NTRIPLES"})
  void everyRdfFormatHoldsTheSameGraph(PublishedFormat format) throws Exception {
    Lang lang =
        switch (format) {
          case TURTLE -> Lang.TURTLE;
          case RDFXML -> Lang.RDFXML;
          case JSONLD -> Lang.JSONLD11;
          default -> Lang.NTRIPLES;
        };
    Graph read = GraphFactory.createDefaultGraph();
    RDFParser.source(new ByteArrayInputStream(write(published, format))).lang(lang).parse(read);
    OWLOntology reloaded = OwlReader.read(read);
    assertEquals(logic(ontology), logic(reloaded));
    if (format != PublishedFormat.RDFXML) {
      assertEquals(published.graph().size(), read.size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PublishedFormat.class,
      names = {"RDFXML", "FUNCTIONAL", "TURTLE"})
  void theOwlApiReadsTheSameAxiomsWithoutNetwork(PublishedFormat format) throws Exception {
    OWLOntology reloaded = reload(format);
    assertEquals(ontology.getOntologyID(), reloaded.getOntologyID());
    assertEquals(logic(ontology), logic(reloaded));
    assertEquals(
        ontology.getAxiomCount(AxiomType.ANNOTATION_ASSERTION),
        reloaded.getAxiomCount(AxiomType.ANNOTATION_ASSERTION));
  }

  @Test
  void hermitClassifiesTheRdfXmlAsItClassifiesTheKnowledgeInMemory() throws Exception {
    String cancer = "prostate";
    OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
    OWLDataFactory owl = manager.getOWLDataFactory();
    Set<OWLAxiom> inMemory =
        knowledge
            .module(cancer)
            .axioms()
            .filter(axiom -> axiom.isOfType(AxiomType.TBoxAndRBoxAxiomTypes))
            .collect(Collectors.toSet());
    OWLClass cases = owl.getOWLClass(IRI.create(Namespaces.BASE + "prostate#ProstateCancerCase"));
    for (Recommendation recommendation : knowledge.recommendations(cancer)) {
      inMemory.add(
          owl.getOWLEquivalentClassesAxiom(
              population(recommendation.iri()),
              owl.getOWLObjectIntersectionOf(cases, recommendation.population().expression())));
    }
    OWLOntology memory = manager.createOntology(inMemory);
    Set<Object> signature = memory.signature().collect(Collectors.toCollection(HashSet::new));
    Set<OWLAxiom> reloaded =
        reload(PublishedFormat.RDFXML)
            .axioms()
            .filter(axiom -> axiom.isOfType(AxiomType.TBoxAndRBoxAxiomTypes))
            .filter(axiom -> axiom.signature().allMatch(signature::contains))
            .collect(Collectors.toSet());
    assertEquals(
        hierarchy(memory),
        hierarchy(OWLManager.createOWLOntologyManager().createOntology(reloaded)));
  }

  private static Map<String, Set<String>> hierarchy(OWLOntology tbox) {
    Configuration configuration = new Configuration();
    configuration.ignoreUnsupportedDatatypes = false;
    Reasoner reasoner = new Reasoner(configuration, tbox);
    assertTrue(reasoner.isConsistent());
    reasoner.precomputeInferences(InferenceType.CLASS_HIERARCHY);
    assertEquals(Set.of(), reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom());
    Map<String, Set<String>> parents = new TreeMap<>();
    tbox.classesInSignature()
        .filter(named -> !named.isBuiltIn())
        .forEach(
            named ->
                parents.put(
                    named.getIRI().toString(),
                    Stream.concat(
                            reasoner.getSuperClasses(named, true).entities(),
                            reasoner.getEquivalentClasses(named).entities())
                        .map(parent -> parent.getIRI().toString())
                        .collect(Collectors.toCollection(TreeSet::new))));
    return parents;
  }

  private static OWLClass population(String iri) {
    return OWLManager.getOWLDataFactory().getOWLClass(IRI.create(PublishedGraph.populationOf(iri)));
  }

  /** The logical axioms as text, without the names of anonymous individuals. */
  private static List<String> logic(OWLOntology of) {
    return of.logicalAxioms(Imports.EXCLUDED)
        .map(axiom -> BLANK.matcher(axiom.toString()).replaceAll("_:"))
        .sorted()
        .toList();
  }

  private static OWLOntology reload(PublishedFormat format) throws Exception {
    OWLDocumentFormat owlFormat =
        switch (format) {
          case RDFXML -> new org.semanticweb.owlapi.formats.RDFXMLDocumentFormat();
          case FUNCTIONAL -> new org.semanticweb.owlapi.formats.FunctionalSyntaxDocumentFormat();
          default -> new org.semanticweb.owlapi.formats.TurtleDocumentFormat();
        };
    return OWLManager.createOWLOntologyManager()
        .loadOntologyFromOntologyDocument(
            new StreamDocumentSource(
                new ByteArrayInputStream(write(published, format)),
                IRI.create("urn:test:export"),
                owlFormat,
                null));
  }

  private static byte[] write(PublishedGraph graph, PublishedFormat format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    format.write(graph, bytes);
    return bytes.toByteArray();
  }
}
