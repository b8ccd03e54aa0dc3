package org.consilium.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.consilium.knowledge.Feature;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.Workspace;

/**
 * Why an answer holds: a smallest subset of the known facts that already decides it, or that is
 * already contradictory. Sixty-four subsets are tried in one run of the circuit.
 */
final class SufficientFacts {
  /** Up to so many subsets are tried before a subset that is only minimal is returned. */
  static final int MAXIMUM_SUBSETS = 100_000;

  private final CompiledCancer cancer;
  private final CodedCase coded;
  private final Workspace workspace;
  private final List<Feature> candidates;
  private final LongSupplier holds;

  private SufficientFacts(
      CompiledCancer cancer,
      CodedCase coded,
      Workspace workspace,
      List<Feature> candidates,
      LongSupplier holds) {
    this.cancer = cancer;
    this.coded = coded;
    this.workspace = workspace;
    this.candidates = candidates;
    this.holds = holds;
  }

  /**
   * A smallest set of known features whose facts decide a population as all facts do.
   *
   * @param decision number of a population or criterion that is determined
   */
  static List<Feature> deciding(
      CompiledCancer cancer, PatientCase patient, CodedCase coded, int decision) {
    Workspace workspace = cancer.workspace(decision);
    workspace.stateEverywhere(coded);
    workspace.run();
    boolean applies = (workspace.entailed(0) & 1) == 1;
    List<Feature> spoken =
        cancer.spokenFeatures(decision).stream().filter(patient.facts()::containsKey).toList();
    List<Feature> candidates = new ArrayList<>(spoken);
    cancer.relevantFeatures(decision).stream()
        .filter(patient.facts()::containsKey)
        .filter(feature -> !spoken.contains(feature))
        .forEach(candidates::add);
    return new SufficientFacts(
            cancer,
            coded,
            workspace,
            candidates,
            () -> applies ? workspace.entailed(0) : workspace.refuted(0))
        .search();
  }

  /** A smallest set of known features whose facts contradict each other or the ontology. */
  static List<Feature> contradictory(CompiledCancer cancer, PatientCase patient) {
    Workspace workspace = cancer.workspace();
    return new SufficientFacts(
            cancer,
            cancer.code(patient),
            workspace,
            List.copyOf(patient.facts().keySet()),
            workspace::contradictory)
        .search();
  }

  private List<Feature> search() {
    if (sufficient(List.of(List.of())) == 0) {
      return List.of();
    }
    List<Feature> needed = needed();
    if (sufficient(List.of(needed)) == 0) {
      return needed;
    }
    List<Feature> optional =
        candidates.stream().filter(feature -> !needed.contains(feature)).toList();
    int tried = 0;
    for (int size = 1; size < optional.size(); size++) {
      List<List<Feature>> batch = new ArrayList<>();
      int[] chosen = first(size);
      while (chosen.length > 0) {
        List<Feature> subset = new ArrayList<>(needed);
        for (int index : chosen) {
          subset.add(optional.get(index));
        }
        batch.add(subset);
        chosen = next(chosen, optional.size());
        if (batch.size() == Long.SIZE || chosen.length == 0) {
          int found = sufficient(batch);
          if (found >= 0) {
            return batch.get(found);
          }
          tried += batch.size();
          batch.clear();
          if (tried > MAXIMUM_SUBSETS) {
            return minimal();
          }
        }
      }
    }
    return candidates;
  }

  /** The facts without which all others do not suffice. */
  private List<Feature> needed() {
    List<Feature> needed = new ArrayList<>();
    for (int start = 0; start < candidates.size(); start += Long.SIZE) {
      int end = Math.min(start + Long.SIZE, candidates.size());
      workspace.stateEverywhere(coded);
      for (int i = start; i < end; i++) {
        workspace.forget(i - start, cancer.space().position(candidates.get(i)));
      }
      workspace.run();
      long suffices = holds.getAsLong();
      for (int i = start; i < end; i++) {
        if ((suffices >>> (i - start) & 1) == 0) {
          needed.add(candidates.get(i));
        }
      }
    }
    return needed;
  }

  /** Leaves out one fact after the other as long as the rest suffices. */
  private List<Feature> minimal() {
    List<Feature> kept = new ArrayList<>(candidates);
    for (int i = candidates.size() - 1; i >= 0; i--) {
      List<Feature> fewer = new ArrayList<>(kept);
      fewer.remove(candidates.get(i));
      if (sufficient(List.of(fewer)) == 0) {
        kept = fewer;
      }
    }
    return kept;
  }

  /** The first of up to 64 subsets whose facts suffice, or -1. */
  private int sufficient(List<List<Feature>> subsets) {
    workspace.clear();
    for (int lane = 0; lane < subsets.size(); lane++) {
      for (Feature feature : subsets.get(lane)) {
        workspace.state(lane, coded, cancer.space().position(feature));
      }
    }
    workspace.run();
    long suffices = holds.getAsLong();
    for (int lane = 0; lane < subsets.size(); lane++) {
      if ((suffices >>> lane & 1) == 1) {
        return lane;
      }
    }
    return -1;
  }

  private static int[] first(int size) {
    int[] chosen = new int[size];
    for (int i = 0; i < size; i++) {
      chosen[i] = i;
    }
    return chosen;
  }

  /** The next combination in lexical order, or an empty array after the last. */
  private static int[] next(int[] chosen, int count) {
    int[] following = chosen.clone();
    for (int i = following.length - 1; i >= 0; i--) {
      if (following[i] < count - following.length + i) {
        following[i]++;
        for (int j = i + 1; j < following.length; j++) {
          following[j] = following[j - 1] + 1;
        }
        return following;
      }
    }
    return new int[0];
  }
}
