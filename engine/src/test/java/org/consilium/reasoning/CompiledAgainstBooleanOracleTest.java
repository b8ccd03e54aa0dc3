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
 * The compiled reasoner agrees with satisfiability tests of the axioms in propositional logic, an
 * oracle fast enough for many more patients than HermiT.
 */
class CompiledAgainstBooleanOracleTest {
  private static final long PAIRS = 12 * Long.getLong("consilium.exactness.pairs", 25_000);
  private static final long SEED = 10_000 + Long.getLong("consilium.exactness.seed", 0);

  @Test
  void compiledAnswersAreThoseOfPropositionalLogicOnGeneratedKnowledge() {
    ReasonerComparison comparison = new ReasonerComparison();
    for (long seed = SEED; comparison.pairs() < PAIRS; seed++) {
      ExactnessGenerator generator = new ExactnessGenerator(seed, Outside.NONE, 100);
      Optional<KnowledgeBase> knowledge = KnowledgeLoader.load(generator.files()).knowledge();
      if (knowledge.isEmpty()) {
        continue;
      }
      CompiledReasoner compiled = CompiledReasoner.of(knowledge.get());
      BooleanOracle oracle = new BooleanOracle(knowledge.get(), ExactnessGenerator.CANCER);
      PatientJsonReader reader = new PatientJsonReader(knowledge.get());
      Random random = new Random(seed);
      long number = seed;
      for (int i = 0; i < 150; i++) {
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
    System.out.println("compiled against propositional logic, generated: " + comparison.summary());
    assertEquals(List.of(), comparison.disagreements());
    for (Applicability answer : Applicability.values()) {
      assertTrue(comparison.share(answer) > 0.1, comparison.summary());
    }
  }

  @Test
  void compiledAnswersAreThoseOfPropositionalLogicOnShippedKnowledge() throws Exception {
    ReasonerComparison comparison =
        ReasonerComparison.onShippedKnowledge(
            SEED,
            PAIRS / 3_000,
            (knowledge, cancer) -> new BooleanOracle(knowledge, cancer)::judge);
    System.out.println("compiled against propositional logic, shipped: " + comparison.summary());
    assertEquals(List.of(), comparison.disagreements());
    assertTrue(comparison.contradictoryPatients() > 0, comparison.summary());
  }
}
