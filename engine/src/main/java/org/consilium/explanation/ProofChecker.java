package org.consilium.explanation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.consilium.explanation.PropositionalTheory.NotPropositionalException;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Population;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CaseExpressions;
import org.logicng.datastructures.Tristate;
import org.logicng.formulas.Formula;
import org.logicng.formulas.FormulaFactory;
import org.logicng.formulas.Literal;
import org.logicng.formulas.Variable;
import org.logicng.solvers.MiniSat;
import org.logicng.solvers.sat.MiniSatConfig;
import org.semanticweb.owlapi.model.OWLClassExpression;

/**
 * Checks an answer together with its explanation, by satisfiability tests of the OWL axioms in
 * propositional logic. It shares no code with the compiled reasoner and its explanations, so that
 * what it accepts rests on two independent computations.
 *
 * <p>For an answer that is determined, the stated facts alone must entail it, and none of them can
 * be left out. For an open one, both outcomes must be possible; each set of missing features must
 * decide it <em>whatever</em> their values are, and no proper subset may. The latter is one test:
 * two cases that have all facts and agree on the set, one in the population and one not, must not
 * exist. Safe to share between threads.
 */
public final class ProofChecker {
  /** More features in one missing set than this are not checked. */
  public static final int MAXIMUM_MISSING = 12;

  private final KnowledgeBase knowledge;
  private final Map<String, Checking> byCancer = new ConcurrentHashMap<>();

