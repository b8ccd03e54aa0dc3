package org.consilium.reasoning;

import java.util.BitSet;
import org.consilium.knowledge.Feature;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;

/**
 * Working memory of one thread: up to 64 cases, their facts, and after a run their answers. It is
 * reused from batch to batch and allocates nothing after construction.
 */
public final class Workspace {
  private final CompiledCancer cancer;
  private final Circuit circuit;
  private final long[] words;

  Workspace(CompiledCancer cancer, Circuit circuit) {
    this.cancer = cancer;
    this.circuit = circuit;
    this.words = new long[circuit.words()];
    clear();
  }

  /** Forgets all facts of all lanes. */
  public void clear() {
    cancer.inputs().clear(words);
  }

  /** The raw words, for coded facts. */
  long[] words() {
    return words;
  }

  public void state(int lane, PatientCase patient) {
    cancer.inputs().state(words, lane, patient);
  }

  /** Forgets everything and states all facts of a case in all lanes. */
  public void stateEverywhere(CodedCase coded) {
    clear();
    for (int feature = 0; feature < cancer.space().count(); feature++) {
      if (coded.knows(feature)) {
        for (int word : coded.raised(feature)) {
          words[word] = -1L;
        }
      }
    }
  }

  /** States what a case knows of one feature, in one lane. */
  public void state(int lane, CodedCase coded, int feature) {
    long bit = 1L << lane;
    for (int word : coded.raised(feature)) {
      words[word] |= bit;
    }
  }

  public void state(int lane, Feature feature, FeatureValue value) {
    cancer.inputs().state(words, lane, feature, value);
  }

  public void forget(int lane, int feature) {
    cancer.inputs().forget(words, lane, feature);
  }

  /**
   * States that the single value of a feature lies in some cells.
   *
   * @param lanes a bit for each lane in which to state it
   */
  public void restrict(long lanes, int feature, BitSet possible) {
    cancer.inputs().restrict(words, lanes, feature, possible);
  }

  /** States, in some lanes, that a many-valued feature has no value in some cells. */
  public void exclude(long lanes, int feature, BitSet absent) {
    cancer.inputs().exclude(words, lanes, feature, absent);
  }

  /** States, in some lanes, that a many-valued feature has a value in some cells. */
  public void include(long lanes, int feature, BitSet present) {
    cancer.inputs().include(words, lanes, feature, present);
  }

  public void run() {
    circuit.run(words);
  }

  /** The lanes whose facts contradict each other or the ontology. */
  public long contradictory() {
    return circuit.output(words, 0);
  }

  /** The lanes whose facts entail membership; in a cone the only population is number 0. */
  public long entailed(int population) {
    return circuit.output(words, 1 + 2 * population);
  }

  /** The lanes whose facts entail that the case is no member. */
  public long refuted(int population) {
    return circuit.output(words, 2 + 2 * population);
  }

  /** The answer of one lane that is not contradictory. */
  public Applicability applicability(int population, int lane) {
    if ((entailed(population) >>> lane & 1) == 1) {
      return Applicability.APPLIES;
    }
    return (refuted(population) >>> lane & 1) == 1
        ? Applicability.DOES_NOT_APPLY
        : Applicability.UNDETERMINED;
  }
}
