package org.consilium.reasoning;

import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.patient.PatientCase;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLNamedIndividual;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.model.OWLOntologyManager;

/**
 * The reference: HermiT decides by entailment over the vocabulary of the cancer and one individual,
 * the case. The populations are asked as anonymous class expressions, so that they do not slow down
 * the ontology. Right by definition, and slow: some milliseconds for each population.
 */
public final class HermitReasoner implements Reasoner {
  private static final IRI INDIVIDUAL = IRI.create("urn:consilium:case");

  private final KnowledgeBase knowledge;
  private final OWLDataFactory factory = OWLManager.getOWLDataFactory();
  private final CaseExpressions expressions = new CaseExpressions();

  private HermitReasoner(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  public static HermitReasoner of(KnowledgeBase knowledge) {
    return new HermitReasoner(knowledge);
  }

  @Override
  public String name() {
    return "hermit";
  }

  @Override
  public Judgement judge(PatientCase patient) {
    Map<String, Population> populations = new TreeMap<>();
    for (Recommendation recommendation : knowledge.recommendations(patient.cancer())) {
      populations.put(recommendation.iri(), recommendation.population());
    }
    for (SafetyRule rule : knowledge.safetyRules(patient.cancer())) {
      populations.put(rule.iri(), rule.population());
    }
    return judge(patient, populations);
  }

  /**
   * Decides populations over the vocabulary of the case's cancer.
   *
   * @param populations the populations by IRI
   */
  public Judgement judge(PatientCase patient, Map<String, Population> populations) {
    OWLNamedIndividual individual = factory.getOWLNamedIndividual(INDIVIDUAL);
    OWLOntology ontology = ontologyOf(patient, individual);
    org.semanticweb.HermiT.Reasoner hermit = reasoner(ontology);
    try {
      if (!hermit.isConsistent()) {
        return Judgement.CONTRADICTION;
      }
      Map<String, Applicability> answers = new TreeMap<>();
      populations.forEach(
          (iri, population) -> answers.put(iri, decide(hermit, individual, population)));
      return new Judgement(false, answers);
    } finally {
      hermit.dispose();
    }
  }

  private Applicability decide(
      org.semanticweb.HermiT.Reasoner hermit,
      OWLNamedIndividual individual,
      Population population) {
    // Never a named class alone: HermiT 1.4.5 would look it up among the known instances, and that
    // shortcut now and then misses one. An intersection is decided by a test of its own.
    OWLClassExpression eligible =
        factory.getOWLObjectIntersectionOf(
            factory.getOWLClass(IRI.create(Namespaces.CASE)), population.expression());
    if (hermit.isEntailed(factory.getOWLClassAssertionAxiom(eligible, individual))) {
      return Applicability.APPLIES;
    }
    boolean refuted =
        hermit.isEntailed(
            factory.getOWLClassAssertionAxiom(
                factory.getOWLObjectComplementOf(eligible), individual));
    return refuted ? Applicability.DOES_NOT_APPLY : Applicability.UNDETERMINED;
  }

  /**
   * A minimal set of axioms of the vocabulary and facts of the case that entail an answer; some
   * seconds. Facts are class assertions about the case.
   *
   * @param answer what the knowledge entails of the population
   * @throws IllegalArgumentException if the knowledge does not entail it, or it is undetermined
   */
  public List<OWLAxiom> justification(
      PatientCase patient, Population population, Applicability answer) {
    OWLNamedIndividual individual = factory.getOWLNamedIndividual(INDIVIDUAL);
    OWLClassExpression opposite =
        answer == Applicability.APPLIES
            ? factory.getOWLObjectComplementOf(population.expression())
            : population.expression();
    OWLAxiom counterexample = factory.getOWLClassAssertionAxiom(opposite, individual);
    List<OWLAxiom> all = ontologyOf(patient, individual).logicalAxioms().sorted().collect(toList());
    if (!answer.isDetermined() || !excludes(all, counterexample)) {
      throw new IllegalArgumentException("the knowledge does not entail this answer");
    }
    return Justification.minimal(all, axioms -> excludes(axioms, counterexample));
  }

  private static boolean excludes(List<OWLAxiom> axioms, OWLAxiom counterexample) {
    try {
      OWLOntology ontology = OWLManager.createOWLOntologyManager().createOntology();
      ontology.addAxioms(axioms.stream());
      ontology.addAxiom(counterexample);
      org.semanticweb.HermiT.Reasoner hermit = reasoner(ontology);
      try {
        return !hermit.isConsistent();
      } finally {
        hermit.dispose();
      }
    } catch (OWLOntologyCreationException e) {
      throw new IllegalStateException("an empty ontology could not be created", e);
    }
  }

  /** The vocabulary of the case's cancer with the case as its only individual of interest. */
  OWLOntology ontologyOf(PatientCase patient, OWLNamedIndividual individual) {
    try {
      OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
      OWLOntology ontology = manager.createOntology();
      ontology.addAxioms(knowledge.module(patient.cancer()).logicalAxioms().map(a -> a));
      ontology.addAxiom(
          factory.getOWLClassAssertionAxiom(
              expressions.caseOf(patient.vocabulary().cancerIri()), individual));
      Collection<OWLClassExpression> facts = expressions.of(patient);
      facts.forEach(fact -> ontology.addAxiom(factory.getOWLClassAssertionAxiom(fact, individual)));
      return ontology;
    } catch (OWLOntologyCreationException e) {
      throw new IllegalStateException("an empty ontology could not be created", e);
    }
  }

  /**
   * A reasoner that refuses what it does not support instead of leaving it out.
   *
   * @throws org.semanticweb.HermiT.datatypes.UnsupportedDatatypeException for datatypes such as
   *     xsd:date
   */
  static org.semanticweb.HermiT.Reasoner reasoner(OWLOntology ontology) {
    Configuration configuration = new Configuration();
    configuration.ignoreUnsupportedDatatypes = false;
    return new org.semanticweb.HermiT.Reasoner(configuration, ontology);
  }
}
