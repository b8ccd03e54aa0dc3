package org.consilium.explanation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.FeatureCells;
import org.consilium.reasoning.Workspace;

/**
 * The answers to "what is this feature?" that a population can tell apart: for a feature with at
 * most one value, groups of cells; for a many-valued feature, which of the sets of values that
 * matter have a member.
 */
final class States {
  /** More sets of values of one feature than this are not told apart at once. */
  private static final int MAXIMUM_ATOMS = 10;

  /**
   * One possible answer.
   *
   * @param feature position of the feature
   * @param possible cells of the single value, or empty for a many-valued feature
   * @param present sets with a member
   * @param absent cells without a member
   */
  record State(int feature, Optional<BitSet> possible, List<BitSet> present, BitSet absent) {
    /** States this answer in a lane, on top of what is stated there. */
    void assume(Workspace workspace, int lane) {
      assumeIn(1L << lane, workspace);
    }

    /** The same in all lanes. */
    void assumeEverywhere(Workspace workspace) {
      assumeIn(-1L, workspace);
    }

    /**
     * The same in some lanes.
     *
     * @param lanes a bit for each
     */
    void assumeIn(long lanes, Workspace workspace) {
      if (possible.isPresent()) {
        workspace.restrict(lanes, feature, possible.get());
      } else {
        workspace.exclude(lanes, feature, absent);
        present.forEach(set -> workspace.include(lanes, feature, set));
      }
    }
  }

  private States() {}

  /**
   * The answers that the facts leave open; fewer than two if the feature is known.
   *
   * @param decision number of a population or criterion
   */
  static List<State> open(
      CompiledCancer cancer, int decision, Feature feature, PatientCase patient) {
    List<State> all = all(cancer, decision, feature);
    FeatureValue fact = patient.facts().get(feature);
    if (fact == null || !feature.isFunctional()) {
      return all;
    }
    BitSet possible = cancer.space().cells(feature).possible(fact);
    List<State> open = new ArrayList<>();
    for (State state : all) {
      BitSet left = (BitSet) state.possible().orElseThrow().clone();
      left.and(possible);
      if (!left.isEmpty()) {
        open.add(new State(state.feature(), Optional.of(left), List.of(), new BitSet()));
      }
    }
    return open;
  }

  /** All answers that a population can tell apart, whatever is known. */
  static List<State> all(CompiledCancer cancer, int decision, Feature feature) {
    int position = cancer.space().position(feature);
    List<State> states = new ArrayList<>();
    if (feature.isFunctional()) {
      for (BitSet group : cancer.cellGroups(decision, position)) {
        states.add(new State(position, Optional.of(group), List.of(), new BitSet()));
      }
      return states;
    }
    List<BitSet> atoms = new ArrayList<>(cancer.atoms(decision, position));
    if (atoms.size() > MAXIMUM_ATOMS) {
      atoms = atoms.subList(0, MAXIMUM_ATOMS);
    }
    for (int combination = 0; combination < 1 << atoms.size(); combination++) {
      List<BitSet> present = new ArrayList<>();
      BitSet absent = new BitSet();
      for (int atom = 0; atom < atoms.size(); atom++) {
        if ((combination >> atom & 1) == 1) {
          present.add(atoms.get(atom));
        } else {
          absent.or(atoms.get(atom));
        }
      }
      if (present.stream().allMatch(set -> hasRoom(set, absent))) {
        states.add(new State(position, Optional.empty(), present, absent));
      }
    }
    return states;
  }

  private static boolean hasRoom(BitSet set, BitSet absent) {
    BitSet room = (BitSet) set.clone();
    room.andNot(absent);
    return !room.isEmpty();
  }

  /** The state in words. */
  static String describe(CompiledCancer cancer, State state) {
    FeatureCells cells = cancer.space().cells(state.feature());
    if (state.possible().isPresent()) {
      List<String> words = new ArrayList<>();
      state.possible().get().stream().forEach(cell -> words.add(cells.describe(cell)));
      return String.join(" or ", words);
    }
    List<String> parts = new ArrayList<>();
    state.present().forEach(set -> parts.add("with " + names(cells, set)));
    if (state.present().isEmpty()) {
      parts.add("without " + names(cells, state.absent()));
    }
    return String.join(", ", parts);
  }

  private static String names(FeatureCells cells, BitSet set) {
    List<ValueClass> classes =
        cells.feature().taxonomy().classes().stream()
            .filter(value -> cells.of(value).equals(set))
            .toList();
    if (!classes.isEmpty()) {
      return classes.get(0).label();
    }
    List<String> words = new ArrayList<>();
    set.stream().forEach(cell -> words.add(cells.describe(cell)));
    return String.join(" or ", words);
  }
}
