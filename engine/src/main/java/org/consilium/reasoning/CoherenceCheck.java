package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.ProblemCode;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.knowledge.SourceLocation;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLObject;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;

/**
 * Asks HermiT whether the knowledge makes sense: the ontology of each cancer is consistent, no
 * class is empty by definition, and every population has a possible member. What fails is reported
 * with a minimal set of axioms and conditions that are to blame, in the labels of the ontology.
 */
public final class CoherenceCheck {
  private final KnowledgeBase knowledge;
  private final BiConsumer<Integer, Integer> progress;
  private final OWLDataFactory factory = OWLManager.getOWLDataFactory();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> reported = new HashSet<>();
  private int done;
  private int total;

  private CoherenceCheck(KnowledgeBase knowledge, BiConsumer<Integer, Integer> progress) {
    this.knowledge = knowledge;
    this.progress = progress;
  }

  /**
   * Checks all knowledge; some seconds.
   *
   * @param progress told how many of how many checks are done
   * @return errors, none if all is well
   */
  public static List<Problem> check(
      KnowledgeBase knowledge, BiConsumer<Integer, Integer> progress) {
    return new CoherenceCheck(knowledge, progress).run();
  }

  private List<Problem> run() {
    Map<String, Integer> possibleRules = new TreeMap<>();
    for (String cancer : knowledge.cancers()) {
      OWLOntology module = knowledge.module(cancer);
      total +=
          1
              + (int) module.classesInSignature().count()
              + knowledge.recommendations(cancer).size()
              + knowledge.safetyRules(cancer).size();
    }
    for (String cancer : knowledge.cancers()) {
      check(cancer, possibleRules);
    }
    for (String cancer : knowledge.cancers()) {
      for (SafetyRule rule : knowledge.safetyRules(cancer)) {
        if (possibleRules.getOrDefault(rule.iri(), 1) == 0 && reported.add(rule.iri())) {
          reportPopulation(
              cancer,
              rule.iri(),
              rule.population().expression(),
              List.of(named(Namespaces.CASE)),
              "population");
        }
      }
    }
    return problems.stream().sorted().toList();
  }

  private void check(String cancer, Map<String, Integer> possibleRules) {
    OWLOntology module = knowledge.module(cancer);
    org.semanticweb.HermiT.Reasoner hermit = HermitReasoner.reasoner(module);
    try {
      step();
      if (!hermit.isConsistent()) {
        reportInconsistency(module);
        return;
      }
      for (OWLClass named : module.classesInSignature().sorted().toList()) {
        step();
        if (!named.isOWLNothing() && !hermit.isSatisfiable(named)) {
          reportClass(module, named);
        }
      }
      OWLClassExpression someCase =
          new CaseExpressions().caseOf(knowledge.vocabulary(cancer).orElseThrow().cancerIri());
      for (Recommendation recommendation : knowledge.recommendations(cancer)) {
        step();
        OWLClassExpression population = recommendation.population().expression();
        if (!hermit.isSatisfiable(factory.getOWLObjectIntersectionOf(someCase, population))) {
          reportPopulation(
              cancer, recommendation.iri(), population, List.of(someCase), "eligiblePopulation");
        }
      }
      for (SafetyRule rule : knowledge.safetyRules(cancer)) {
        step();
        boolean possible =
            hermit.isSatisfiable(
                factory.getOWLObjectIntersectionOf(
                    named(Namespaces.CASE), rule.population().expression()));
        possibleRules.merge(rule.iri(), possible ? 1 : 0, Integer::sum);
      }
    } finally {
      hermit.dispose();
    }
  }

  private void step() {
    done++;
    progress.accept(done, total);
  }

  private OWLClass named(String iri) {
    return factory.getOWLClass(IRI.create(iri));
  }

  private void reportInconsistency(OWLOntology module) {
    List<OWLAxiom> axioms = module.logicalAxioms().sorted().collect(Collectors.toList());
    List<OWLAxiom> guilty = Justification.minimal(axioms, set -> !isConsistent(set));
    SourceLocation where =
        guilty.stream()
            .flatMap(OWLAxiom::signature)
            .filter(entity -> !entity.isBuiltIn())
            // An individual or class is where the clash was written, a property only where it
            // shows.
            .sorted(
                Comparator.comparing(
                    entity -> entity.isOWLNamedIndividual() ? 0 : entity.isOWLClass() ? 1 : 2))
            .map(entity -> knowledge.graph().locate(node(entity.getIRI().toString())))
            .filter(location -> location.line() > 0)
            .findFirst()
            .orElse(SourceLocation.UNKNOWN);
    if (reported.add(guilty.toString())) {
      problems.add(
          Problem.at(
              ProblemCode.INCONSISTENT_ONTOLOGY,
              where,
              "",
              "the ontology contradicts itself: " + words(module, guilty)));
    }
  }

  private void reportClass(OWLOntology module, OWLClass named) {
    if (!reported.add(named.toString())) {
      return;
    }
    List<OWLAxiom> axioms = module.logicalAxioms().sorted().collect(Collectors.toList());
    List<OWLAxiom> guilty = Justification.minimal(axioms, set -> !isSatisfiable(set, named));
    problems.add(
        Problem.at(
            ProblemCode.UNSATISFIABLE_CLASS,
            knowledge.graph().locate(node(named.getIRI().toString())),
            named.getIRI().toString(),
            new AxiomWords(module).of(named) + " can have no member: " + words(module, guilty)));
  }

  private void reportPopulation(
      String cancer,
      String iri,
      OWLClassExpression population,
      List<OWLClassExpression> context,
      String property) {
    OWLOntology module = knowledge.module(cancer);
    List<OWLObject> parts = new ArrayList<>(population.conjunctSet().sorted().toList());
    parts.addAll(module.logicalAxioms().sorted().toList());
    List<OWLObject> guilty =
        Justification.minimal(
            parts,
            set -> {
              List<OWLAxiom> axioms = new ArrayList<>();
              List<OWLClassExpression> conditions = new ArrayList<>(context);
              for (OWLObject part : set) {
                if (part instanceof OWLAxiom axiom) {
                  axioms.add(axiom);
                } else {
                  conditions.add((OWLClassExpression) part);
                }
              }
              return !isSatisfiable(axioms, factory.getOWLObjectIntersectionOf(conditions));
            });
    problems.add(
        Problem.at(
            ProblemCode.UNSATISFIABLE_POPULATION,
            knowledge.graph().locate(node(iri), node(Namespaces.CNS + property)),
            iri,
            Namespaces.localName(iri)
                + ": nobody can be eligible, because of "
                + words(module, guilty)));
  }

  private static String words(OWLOntology module, List<? extends OWLObject> guilty) {
    AxiomWords words = new AxiomWords(module);
    return guilty.stream().map(words::of).collect(Collectors.joining("; "));
  }

  private boolean isConsistent(List<OWLAxiom> axioms) {
    return isSatisfiable(axioms, factory.getOWLThing());
  }

  private boolean isSatisfiable(List<OWLAxiom> axioms, OWLClassExpression expression) {
    try {
      OWLOntology ontology = OWLManager.createOWLOntologyManager().createOntology();
      ontology.addAxioms(axioms.stream());
      org.semanticweb.HermiT.Reasoner hermit = HermitReasoner.reasoner(ontology);
      try {
        return hermit.isConsistent() && hermit.isSatisfiable(expression);
      } finally {
        hermit.dispose();
      }
    } catch (OWLOntologyCreationException e) {
      throw new IllegalStateException("an empty ontology could not be created", e);
    }
  }

  private static Node node(String iri) {
    return NodeFactory.createURI(iri);
  }
}
