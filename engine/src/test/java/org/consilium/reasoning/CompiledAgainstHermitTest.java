package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.consilium.knowledge.KnowledgeLoader;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.PreparedKnowledge;
import org.consilium.knowledge.ProblemCode;
import org.consilium.knowledge.Recommendation;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.ExactnessGenerator.Outside;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The compiled reasoner gives the answers of HermiT, whatever the ontology, the population and the
 * patient. How many pairs of patient and population are compared is set with {@code
 * -Dconsilium.exactness.pairs}, which ontologies with {@code -Dconsilium.exactness.seed}.
 */
class CompiledAgainstHermitTest {
  private static final long PAIRS = Long.getLong("consilium.exactness.pairs", 25_000);
  private static final long SEED = Long.getLong("consilium.exactness.seed", 0);
  private static final int THREADS = 2;
  private static final int POPULATIONS = 44;
  private static final int PATIENTS = 24;

  /** Reads a description, unless chance made it invalid. */
  static Optional<PatientCase> read(PatientJsonReader reader, ObjectNode description) {
    try {
      return Optional.of(reader.read(description));
    } catch (PatientException e) {
      return Optional.empty();
    }
  }

  /** Compares on one generated ontology; those that chance made invalid count for nothing. */
  private static void compare(
      long seed, Outside outside, int patients, ReasonerComparison comparison) {
    ExactnessGenerator generator = new ExactnessGenerator(seed, outside, POPULATIONS);
    Optional<KnowledgeBase> knowledge = KnowledgeLoader.load(generator.files()).knowledge();
    if (knowledge.isEmpty()) {
      return;
    }
    CompiledReasoner compiled = CompiledReasoner.of(knowledge.get());
    HermitReasoner hermit = HermitReasoner.of(knowledge.get());
    CompiledCancer cancer = compiled.compiled().cancer(ExactnessGenerator.CANCER);
    PatientJsonReader reader = new PatientJsonReader(knowledge.get());
    Random random = new Random(seed);
    for (int i = 0; i < patients; i++) {
      read(reader, generator.patient(random, 0.1 + 0.6 * random.nextDouble()))
          .ifPresent(
              patient ->
                  comparison.compare(
                      "ontology " + seed + " " + outside,
                      patient,
                      compiled.judge(patient),
                      hermit.judge(patient),
                      cancer.fallback().keySet()));
    }
  }

  @Test
  void compiledAnswersAreThoseOfHermitOnGeneratedKnowledge()
      throws InterruptedException, ExecutionException {
    ReasonerComparison comparison = new ReasonerComparison();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Outside[] kinds = Outside.values();
      for (long seed = SEED; comparison.pairs() < PAIRS; seed += 4) {
        List<Future<?>> batch = new ArrayList<>();
        for (long next = seed; next < seed + 4; next++) {
          long number = next;
          batch.add(threads.submit(() -> compare(number, Outside.NONE, PATIENTS, comparison)));
        }
        Outside outside = kinds[(int) (1 + (seed - SEED) / 4 % (kinds.length - 1))];
        long number = seed;
        batch.add(threads.submit(() -> compare(number, outside, 2, comparison)));
        for (Future<?> part : batch) {
          part.get();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.println("compiled against HermiT, generated: " + comparison.summary());
    assertEquals(List.of(), comparison.disagreements());
    assertTrue(comparison.contradictoryPatients() >= PAIRS / 250, comparison.summary());
    assertTrue(comparison.fallbackPairs() >= PAIRS / 250, comparison.summary());
    for (Applicability answer : Applicability.values()) {
      assertTrue(comparison.share(answer) > 0.1, comparison.summary());
    }
  }

  @Test
  void compiledAnswersAreThoseOfHermitOnShippedKnowledgeWithRandomPatients() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    CompiledReasoner compiled = CompiledReasoner.of(knowledge);
    HermitReasoner hermit = HermitReasoner.of(knowledge);
    PatientJsonReader reader = new PatientJsonReader(knowledge);
    ReasonerComparison comparison = new ReasonerComparison();
    for (String cancer : knowledge.cancers()) {
      List<Population> populations =
          knowledge.recommendations(cancer).stream().map(Recommendation::population).toList();
      Random random = new Random(SEED);
      long enough = comparison.pairs() + Math.max(1, PAIRS / 20_000) * populations.size() * 4;
      while (comparison.pairs() < enough) {
        read(
                reader,
                RandomFacts.patient(
                    random,
                    knowledge.vocabulary(cancer).orElseThrow(),
                    populations,
                    0.3 * random.nextDouble()))
            .ifPresent(
                patient ->
                    comparison.compare(
                        cancer,
                        patient,
                        compiled.judge(patient),
                        hermit.judge(patient),
                        compiled.compiled().cancer(cancer).fallback().keySet()));
      }
    }
    System.out.println("compiled against HermiT, shipped: " + comparison.summary());
    assertEquals(List.of(), comparison.disagreements());
  }

  /** Nothing outside the fragment is passed over: it is refused, reported, or left to HermiT. */
  @ParameterizedTest
  @EnumSource(Outside.class)
  void whatIsOutsideTheFragmentIsNoticed(Outside outside) {
    if (outside == Outside.NONE || outside == Outside.AXIOM_EMPTY_CLASS) {
      return;
    }
    KnowledgeLoader.Result result =
        KnowledgeLoader.load(new ExactnessGenerator(SEED + 1, outside, 4).files());
    if (outside == Outside.AXIOM_CONDITIONAL_RANGE) {
      assertTrue(result.knowledge().isEmpty(), "a feature whose values are given for some cases");
      return;
    }
    CompiledCancer cancer =
        CompiledKnowledge.of(result.knowledge().orElseThrow()).cancer(ExactnessGenerator.CANCER);
    assertFalse(cancer.fallback().isEmpty(), "all was compiled");
    assertThrows(
        IllegalArgumentException.class,
        () -> PreparedKnowledge.of(result.knowledge().orElseThrow()),
        "prepared without the OWL that is needed");
    boolean axiom = !outside.name().startsWith("POPULATION");
    assertEquals(axiom, cancer.populations().isEmpty());
    assertTrue(
        result.problems().stream()
            .anyMatch(
                problem ->
                    problem.code()
                            == (axiom
                                ? ProblemCode.AXIOM_OUTSIDE_FRAGMENT
                                : ProblemCode.OUTSIDE_FRAGMENT)
                        || problem.code() == ProblemCode.FOREIGN_FEATURE),
        "no report");
  }

  @Test
  void datatypesThatCannotBeDecidedExactlyAreRefused() {
    for (String datatype : List.of("xsd:double", "xsd:date", "xsd:string", "xsd:float")) {
      KnowledgeFiles files = new ExactnessGenerator(SEED + 1, Outside.NONE, 1).files();
      List<KnowledgeFile> changed = new ArrayList<>();
      for (KnowledgeFile file : files.files()) {
        if (file.path().equals("ontology/prostate.ttl")) {
          changed.add(
              new KnowledgeFile(
                  file.path(),
                  file.text().replaceAll("rdfs:range xsd:boolean", "rdfs:range " + datatype)));
        }
      }
      KnowledgeLoader.Result result = KnowledgeLoader.load(files.with(changed));
      assertTrue(result.knowledge().isEmpty(), datatype);
      assertTrue(
          result.problems().stream().anyMatch(p -> p.code() == ProblemCode.FEATURE_INVALID),
          datatype);
    }
  }
}
