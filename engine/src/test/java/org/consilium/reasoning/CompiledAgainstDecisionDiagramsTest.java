package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeLoader;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.ExactnessGenerator.Outside;
import org.junit.jupiter.api.Test;

/**
 * The compiled reasoner agrees with binary decision diagrams of axioms, facts and populations, an
 * oracle that searches for nothing, as equal functions are the same diagram. It reads axioms and
 * facts for itself.
 */
class CompiledAgainstDecisionDiagramsTest {
  private static final long PAIRS = Long.getLong("consilium.exactness.pairs", 25_000);
  private static final long SEED = 20_000 + Long.getLong("consilium.exactness.seed", 0);
  private static final int POPULATIONS = 60;
  private static final int PATIENTS = 60;

  @Test
  void compiledAnswersAreThoseOfDecisionDiagramsOnGeneratedKnowledge() {
    ReasonerComparison comparison = new ReasonerComparison();
    int ontologies = 0;
    for (long seed = SEED; comparison.pairs() < PAIRS; seed++) {
      ExactnessGenerator generator = new ExactnessGenerator(seed, Outside.NONE, POPULATIONS);
      Optional<KnowledgeBase> knowledge = KnowledgeLoader.load(generator.files()).knowledge();
      if (knowledge.isEmpty()) {
        continue;
      }
      ontologies++;
      CompiledReasoner compiled = CompiledReasoner.of(knowledge.get());
      DecisionDiagramOracle oracle =
          new DecisionDiagramOracle(knowledge.get(), ExactnessGenerator.CANCER);
      PatientJsonReader reader = new PatientJsonReader(knowledge.get());
      Random random = new Random(seed);
      long number = seed;
      for (int i = 0; i < PATIENTS; i++) {
        CompiledAgainstHermitTest.read(
                reader, generator.patient(random, 0.1 + 0.6 * random.nextDouble()))
            .ifPresent(
                patient ->
                    comparison.compare(
                        "ontology " + number,
                        patient,
                        compiled.judge(patient),
                        oracle.judge(patient),
                        Set.of()));
      }
    }
    System.out.println(
        "compiled against decision diagrams, generated: "
            + ontologies
            + " ontologies, "
            + comparison.summary());
    assertEquals(List.of(), comparison.disagreements());
    assertTrue(comparison.contradictoryPatients() > 0, comparison.summary());
    for (Applicability answer : Applicability.values()) {
      assertTrue(comparison.share(answer) > 0.1, comparison.summary());
    }
  }

  @Test
  void compiledAnswersAreThoseOfDecisionDiagramsOnShippedKnowledge() throws Exception {
    ReasonerComparison comparison =
        ReasonerComparison.onShippedKnowledge(
            SEED,
            PAIRS / 600,
            (knowledge, cancer) -> new DecisionDiagramOracle(knowledge, cancer)::judge);
    System.out.println("compiled against decision diagrams, shipped: " + comparison.summary());
    assertEquals(List.of(), comparison.disagreements());
    assertTrue(comparison.contradictoryPatients() > 0, comparison.summary());
    for (Applicability answer : Applicability.values()) {
      assertTrue(comparison.share(answer) > 0, comparison.summary());
    }
  }
}
