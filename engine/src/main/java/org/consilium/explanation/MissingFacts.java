package org.consilium.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<Feature, State> guesses = new HashMap<>();
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
        guesses.put(feature, states.get(0));
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
    List<List<State>> choices = features.stream().map(open::get).toList();
    long combinations = 1;
    for (List<State> each : choices) {
      combinations *= each.size();
      if (combinations > MAXIMUM_COMBINATIONS) {
        throw new TooManyCombinationsException();
      }
    }
    return openUnder(List.of(List.of()), choices);
  }

  /**
   * Values under which the population stays open. What is decided by the values of some features
   * stays so whatever those of the others are, and is not followed further.
   *
   * @param partial values of some features, under which the population is open
   * @param choices the values of each of the other features
   * @return the values of all features, or empty if there are none
   */
  private List<State> openUnder(List<List<State>> partial, List<List<State>> choices) {
    if (choices.isEmpty()) {
      return partial.get(0);
    }
    List<State> next = choices.get(0);
    int combinations = partial.size() * next.size();
    for (int start = 0; start < combinations; start += Long.SIZE) {
      int lanes = Math.min(Long.SIZE, combinations - start);
      workspace.stateEverywhere(coded);
      for (int lane = 0; lane < lanes; lane++) {
        for (State state : partial.get((start + lane) / next.size())) {
          state.assume(workspace, lane);
        }
        next.get((start + lane) % next.size()).assume(workspace, lane);
      }
      workspace.run();
      List<List<State>> longer = new ArrayList<>();
      for (long left = stillOpen(lanes); left != 0; left &= left - 1) {
        int number = start + Long.numberOfTrailingZeros(left);
        List<State> states = new ArrayList<>(partial.get(number / next.size()));
        states.add(next.get(number % next.size()));
        longer.add(states);
      }
      if (!longer.isEmpty()) {
        List<State> found = openUnder(longer, choices.subList(1, choices.size()));
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return List.of();
  }

  private long stillOpen(int lanes) {
    long used = lanes == Long.SIZE ? -1L : (1L << lanes) - 1;
    return used & ~workspace.contradictory() & ~workspace.entailed(0) & ~workspace.refuted(0);
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
    List<Feature> others =
        open.keySet().stream()
            .filter(feature -> !values.containsKey(guesses.get(feature).feature()))
            .toList();
    Set<Feature> rest = new TreeSet<>();
    int next = 0;
    while (next < others.size()) {
      int end = Math.min(next + Long.SIZE, others.size());
      int right = rightGuesses(values, others.subList(next, end));
      for (Feature feature : others.subList(next, next + right)) {
        State guess = guesses.get(feature);
        values.put(guess.feature(), guess);
      }
      next += right;
      if (next < end) {
        Feature feature = others.get(next++);
        Optional<State> kept = choice(values, open.get(feature));
        if (kept.isPresent()) {
          guesses.put(feature, kept.get());
          values.put(kept.get().feature(), kept.get());
        } else {
          rest.add(feature);
        }
      }
    }
    if (rest.isEmpty()) {
      return false;
    }
    demands.add(rest);
    return true;
  }

  /**
   * How many features, from the first on, can all have the values that were found the last time and
   * leave the population open: lane n has the values of the first n + 1 of them.
   */
  private int rightGuesses(Map<Integer, State> values, List<Feature> features) {
    workspace.stateEverywhere(coded);
    values.values().forEach(value -> value.assumeEverywhere(workspace));
    long lanes = -1L;
    for (Feature feature : features) {
      guesses.get(feature).assumeIn(lanes, workspace);
      lanes <<= 1;
    }
    workspace.run();
    return Math.min(features.size(), Long.numberOfTrailingZeros(~stillOpen(features.size())));
  }

  /** The first value that leaves the population open. */
  private Optional<State> choice(Map<Integer, State> values, List<State> choices) {
    for (int start = 0; start < choices.size(); start += Long.SIZE) {
      int lanes = Math.min(Long.SIZE, choices.size() - start);
      workspace.stateEverywhere(coded);
      values.values().forEach(value -> value.assumeEverywhere(workspace));
      for (int lane = 0; lane < lanes; lane++) {
        choices.get(start + lane).assume(workspace, lane);
      }
      workspace.run();
      long stillOpen = stillOpen(lanes);
      if (stillOpen != 0) {
        return Optional.of(choices.get(start + Long.numberOfTrailingZeros(stillOpen)));
      }
    }
    return Optional.empty();
  }

  /** A set has more combinations of values than are tried. */
  static final class TooManyCombinationsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
