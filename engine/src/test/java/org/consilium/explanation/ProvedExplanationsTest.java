package org.consilium.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeLoader;
import org.consilium.knowledge.Recommendation;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.GeneratedKnowledge;
import org.consilium.reasoning.Judgement;
import org.junit.jupiter.api.Test;

/** Explanations on generated knowledge hold up against the independent checker. */
class ProvedExplanationsTest {
  private static final int ANSWERS = 4_000;

  @Test
  void everyExplanationIsProved() {
    int determined = 0;
    int undetermined = 0;
    int contradictory = 0;
    List<String> mistakes = new ArrayList<>();
    for (long seed = 500; determined + undetermined < ANSWERS; seed++) {
      GeneratedKnowledge generated = new GeneratedKnowledge(seed, 30);
      Optional<KnowledgeBase> loaded = KnowledgeLoader.load(generated.files()).knowledge();
      if (loaded.isEmpty()) {
        continue;
      }
      KnowledgeBase knowledge = loaded.get();
      CompiledReasoner compiled = CompiledReasoner.of(knowledge);
      Explainer explainer = new Explainer(compiled.compiled());
      ProofChecker checker = ProofChecker.of(knowledge);
      PatientJsonReader reader = new PatientJsonReader(knowledge);
      Random random = new Random(seed);
      for (int i = 0; i < 12; i++) {
        PatientCase patient;
        try {
          patient = reader.read(generated.patient(random, 0.2 + 0.6 * random.nextDouble()));
        } catch (PatientException e) {
          continue;
        }
        Judgement judgement = compiled.judge(patient);
        CaseExplanation explanation = explainer.explain(patient);
        if (judgement.contradictory()) {
          contradictory++;
          checker
              .refuteContradiction(patient, explanation.contradiction())
              .ifPresent(mistakes::add);
          continue;
        }
        for (Recommendation recommendation : knowledge.recommendations("prostate")) {
          String iri = recommendation.iri();
          Applicability answer = judgement.of(iri);
          if (answer.isDetermined()) {
            determined++;
          } else {
            undetermined++;
          }
          long number = seed;
          checker
              .refute(
                  patient,
                  recommendation.population(),
                  answer,
                  answer.isDetermined() ? explanation.decidingFacts(iri) : List.of(),
                  answer.isDetermined() ? List.of() : explanation.allMissing(iri))
              .ifPresent(
                  mistake ->
                      mistakes.add(
                          number + " " + recommendation.id() + " " + answer + ": " + mistake));
        }
      }
    }
    System.out.println(
        "explanations proved: "
            + determined
            + " determined, "
            + undetermined
            + " undetermined, "
            + contradictory
            + " contradictory, "
            + mistakes.size()
            + " mistakes");
    assertEquals(List.of(), mistakes);
    assertTrue(undetermined > ANSWERS / 10 && contradictory > 0);
  }
}
