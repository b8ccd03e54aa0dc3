package org.consilium.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.PublishedGraph;
import org.consilium.knowledge.Recommendation;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.PopulationOrder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InferredGraphTest {
  private static final String CNS = "https://w3id.org/consilium/core#";
  private static final String ONC = "https://w3id.org/consilium/oncology#";

  private static KnowledgeBase knowledge;
  private static CompiledKnowledge compiled;
  private static Graph published;
  private static Graph inferred;

  @BeforeAll
  static void infer() throws Exception {
    knowledge = KnowledgeBase.shipped();
    compiled = CompiledKnowledge.of(knowledge);
    published = PublishedGraph.of(knowledge).graph();
    inferred = InferredGraph.of(knowledge, published, compiled);
  }

  private static Node uri(String iri) {
    return NodeFactory.createURI(iri);
  }

  @Test
  void nothingIsInferredThatIsSaid() {
    assertFalse(inferred.isEmpty());
    assertEquals(0, inferred.stream().filter(published::contains).count());
  }

  @Test
  void theOrderOfPopulationsIsWhatItsDirectStepsSpan() {
    for (CompiledCancer cancer : compiled.cancers()) {
      PopulationOrder order = new PopulationOrder(cancer);
      List<String> all =
          knowledge.recommendations(cancer.vocabulary().cancer()).stream()
              .map(Recommendation::iri)
              .toList();
      int implications = 0;
      for (String first : all) {
        Set<String> reached = reached(PublishedGraph.populationOf(first));
        for (String second : all) {
          if (!first.equals(second)) {
            boolean implied = order.implies(first, second);
            implications += implied ? 1 : 0;
            assertEquals(
                implied,
                reached.contains(PublishedGraph.populationOf(second)),
                first + " in " + second);
          }
        }
      }
      assertTrue(implications > 0);
    }
  }

  private static Set<String> reached(String start) {
    Set<String> seen = new HashSet<>(Set.of(start));
    List<String> open = new java.util.ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      Node here = uri(open.remove(open.size() - 1));
      for (Node step : List.of(RDFS.subClassOf.asNode(), OWL2.equivalentClass.asNode())) {
        inferred.stream(here, step, Node.ANY)
            .map(triple -> triple.getObject().getURI())
            .filter(seen::add)
            .forEach(open::add);
      }
    }
    return seen;
  }

  @Test
  void noDirectStepIsALongWay() {
    for (Triple step : inferred.stream(Node.ANY, RDFS.subClassOf.asNode(), Node.ANY).toList()) {
      inferred.stream(step.getSubject(), RDFS.subClassOf.asNode(), Node.ANY)
          .map(Triple::getObject)
          .filter(between -> !between.equals(step.getObject()))
          .filter(between -> between.getURI().endsWith("#population"))
          .forEach(
              between ->
                  assertFalse(
                      inferred.contains(between, RDFS.subClassOf.asNode(), step.getObject()),
                      step::toString));
    }
  }

  @Test
  void conflictsHoldInBothDirections() {
    Node conflictsWith = uri(CNS + "conflictsWith");
    List<Triple> conflicts = inferred.stream(Node.ANY, conflictsWith, Node.ANY).toList();
    assertFalse(conflicts.isEmpty());
    for (Triple conflict : conflicts) {
      assertTrue(
          inferred.contains(conflict.getObject(), conflictsWith, conflict.getSubject())
              || published.contains(conflict.getObject(), conflictsWith, conflict.getSubject()));
    }
  }

  @Test
  void partsOfAUnionAndWiderTypesAreNamed() {
    assertTrue(
        inferred.contains(
            uri(ONC + "BreastCancer"), RDFS.subClassOf.asNode(), uri(ONC + "Cancer")));
    assertTrue(
        inferred.contains(
            uri("https://w3id.org/consilium/therapy/docetaxel"),
            RDF.type.asNode(),
            uri(CNS + "Therapy")));
  }
}
