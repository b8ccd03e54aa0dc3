package org.consilium.publication;

import java.util.List;
import java.util.Optional;
import org.consilium.bench.SyntheticPatients;
import org.consilium.bench.SyntheticPatients.Patient;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientException;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.HermitReasoner;
import org.consilium.reasoning.Judgement;
import org.consilium.recommendation.AdviceVerification;
import org.consilium.recommendation.Recommender;

/**
 * Holds the compiled form of knowledge to HermiT and to the independent checker on generated
 * patients, before it is published: a sample, where the tests of this program prove the method.
 */
final class CompiledProof {
  private static final long SEED = 20_260_101;
  private static final int PATIENTS = 12;
  private static final int LEAST_PATIENTS = 2;
  private static final int EXPLAINED = 2;

  private CompiledProof() {}

  /**
   * Compares answers.
   *
   * @param nanoseconds after this time only the least number of patients of each cancer is compared
   * @return the first disagreement in words, or empty if there is none
   */
  static Optional<String> refute(
      KnowledgeBase knowledge, CompiledReasoner compiled, long nanoseconds) {
    long start = System.nanoTime();
    HermitReasoner hermit = HermitReasoner.of(knowledge);
    Recommender recommender = new Recommender(knowledge, compiled);
    for (String cancer : knowledge.cancers()) {
      List<Patient> patients =
          new SyntheticPatients(knowledge, cancer, 0.4, 0.3, 0.1, SEED).make(PATIENTS);
      for (int i = 0; i < patients.size(); i++) {
        if (i >= LEAST_PATIENTS && System.nanoTime() - start > nanoseconds) {
          break;
        }
        Patient patient = patients.get(i);
        Judgement judgement = compiled.judge(patient.patient());
        if (!judgement.equals(hermit.judge(patient.patient()))) {
          return Optional.of(
              "the compiled form and HermiT disagree on a patient: " + patient.json());
        }
        if (i < EXPLAINED && !judgement.contradictory()) {
          Optional<String> refuted = refute(knowledge, recommender, patient);
          if (refuted.isPresent()) {
            return refuted;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> refute(
      KnowledgeBase knowledge, Recommender recommender, Patient patient) {
    try {
      return AdviceVerification.of(recommender.advise(patient.patient(), true), knowledge)
          .refuted()
          .stream()
          .findFirst()
          .map(fault -> "the checker refutes an answer: " + fault + "; " + patient.json());
    } catch (PatientException e) {
      return Optional.of("a patient is refused: " + patient.json());
    }
  }
}
