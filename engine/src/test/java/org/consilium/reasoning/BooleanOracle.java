package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.consilium.explanation.PropositionalTheory;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.patient.PatientCase;
import org.logicng.datastructures.Assignment;
import org.logicng.datastructures.Tristate;
import org.logicng.formulas.FormulaFactory;
import org.logicng.formulas.Literal;
import org.logicng.formulas.Variable;
import org.logicng.solvers.MiniSat;
import org.logicng.solvers.sat.MiniSatConfig;
import org.semanticweb.owlapi.model.OWLClassExpression;

/**
 * A second oracle beside HermiT: the OWL axioms in propositional logic, decided by satisfiability
 * tests. It shares no code with the compiled reasoner. For one thread.
 */
final class BooleanOracle {
  private final FormulaFactory factory = new FormulaFactory();
  private final MiniSat solver =
      MiniSat.miniSat(
          factory, MiniSatConfig.builder().cnfMethod(MiniSatConfig.CNFMethod.PG_ON_SOLVER).build());
  private final PropositionalTheory theory;
  private final CaseExpressions expressions = new CaseExpressions();
  private final Map<OWLClassExpression, Variable> facts = new HashMap<>();
  private final Map<String, Variable> populations = new TreeMap<>();

  /**
   * @throws PropositionalTheory.NotPropositionalException if an axiom or population is beyond it
   */
  BooleanOracle(KnowledgeBase knowledge, String cancer) {
    theory = new PropositionalTheory(knowledge.module(cancer), factory, "", solver::add);
    solver.add(
        theory.of(expressions.caseOf(knowledge.vocabulary(cancer).orElseThrow().cancerIri())));
    for (Recommendation recommendation : knowledge.recommendations(cancer)) {
      define(recommendation.iri(), recommendation.population().expression());
    }
    for (SafetyRule rule : knowledge.safetyRules(cancer)) {
      define(rule.iri(), rule.population().expression());
    }
  }

  private void define(String iri, OWLClassExpression expression) {
    Variable name = factory.variable("population " + iri);
    solver.add(factory.equivalence(name, theory.of(expression)));
    populations.put(iri, name);
  }

  private Variable fact(OWLClassExpression expression) {
    return facts.computeIfAbsent(
        expression,
        e -> {
          Variable name = factory.variable("fact " + facts.size());
          solver.add(factory.implication(name, theory.of(e)));
          return name;
        });
  }

  Judgement judge(PatientCase patient) {
    List<Literal> assumptions = new ArrayList<>();
    expressions.of(patient).forEach(fact -> assumptions.add(fact(fact)));
    if (solver.sat(assumptions) == Tristate.FALSE) {
      return Judgement.CONTRADICTION;
    }
    Map<String, boolean[]> possible = new TreeMap<>();
    populations.keySet().forEach(iri -> possible.put(iri, new boolean[2]));
    learn(possible);
    Map<String, Applicability> answers = new TreeMap<>();
    populations.forEach(
        (iri, name) -> {
          boolean[] outcomes = possible.get(iri);
          for (int outcome = 0; outcome < 2; outcome++) {
            if (!outcomes[outcome]) {
              List<Literal> asked = new ArrayList<>(assumptions);
              asked.add(outcome == 1 ? name : name.negate());
              if (solver.sat(asked) == Tristate.TRUE) {
                learn(possible);
              }
            }
          }
          answers.put(
              iri,
              outcomes[0] && outcomes[1]
                  ? Applicability.UNDETERMINED
                  : outcomes[1] ? Applicability.APPLIES : Applicability.DOES_NOT_APPLY);
        });
    return new Judgement(false, answers);
  }

  /** Every case that was found shows one possible outcome of each population. */
  private void learn(Map<String, boolean[]> possible) {
    Assignment model = solver.model(populations.values());
    populations.forEach((iri, name) -> possible.get(iri)[model.evaluateLit(name) ? 1 : 0] = true);
  }
}
