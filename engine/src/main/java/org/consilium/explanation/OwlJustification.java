package org.consilium.explanation;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Population;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.AxiomWords;
import org.consilium.reasoning.HermitReasoner;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassAssertionAxiom;

/**
 * Why OWL entails an answer: a minimal set of axioms and facts, found by HermiT, in words and with
 * the sources of the definitions.
 */
public final class OwlJustification {
  private static final String SOURCE = "http://purl.org/dc/terms/source";

  /**
   * One axiom or fact.
   *
   * @param text in Manchester syntax with labels
   * @param fact whether it is a fact of the case rather than an axiom of the ontology
   * @param sources where the definitions it uses come from
   */
  public record Step(String text, boolean fact, List<String> sources) {}

  private OwlJustification() {}

  /**
   * The justification of a determined answer, facts first; some seconds.
   *
   * @throws IllegalArgumentException if the knowledge does not entail the answer
   */
  public static List<Step> of(
      KnowledgeBase knowledge, PatientCase patient, Population population, Applicability answer) {
    AxiomWords words = new AxiomWords(knowledge.module(patient.cancer()));
    List<Step> facts = new ArrayList<>();
    List<Step> axioms = new ArrayList<>();
    for (OWLAxiom axiom : HermitReasoner.of(knowledge).justification(patient, population, answer)) {
      if (axiom instanceof OWLClassAssertionAxiom assertion
          && axiom.isOfType(AxiomType.CLASS_ASSERTION)) {
        facts.add(new Step(words.of(assertion.getClassExpression()), true, List.of()));
      } else {
        axioms.add(new Step(words.of(axiom), false, sources(knowledge, axiom)));
      }
    }
    facts.addAll(axioms);
    return List.copyOf(facts);
  }

  private static List<String> sources(KnowledgeBase knowledge, OWLAxiom axiom) {
    return axiom
        .classesInSignature()
        .map(OWLClass::getIRI)
        .flatMap(
            iri ->
                knowledge.graph().objects(NodeFactory.createURI(iri.toString()), SOURCE).stream())
        .filter(Node::isURI)
        .map(Node::getURI)
        .distinct()
        .sorted()
        .toList();
  }
}