  private ProofChecker(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  public static ProofChecker of(KnowledgeBase knowledge) {
    return new ProofChecker(knowledge);
  }

  /** Why answers about a population cannot be checked; empty if they can. */
  public Optional<String> obstacle(String cancer, Population population) {
    try {
      checking(cancer).learn(population.expression());
      return Optional.empty();
    } catch (NotPropositionalException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Looks for a mistake in an answer.
   *
   * @param patient the case
   * @param population the population that was decided
   * @param answer the answer
   * @param decidingFacts known features that decide it, if it is determined; otherwise ignored
   * @param missing sets of features that would decide it, if it is undetermined; otherwise ignored
   * @return what is wrong, or nothing if answer and explanation are right
   * @throws NotPropositionalException if there is an {@link #obstacle}
   */
  public Optional<String> refute(
      PatientCase patient,
      Population population,
      Applicability answer,
      List<Feature> decidingFacts,
      List<List<Feature>> missing) {
    Checking checking = checking(patient.cancer());
    return answer.isDetermined()
        ? checking.refuteDetermined(
            patient, population.expression(), answer == Applicability.APPLIES, decidingFacts)
        : checking.refuteUndetermined(patient, population.expression(), missing);
  }

  /**
   * Looks for a mistake in the statement that facts contradict each other or the axioms.
   *
   * @param facts known features that cannot be together; none of them can be left out
   * @return what is wrong, or nothing
   */
  public Optional<String> refuteContradiction(PatientCase patient, List<Feature> facts) {
    return checking(patient.cancer()).refuteContradiction(patient, facts);
  }

  private Checking checking(String cancer) {
    return byCancer.computeIfAbsent(cancer, code -> new Checking(knowledge, code));
  }

  /** Two cases of one cancer, of whom all axioms are stated. */
  private static final class Checking {
    private final FormulaFactory factory = new FormulaFactory();
    private final MiniSat solver =
        MiniSat.miniSat(
            factory,
            MiniSatConfig.builder().cnfMethod(MiniSatConfig.CNFMethod.PG_ON_SOLVER).build());
    private final CaseExpressions expressions = new CaseExpressions();
    private final List<PropositionalTheory> cases = new ArrayList<>();
    private final List<Map<OWLClassExpression, Variable>> names =
        List.of(new HashMap<>(), new HashMap<>());
    private final Map<Formula, Variable> agreements = new HashMap<>();

    Checking(KnowledgeBase knowledge, String cancer) {
      PropositionalTheory first =
          new PropositionalTheory(knowledge.module(cancer), factory, "1 ", solver::add);
      cases.add(first);
      cases.add(first.another("2 ", solver::add));
      OWLClassExpression all =
          expressions.caseOf(knowledge.vocabulary(cancer).orElseThrow().cancerIri());
      cases.forEach(one -> solver.add(one.of(all)));
    }

    synchronized void learn(OWLClassExpression population) {
      name(0, population);
    }

    /** A variable that is true exactly if the case is of the class. */
    private Variable name(int which, OWLClassExpression expression) {
      Variable known = names.get(which).get(expression);
      if (known == null) {
        // Both cases learn of it, so that they know the same bounds of numbers.
        cases.forEach(one -> one.of(expression));
        Formula formula = cases.get(which).of(expression);
        known = factory.variable("is " + which + " " + names.get(which).size());
        solver.add(factory.equivalence(known, formula));
        names.get(which).put(expression, known);
      }
      return known;
    }

    private List<Literal> facts(int which, PatientCase patient, Collection<Feature> features) {
      List<Literal> literals = new ArrayList<>();
      for (Feature feature : features) {
        FeatureValue value = patient.facts().get(feature);
        for (OWLClassExpression fact : expressions.of(feature, value)) {
          literals.add(name(which, fact));
        }
      }
      return literals;
    }

    private boolean possible(List<Literal> assumptions) {
      return solver.sat(assumptions) == Tristate.TRUE;
    }

    /** Whether the facts of some features alone decide the population as stated. */
    private boolean entailed(
        PatientCase patient,
        Collection<Feature> features,
        OWLClassExpression population,
        boolean applies) {
      List<Literal> assumptions = facts(0, patient, features);
      Variable member = name(0, population);
      assumptions.add(applies ? member.negate() : member);
      return !possible(assumptions);
    }

    private static Optional<String> unknown(PatientCase patient, List<Feature> facts) {
      return facts.stream()
          .filter(feature -> !patient.facts().containsKey(feature))
          .findFirst()
          .map(feature -> feature.key() + " is not known of this case");
    }

    synchronized Optional<String> refuteDetermined(
        PatientCase patient,
        OWLClassExpression population,
        boolean applies,
        List<Feature> decidingFacts) {
      Optional<String> unknown = unknown(patient, decidingFacts);
      if (unknown.isPresent()) {
        return unknown;
      }
      if (!possible(facts(0, patient, patient.facts().keySet()))) {
        return Optional.of("the facts of the case contradict each other");
      }
      if (!entailed(patient, decidingFacts, population, applies)) {
        return Optional.of(
            "a case with these facts need not be "
                + (applies ? "in" : "outside")
                + " the population: "
                + decidingFacts);
      }
      for (Feature feature : decidingFacts) {
        List<Feature> fewer = without(decidingFacts, feature);
        if (entailed(patient, fewer, population, applies)) {
          return Optional.of("the answer holds without " + feature.key());
        }
      }
      return Optional.empty();
    }

    synchronized Optional<String> refuteContradiction(PatientCase patient, List<Feature> facts) {
      Optional<String> unknown = unknown(patient, facts);
      if (unknown.isPresent()) {
        return unknown;
      }
      if (possible(facts(0, patient, facts))) {
        return Optional.of("a case can have all these facts: " + facts);
      }
      for (Feature feature : facts) {
        if (!possible(facts(0, patient, without(facts, feature)))) {
          return Optional.of("the facts contradict each other without " + feature.key());
        }
      }
      return Optional.empty();
    }

    synchronized Optional<String> refuteUndetermined(
        PatientCase patient, OWLClassExpression population, List<List<Feature>> missing) {
      for (boolean applies : new boolean[] {true, false}) {
        List<Literal> assumptions = facts(0, patient, patient.facts().keySet());
        Variable member = name(0, population);
        assumptions.add(applies ? member : member.negate());
        if (!possible(assumptions)) {
          return Optional.of(
              "every case with these facts is "
                  + (applies ? "outside" : "in")
                  + " the population, or there is none");
        }
      }
      Set<Set<Feature>> seen = new LinkedHashSet<>();
      for (List<Feature> set : missing) {
        if (set.isEmpty() || set.size() > MAXIMUM_MISSING) {
          return Optional.of("a missing set has 1 to " + MAXIMUM_MISSING + " features");
        }
        if (!seen.add(Set.copyOf(set))) {
          return Optional.of("stated twice: " + set);
        }
        if (!decides(patient, population, set)) {
          return Optional.of("some values would leave it open: " + set);
        }
        for (Feature feature : set) {
          if (decides(patient, population, without(set, feature))) {
            return Optional.of("it is decided without " + feature.key() + ": " + set);
          }
        }
      }
      return Optional.empty();
    }

    /** Whether two cases that agree on the features are on the same side of the population. */
    private boolean decides(
        PatientCase patient, OWLClassExpression population, List<Feature> features) {
      List<Literal> assumptions = new ArrayList<>();
      for (int which = 0; which < 2; which++) {
        assumptions.addAll(facts(which, patient, patient.facts().keySet()));
      }
      assumptions.add(name(0, population));
      assumptions.add(name(1, population).negate());
      for (Feature feature : features) {
        List<Variable> first = cases.get(0).variables(feature.iri());
        List<Variable> second = cases.get(1).variables(feature.iri());
        if (first.size() != second.size()) {
          throw new IllegalStateException("the cases differ in bounds of " + feature.key());
        }
        for (int i = 0; i < first.size(); i++) {
          assumptions.add(agreement(first.get(i), second.get(i)));
        }
      }
      return !possible(assumptions);
    }

    private Literal agreement(Variable first, Variable second) {
      Formula same = factory.equivalence(first, second);
      return agreements.computeIfAbsent(
          same,
          formula -> {
            Variable name = factory.variable("agreement " + agreements.size());
            solver.add(factory.implication(name, formula));
            return name;
          });
    }

    private static List<Feature> without(List<Feature> features, Feature left) {
      return features.stream().filter(feature -> !feature.equals(left)).toList();
    }
  }
}
