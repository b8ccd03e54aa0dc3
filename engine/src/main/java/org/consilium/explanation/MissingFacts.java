package org.consilium.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.consilium.explanation.States.State;
import org.consilium.knowledge.Feature;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.Workspace;

/**
 * What would have to be known: the smallest sets of open features such that, <em>whatever their
 * values turn out to be</em>, a population is decided.
 *
 * <p>The search is an implicit hitting set. A set that does not decide is refuted by values under
 * which the answer stays open; these values are extended to as many features as possible, and every
 * deciding set must contain one of the features that are left. The candidates are the smallest sets
 * that meet all these demands; those that are not refuted in their turn are the answer, and all of
 * them.
 */
final class MissingFacts {
  /** Combinations of values that are tried to see whether one set decides. */
  static final int MAXIMUM_COMBINATIONS = 1 << 16;

  /** At most so many sets are returned. */
  static final int MAXIMUM_SETS = 64;

  private final Map<Feature, List<State>> open = new TreeMap<>();
  private final Workspace workspace;
  private final CodedCase coded;
  private final List<Set<Feature>> demands = new ArrayList<>();

  /**
   * @param decision number of a population that is undetermined
   */
  MissingFacts(CompiledCancer cancer, PatientCase patient, CodedCase coded, int decision) {
    this.coded = coded;
    this.workspace = cancer.workspace(decision);
    for (Feature feature : cancer.relevantFeatures(decision)) {
      List<State> states = States.open(cancer, decision, feature, patient);
      if (states.size() > 1) {
        open.put(feature, states);
      }
    }
  }

  /**
   * The deciding sets, each ordered by feature key, the smallest first.
   *
   * @param all whether to return, beyond the smallest, all sets of which nothing can be left out
   * @throws TooManyCombinationsException if a set has too many values to be tried
   */
  List<List<Feature>> search(boolean all) {
    Set<Set<Feature>> deciding = new HashSet<>();
    boolean refined = true;
    while (refined) {
      refined = false;
      List<Set<Feature>> candidates = HittingSets.minimal(demands);
      int smallest = candidates.stream().mapToInt(Set::size).min().orElse(0);
      for (Set<Feature> candidate : candidates) {
        if ((!all && candidate.size() > smallest) || deciding.contains(candidate)) {
          continue;
        }
        List<State> refutation = refutation(List.copyOf(candidate));
        if (refutation.isEmpty() && !candidate.isEmpty()) {
          deciding.add(candidate);
        } else if (demand(refutation)) {
          refined = true;
          break;
        } else {
          return List.of();
        }
      }
      if (deciding.size() >= MAXIMUM_SETS) {
        break;
      }
    }
    int smallest = deciding.stream().mapToInt(Set::size).min().orElse(0);
    return deciding.stream()
        .filter(set -> all || set.size() == smallest)
        .map(set -> set.stream().sorted().toList())
        .sorted(Comparator.<List<Feature>>comparingInt(List::size).thenComparing(List::toString))
        .limit(MAXIMUM_SETS)
        .toList();
  }

  /**
   * Values of the features under which the population stays open; empty if there are none, so that
   * the features decide. For no features at all the refutation is empty, too.
   */
  private List<State> refutation(List<Feature> features) {
    long combinations = 1;
    for (Feature feature : features) {
      combinations *= open.get(feature).size();
      if (combinations > MAXIMUM_COMBINATIONS) {
        throw new TooManyCombinationsException();
      }
    }
    for (long start = 0; start < combinations; start += Long.SIZE) {
      int lanes = (int) Math.min(Long.SIZE, combinations - start);
      workspace.stateEverywhere(coded);
      for (int lane = 0; lane < lanes; lane++) {
        for (State state : combination(features, start + lane)) {
          state.assume(workspace, lane);
        }
      }
      workspace.run();
      long stillOpen = stillOpen(lanes);
      if (stillOpen != 0) {
        return combination(features, start + Long.numberOfTrailingZeros(stillOpen));
      }
    }
    return List.of();
  }

  private long stillOpen(int lanes) {
    long used = lanes == Long.SIZE ? -1L : (1L << lanes) - 1;
    return used & ~workspace.contradictory() & ~workspace.entailed(0) & ~workspace.refuted(0);
  }

  private List<State> combination(List<Feature> features, long number) {
    List<State> states = new ArrayList<>();
    long rest = number;
    for (Feature feature : features) {
      List<State> choices = open.get(feature);
      states.add(choices.get((int) (rest % choices.size())));
      rest /= choices.size();
    }
    return states;
  }

  /**
   * Extends values that leave the population open to as many features as possible; one of the
   * features that are left over must be known.
   *
   * @return false if none is left over, so that no set decides
   */
  private boolean demand(List<State> refutation) {
    Map<Integer, State> values = new LinkedHashMap<>();
    refutation.forEach(state -> values.put(state.feature(), state));
    Set<Feature> rest = new TreeSet<>();
    for (Map.Entry<Feature, List<State>> entry : open.entrySet()) {
      List<State> choices = entry.getValue();
      if (values.containsKey(choices.get(0).feature())) {
        continue;
      }
      State kept = null;
      for (int start = 0; start < choices.size() && kept == null; start += Long.SIZE) {
        int lanes = Math.min(Long.SIZE, choices.size() - start);
        workspace.stateEverywhere(coded);
        for (int lane = 0; lane < lanes; lane++) {
          for (State value : values.values()) {
            value.assume(workspace, lane);
          }
          choices.get(start + lane).assume(workspace, lane);
        }
        workspace.run();
        long stillOpen = stillOpen(lanes);
        if (stillOpen != 0) {
          kept = choices.get(start + Long.numberOfTrailingZeros(stillOpen));
        }
      }
      if (kept == null) {
        rest.add(entry.getKey());
      } else {
        values.put(kept.feature(), kept);
      }
    }
    if (rest.isEmpty()) {
      return false;
    }
    demands.add(rest);
    return true;
  }

  /** A set has more combinations of values than are tried. */
  static final class TooManyCombinationsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
