package org.consilium.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.consilium.explanation.States.State;
import org.consilium.knowledge.Feature;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.Workspace;

/**
 * What would change an answer: the fewest known facts that, if they were otherwise, would turn
 * "applies" into "does not apply" or the reverse; or, where open facts forbid that, would leave the
 * answer undetermined.
 *
 * <p>Only facts without which the answer is no longer entailed can change it; so first the facts
 * are forgotten, and only where that opens the answer are other values tried.
 */
final class ChangedFacts {
  /** Changes of more facts than this are not searched for. */
  static final int MAXIMUM_CHANGES = 2;

  private final CompiledCancer cancer;
  private final PatientCase patient;
  private final CodedCase coded;
  private final int decision;
  private final boolean applies;
  private final Workspace workspace;

  private ChangedFacts(
      CompiledCancer cancer,
      PatientCase patient,
      CodedCase coded,
      int decision,
      Applicability answer) {
    this.cancer = cancer;
    this.patient = patient;
    this.coded = coded;
    this.decision = decision;
    this.applies = answer == Applicability.APPLIES;
    this.workspace = cancer.workspace(decision);
  }

  /**
   * The nearest changes; empty if there is none of at most {@link #MAXIMUM_CHANGES} facts.
   *
   * @param decision number of a population that is determined
   */
  static List<Change> nearest(
      CompiledCancer cancer,
      PatientCase patient,
      CodedCase coded,
      int decision,
      Applicability answer) {
    return new ChangedFacts(cancer, patient, coded, decision, answer).search();
  }

  private List<Change> search() {
    List<Feature> known =
        cancer.relevantFeatures(decision).stream().filter(patient.facts()::containsKey).toList();
    List<List<Feature>> sets = known.stream().map(List::of).toList();
    for (int size = 1; size <= MAXIMUM_CHANGES; size++) {
      List<List<Feature>> opening = opening(sets);
      if (!opening.isEmpty()) {
        return changes(opening);
      }
      sets = pairs(known);
    }
    return List.of();
  }

  private static List<List<Feature>> pairs(List<Feature> known) {
    List<List<Feature>> pairs = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      for (int j = i + 1; j < known.size(); j++) {
        pairs.add(List.of(known.get(i), known.get(j)));
      }
    }
    return pairs;
  }

  /** The sets of facts without which the answer is not entailed. */
  private List<List<Feature>> opening(List<List<Feature>> sets) {
    List<List<Feature>> opening = new ArrayList<>();
    for (int start = 0; start < sets.size(); start += Long.SIZE) {
      int lanes = Math.min(Long.SIZE, sets.size() - start);
      workspace.stateEverywhere(coded);
      for (int lane = 0; lane < lanes; lane++) {
        for (Feature feature : sets.get(start + lane)) {
          workspace.forget(lane, cancer.space().position(feature));
        }
      }
      workspace.run();
      long decided = applies ? workspace.entailed(0) : workspace.refuted(0);
      for (int lane = 0; lane < lanes; lane++) {
        if ((decided >>> lane & 1) == 0) {
          opening.add(sets.get(start + lane));
        }
      }
    }
    return opening;
  }

  /** Other values of sets of facts and what the answer would be. */
  private List<Change> changes(List<List<Feature>> sets) {
    List<List<State>> values = new ArrayList<>();
    for (List<Feature> set : sets) {
      List<List<State>> combinations = List.of(List.of());
      for (Feature feature : set) {
        List<List<State>> more = new ArrayList<>();
        for (State state : States.all(cancer, decision, feature)) {
          for (List<State> chosen : combinations) {
            List<State> longer = new ArrayList<>(chosen);
            longer.add(state);
            more.add(longer);
          }
        }
        combinations = more;
      }
      values.addAll(combinations);
    }
    List<Change> opposite = new ArrayList<>();
    List<Change> undetermined = new ArrayList<>();
    for (int start = 0; start < values.size(); start += Long.SIZE) {
      int lanes = Math.min(Long.SIZE, values.size() - start);
      workspace.stateEverywhere(coded);
      for (int lane = 0; lane < lanes; lane++) {
        for (State change : values.get(start + lane)) {
          workspace.forget(lane, change.feature());
          change.assume(workspace, lane);
        }
      }
      workspace.run();
      long possible = ~workspace.contradictory();
      long same = applies ? workspace.entailed(0) : workspace.refuted(0);
      long flipped = applies ? workspace.refuted(0) : workspace.entailed(0);
      for (int lane = 0; lane < lanes; lane++) {
        if ((possible & flipped & 1L << lane) != 0) {
          opposite.add(
              change(
                  values.get(start + lane),
                  applies ? Applicability.DOES_NOT_APPLY : Applicability.APPLIES));
        } else if ((possible & ~same & 1L << lane) != 0) {
          undetermined.add(change(values.get(start + lane), Applicability.UNDETERMINED));
        }
      }
    }
    return opposite.isEmpty() ? undetermined : opposite;
  }

  private Change change(List<State> states, Applicability answer) {
    Map<Feature, String> values = new LinkedHashMap<>();
    for (State state : states) {
      values.put(cancer.space().cells(state.feature()).feature(), States.describe(cancer, state));
    }
    return new Change(values, answer);
  }
}
