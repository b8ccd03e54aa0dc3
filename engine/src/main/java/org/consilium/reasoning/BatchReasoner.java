package org.consilium.reasoning;

import java.util.Arrays;
import org.consilium.patient.PatientCase;

/**
 * Decides coded cases of one cancer, 64 at a time, and allocates nothing while it does. Holds the
 * working memory of one thread.
 *
 * <p>It answers for the compiled populations, {@link CompiledCancer#compiledPopulations}; those in
 * {@link CompiledCancer#fallback} need {@link CompiledReasoner}.
 */
public final class BatchReasoner {
  /** Receives answers. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one answer.
     *
     * @param number number of the case among the coded cases
     * @param answer valid until this call returns
     */
    void answer(int number, BatchAnswer answer);
  }

  private final FactDictionary dictionary;
  private final Workspace workspace;
  private final int populations;
  private final long[] lanesOfFact;
  private final long[] applies;
  private final long[] undetermined;
  private final BatchAnswer answer;
  private final CodedCases single = new CodedCases();

  public BatchReasoner(CompiledCancer cancer) {
    this.dictionary = cancer.dictionary();
    this.workspace = cancer.workspace();
    this.populations = cancer.populations().size();
    int rows = (populations + Long.SIZE - 1) / Long.SIZE * Long.SIZE;
    this.lanesOfFact = new long[dictionary.count()];
    this.applies = new long[rows];
    this.undetermined = new long[rows];
    this.answer = new BatchAnswer(populations, applies, undetermined);
  }

  /** Decides all coded cases, in their order. */
  public void judge(CodedCases cases, Sink sink) {
    for (int first = 0; first < cases.count(); first += Long.SIZE) {
      int count = Math.min(Long.SIZE, cases.count() - first);
      decide(cases, first, count);
      turnToCases();
      for (int lane = 0; lane < count; lane++) {
        sink.answer(first + lane, answer(lane));
      }
    }
  }

  /** Decides one case, which is bit 0 of the answers. */
  void decide(PatientCase patient) {
    single.clear();
    dictionary.code(patient, single);
    decide(single, 0, 1);
  }

  /**
   * Decides up to 64 coded cases; {@link #contradictory}, {@link #applying} and {@link
   * #undetermined} then say for each population in which of them, bit by bit.
   *
   * @param first number of the first case
   * @param count how many cases, at most 64; bits beyond are without meaning
   */
  public void decide(CodedCases cases, int first, int count) {
    workspace.clear();
    int[] facts = cases.facts();
    for (int lane = 0; lane < count; lane++) {
      long bit = 1L << lane;
      int end = cases.end(first + lane);
      for (int i = cases.start(first + lane); i < end; i++) {
        lanesOfFact[facts[i]] |= bit;
      }
    }
    dictionary.state(workspace.words(), lanesOfFact);
    Arrays.fill(lanesOfFact, 0);
    workspace.run();
  }

  /** The cases whose facts contradict each other or the ontology. */
  public long contradictory() {
    return workspace.contradictory();
  }

  /** The cases to which a population applies. */
  public long applying(int population) {
    return workspace.entailed(population) & ~workspace.contradictory();
  }

  /** The cases of which the known facts do not decide whether a population applies. */
  public long undetermined(int population) {
    return ~(workspace.entailed(population)
        | workspace.refuted(population)
        | workspace.contradictory());
  }

  /** The answer for one population and a case that is not contradictory. */
  Applicability applicability(int population, int lane) {
    return workspace.applicability(population, lane);
  }

  /** The answer for one case, after {@link #turnToCases}. */
  BatchAnswer answer(int lane) {
    answer.moveTo(lane, (contradictory() >>> lane & 1) == 1);
    return answer;
  }

  /** From one word of cases for each population to words of populations for each case. */
  void turnToCases() {
    long consistent = ~workspace.contradictory();
    for (int population = 0; population < populations; population++) {
      long entailed = workspace.entailed(population);
      applies[population] = entailed & consistent;
      undetermined[population] = ~(entailed | workspace.refuted(population)) & consistent;
    }
    // Rows beyond the last population hold what the last turn left there.
    Arrays.fill(applies, populations, applies.length, 0);
    Arrays.fill(undetermined, populations, undetermined.length, 0);
    for (int first = 0; first < applies.length; first += Long.SIZE) {
      BitSquare.transpose(applies, first);
      BitSquare.transpose(undetermined, first);
    }
  }
}
