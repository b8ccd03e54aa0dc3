package org.consilium.bench;

import java.util.ArrayList;
import java.util.List;
import org.consilium.bench.SyntheticPatients.Patient;
import org.consilium.explanation.CaseExplanation;
import org.consilium.explanation.Explainer;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.Judgement;

/**
 * How long the explanations of one patient take on the shipped content, all recommendations and
 * safety rules of the cancer together. Milliseconds of processor time.
 *
 * @param patients over how many patients
 * @param median why each answer holds, what is missing, and what would change each
 * @param p95 95 of 100 patients took no longer
 * @param nextQuestionMedian what to ask next
 * @param nextQuestionP95 likewise
 */
public record ExplanationTimes(
    int patients, double median, double p95, double nextQuestionMedian, double nextQuestionP95) {
  private static final double SECONDS_FOR_WARMING_UP = 1;

  /** Measures for some seconds, at least three patients. */
  static ExplanationTimes measure(
      KnowledgeBase knowledge, CompiledReasoner reasoner, List<Patient> patients, double seconds) {
    Explainer explainer = new Explainer(reasoner.compiled());
    List<Double> full = new ArrayList<>();
    List<Double> next = new ArrayList<>();
    long start = Clock.now();
    boolean warm = false;
    for (int i = 0; ; i++) {
      double elapsed = Clock.secondsSince(start);
      if (!warm && elapsed > SECONDS_FOR_WARMING_UP) {
        warm = true;
        full.clear();
        next.clear();
      }
      if (full.size() >= 3 && elapsed > seconds + SECONDS_FOR_WARMING_UP) {
        break;
      }
      Patient patient = patients.get(i % patients.size());
      Judgement judgement = reasoner.judge(patient.patient());
      if (judgement.contradictory()) {
        continue;
      }
      long before = Clock.now();
      CaseExplanation explanation = explainer.explain(patient.patient());
      judgement
          .populations()
          .forEach(
              (iri, answer) -> {
                if (!explanation.canExplain(iri)) {
                  return;
                }
                if (answer == Applicability.UNDETERMINED) {
                  explanation.missing(iri);
                } else {
                  explanation.decidingFacts(iri);
                  explanation.changes(iri, answer);
                }
              });
      full.add(Clock.secondsSince(before) * 1e3);
      before = Clock.now();
      explanation.nextQuestions(iri -> knowledge.recommendation(iri).isPresent() ? 1 : 0);
      next.add(Clock.secondsSince(before) * 1e3);
    }
    return new ExplanationTimes(
        full.size(),
        Clock.quantile(full, 0.5),
        Clock.quantile(full, 0.95),
        Clock.quantile(next, 0.5),
        Clock.quantile(next, 0.95));
  }
}
