package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;

/**
 * The inputs of the circuit of one cancer and how facts set them, in one of 64 lanes.
 *
 * <p>For each cell of a feature there is a word "known to have no value here", and for each set of
 * cells of a many-valued feature that a fact can name a word "known to have a value in this set".
 * All words are zero when nothing is known, and a fact only ever sets bits.
 */
final class FactInputs {
  private final CellSpace space;
  private final int[] firstCell;
  private final List<List<BitSet>> memberSets = new ArrayList<>();
  private final List<Map<BitSet, Integer>> memberInputs = new ArrayList<>();
  private final int count;

  /**
   * @param space the cells
   * @param named for each feature, sets of cells that explanations need to state as present
   */
  FactInputs(CellSpace space, Map<Integer, Set<BitSet>> named) {
    this.space = space;
    this.firstCell = new int[space.count()];
    int next = 0;
    for (int position = 0; position < space.count(); position++) {
      FeatureCells cells = space.cells(position);
      firstCell[position] = next;
      next += cells.count();
      List<BitSet> sets = new ArrayList<>();
      Map<BitSet, Integer> inputs = new HashMap<>();
      if (!cells.feature().isFunctional()) {
        Set<BitSet> distinct = new LinkedHashSet<>();
        for (ValueClass value : cells.feature().taxonomy().coded()) {
          distinct.add(cells.of(value));
        }
        distinct.addAll(named.getOrDefault(position, Set.of()));
        for (BitSet set : distinct) {
          sets.add(set);
          inputs.put(set, next++);
        }
      }
      memberSets.add(List.copyOf(sets));
      memberInputs.add(Map.copyOf(inputs));
    }
    this.count = next;
  }

  /** The number of inputs. */
  int count() {
    return count;
  }

  /** The input "no value here" of a cell. */
  int cellInput(int feature, int cell) {
    return firstCell[feature] + cell;
  }

  /** The sets of cells of a many-valued feature that a fact can state as present. */
  List<BitSet> memberSets(int feature) {
    return memberSets.get(feature);
  }

  /** The input of one of the {@link #memberSets}. */
  int memberInput(int feature, BitSet set) {
    Integer input = memberInputs.get(feature).get(set);
    if (input == null) {
      throw new IllegalArgumentException("no fact names these cells");
    }
    return input;
  }

  /** Forgets everything in all lanes. */
  void clear(long[] words) {
    for (int input = 0; input < count; input++) {
      words[Circuit.word(input)] = 0;
    }
  }

  /** Forgets what is known of one feature in one lane. */
  void forget(long[] words, int lane, int feature) {
    long bit = 1L << lane;
    int end = feature + 1 < firstCell.length ? firstCell[feature + 1] : count;
    for (int input = firstCell[feature]; input < end; input++) {
      words[Circuit.word(input)] &= ~bit;
    }
  }

  /**
   * States that the feature's single value lies in the cells.
   *
   * @param lanes a bit for each lane in which to state it
   */
  void restrict(long[] words, long lanes, int feature, BitSet possible) {
    int count = space.cells(feature).count();
    for (int cell = possible.nextClearBit(0);
        cell < count;
        cell = possible.nextClearBit(cell + 1)) {
      words[Circuit.word(cellInput(feature, cell))] |= lanes;
    }
  }

  /** States that a many-valued feature has no value in the cells. */
  void exclude(long[] words, long lanes, int feature, BitSet absent) {
    for (int cell = absent.nextSetBit(0); cell >= 0; cell = absent.nextSetBit(cell + 1)) {
      words[Circuit.word(cellInput(feature, cell))] |= lanes;
    }
  }

  /** States that a many-valued feature has a value in the cells. */
  void include(long[] words, long lanes, int feature, BitSet present) {
    words[Circuit.word(memberInput(feature, present))] |= lanes;
  }

  /** States a fact in one lane. */
  void state(long[] words, int lane, Feature feature, FeatureValue value) {
    int position = space.position(feature);
    FeatureCells cells = space.cells(position);
    long lanes = 1L << lane;
    if (!(value instanceof FeatureValue.Members members)) {
      restrict(words, lanes, position, cells.possible(value));
      return;
    }
    for (ValueClass present : members.present()) {
      include(words, lanes, position, cells.of(present));
    }
    exclude(words, lanes, position, absent(cells, members));
  }

  /** The cells in which a many-valued feature is known to have no value. */
  static BitSet absent(FeatureCells cells, FeatureValue.Members members) {
    BitSet absent = cells.of(members.absent());
    members.only().ifPresent(only -> absent.or(Literal.minus(cells.all(), cells.of(only))));
    return absent;
  }

  /** States all facts of a case in one lane. */
  void state(long[] words, int lane, PatientCase patient) {
    patient.facts().forEach((feature, value) -> state(words, lane, feature, value));
  }
}
