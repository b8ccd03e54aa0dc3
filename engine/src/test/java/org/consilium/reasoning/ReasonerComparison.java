package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Recommendation;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;

/** Compares the answers of two reasoners and counts; safe to share between threads. */
final class ReasonerComparison {
  private final AtomicLong patients = new AtomicLong();
  private final AtomicLong contradictory = new AtomicLong();
  private final AtomicLong fallback = new AtomicLong();
  private final Map<Applicability, AtomicLong> answers = new EnumMap<>(Applicability.class);
  private final List<String> disagreements = Collections.synchronizedList(new ArrayList<>());

  ReasonerComparison() {
    for (Applicability answer : Applicability.values()) {
      answers.put(answer, new AtomicLong());
    }
  }

  /**
   * Compares two judgements of one patient.
   *
   * @param what names the knowledge and the patient in reports
   * @param notCompiled populations that the compiled reasoner leaves to HermiT
   */
  void compare(
      String what,
      PatientCase patient,
      Judgement compiled,
      Judgement reference,
      java.util.Set<String> notCompiled) {
    patients.incrementAndGet();
    if (compiled.contradictory() != reference.contradictory()) {
      disagreements.add(
          what
              + ": contradictory "
              + compiled.contradictory()
              + ", should be "
              + reference.contradictory()
              + " for "
              + patient.facts());
      return;
    }
    if (reference.contradictory()) {
      contradictory.incrementAndGet();
      return;
    }
    reference
        .populations()
        .forEach(
            (iri, right) -> {
              answers.get(right).incrementAndGet();
              if (notCompiled.contains(iri)) {
                fallback.incrementAndGet();
              }
              Applicability found = compiled.populations().get(iri);
              if (found != right) {
                disagreements.add(
                    what
                        + ": "
                        + iri
                        + " is "
                        + found
                        + ", should be "
                        + right
                        + " for "
                        + patient.facts());
              }
            });
  }

  /** Pairs of a patient whose facts are consistent and a population. */
  long pairs() {
    return answers.values().stream().mapToLong(AtomicLong::get).sum();
  }

  long patients() {
    return patients.get();
  }

  long contradictoryPatients() {
    return contradictory.get();
  }

  long fallbackPairs() {
    return fallback.get();
  }

  double share(Applicability answer) {
    return pairs() == 0 ? 0 : answers.get(answer).get() / (double) pairs();
  }

  List<String> disagreements() {
    return List.copyOf(disagreements);
  }

  /** The counts in one line. */
  String summary() {
    return String.format(
        java.util.Locale.ROOT,
        "%d pairs, %d patients of whom %d contradictory, %d pairs by fallback, %.0f %% apply, "
            + "%.0f %% do not, %.0f %% undetermined, %d disagreements",
        pairs(),
        patients(),
        contradictoryPatients(),
        fallbackPairs(),
        100 * share(Applicability.APPLIES),
        100 * share(Applicability.DOES_NOT_APPLY),
        100 * share(Applicability.UNDETERMINED),
        disagreements.size());
  }

  /**
   * Compares the compiled reasoner with an oracle on random patients and all populations of each
   * shipped cancer.
   *
   * @param patients how many patients are drawn for each cancer
   * @param oracle makes the judge of one cancer
   */
  static ReasonerComparison onShippedKnowledge(
      long seed,
      long patients,
      BiFunction<KnowledgeBase, String, Function<PatientCase, Judgement>> oracle)
      throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    CompiledReasoner compiled = CompiledReasoner.of(knowledge);
    PatientJsonReader reader = new PatientJsonReader(knowledge);
    ReasonerComparison comparison = new ReasonerComparison();
    for (String cancer : knowledge.cancers()) {
      Function<PatientCase, Judgement> judge = oracle.apply(knowledge, cancer);
      List<Population> populations =
          knowledge.recommendations(cancer).stream().map(Recommendation::population).toList();
      Random random = new Random(seed);
      for (long i = 0; i < patients; i++) {
        CompiledAgainstHermitTest.read(
                reader,
                RandomFacts.patient(
                    random,
                    knowledge.vocabulary(cancer).orElseThrow(),
                    populations,
                    0.4 * random.nextDouble()))
            .ifPresent(
                patient ->
                    comparison.compare(
                        cancer, patient, compiled.judge(patient), judge.apply(patient), Set.of()));
      }
    }
    return comparison;
  }
}
