package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.ValueTaxonomy;
import org.consilium.patient.FeatureValue;

/**
 * The facts that can be stated of one feature, and the numbers by which they are known.
 *
 * <p>"No value in this cell" is one fact for each cell; whatever can be known of a feature with at
 * most one value is a set of such facts. Common statements have numbers of their own: the number
 * lies in a cell, the value is of a class, is not of a class; of a many-valued feature, there is a
 * value of a class, there is none, the list of values is complete with none or one class.
 */
final class FeatureFacts {
  private static final int NONE = -1;

  private final int position;
  private final FeatureCells cells;
  private final NumberCells numbers;
  private final int notInCell;
  private final int inCell;
  private final int isOf;
  private final int isNotOf;
  private final int completeWith;
  private final int completeEmpty;
  private final Map<String, Integer> classByIri = new HashMap<>();
  private final Map<String, Integer> classByCode = new HashMap<>();
  private final List<ValueClass> classes = new ArrayList<>();
  private final boolean[] nameable;
  private final BitSet[] below;
  private final BitSet[] comparable;
  private final BitSet coded = new BitSet();

  /**
   * @param position position of the feature
   * @param cells its cells
   * @param inputs the inputs of the circuit
   * @param number gives a fact, described by its words and inputs, the next number
   */
  FeatureFacts(
      int position,
      FeatureCells cells,
      FactInputs inputs,
      BiFunction<String, int[], Integer> number) {
    this.position = position;
    this.cells = cells;
    Feature feature = cells.feature();
    int count = cells.count();
    int first = NONE;
    for (int cell = 0; cell < count; cell++) {
      int fact =
          number.apply(
              feature.key() + ": not " + cells.describe(cell),
              new int[] {inputs.cellInput(position, cell)});
      first = first == NONE ? fact : first;
    }
    this.notInCell = first;
    first = NONE;
    if (!feature.kind().isCoded()) {
      for (int cell = 0; cell < count; cell++) {
        BitSet others = cells.all();
        others.clear(cell);
        int fact =
            number.apply(
                feature.key() + ": " + cells.describe(cell), cellInputs(inputs, position, others));
        first = first == NONE ? fact : first;
      }
    }
    this.inCell = first;
    this.numbers = feature.kind().isNumber() ? new NumberCells(cells) : null;
    int isOfFirst = NONE;
    int isNotOfFirst = NONE;
    int completeWithFirst = NONE;
    int completeEmptyFact = NONE;
    if (feature.kind().isCoded()) {
      ValueTaxonomy taxonomy = feature.taxonomy();
      for (ValueClass value : taxonomy.classes()) {
        classByIri.put(value.iri(), classes.size());
        if (!value.code().isEmpty()) {
          classByCode.putIfAbsent(value.code(), classes.size());
          coded.set(classes.size());
        }
        classes.add(value);
      }
    }
    this.nameable = new boolean[classes.size()];
    this.below = new BitSet[classes.size()];
    this.comparable = new BitSet[classes.size()];
    for (int value = 0; value < classes.size(); value++) {
      ValueClass valueClass = classes.get(value);
      below[value] = new BitSet();
      comparable[value] = new BitSet();
      for (int other = 0; other < classes.size(); other++) {
        boolean isBelow = feature.taxonomy().isSubsumed(classes.get(other).iri(), valueClass.iri());
        boolean isAbove = feature.taxonomy().isSubsumed(valueClass.iri(), classes.get(other).iri());
        below[value].set(other, isBelow && other != value);
        comparable[value].set(other, isBelow || isAbove);
      }
    }
    for (int value = 0; value < classes.size(); value++) {
      BitSet set = cells.of(classes.get(value));
      int[] changed;
      if (feature.isFunctional()) {
        nameable[value] = true;
        changed = cellInputs(inputs, position, Literal.minus(cells.all(), set));
      } else {
        nameable[value] = inputs.memberSets(position).contains(set);
        changed = nameable[value] ? new int[] {inputs.memberInput(position, set)} : new int[0];
      }
      int fact = number.apply(feature.key() + ": " + classes.get(value).label(), changed);
      isOfFirst = isOfFirst == NONE ? fact : isOfFirst;
    }
    for (ValueClass value : classes) {
      int fact =
          number.apply(
              feature.key() + ": not " + value.label(),
              cellInputs(inputs, position, cells.of(value)));
      isNotOfFirst = isNotOfFirst == NONE ? fact : isNotOfFirst;
    }
    this.isOf = isOfFirst;
    this.isNotOf = isNotOfFirst;
    if (!feature.isFunctional()) {
      for (int value = 0; value < classes.size(); value++) {
        BitSet only = new BitSet();
        only.set(value);
        int fact =
            number.apply(
                feature.key() + ": nothing but " + classes.get(value).label(),
                cellInputs(inputs, position, absentIfComplete(only)));
        completeWithFirst = completeWithFirst == NONE ? fact : completeWithFirst;
      }
      completeEmptyFact =
          number.apply(feature.key() + ": nothing", cellInputs(inputs, position, cells.all()));
    }
    this.completeWith = completeWithFirst;
    this.completeEmpty = completeEmptyFact;
  }

  private static int[] cellInputs(FactInputs inputs, int position, BitSet cells) {
    return cells.stream().map(cell -> inputs.cellInput(position, cell)).toArray();
  }

  /** Position of the feature. */
  int position() {
    return position;
  }

  Feature feature() {
    return cells.feature();
  }

  /** The number of a class of values in this feature, or -1. */
  int classOfCode(String code) {
    return classByCode.getOrDefault(code, NONE);
  }

  /** States yes or no. */
  void truth(boolean value, CodedCases out) {
    out.add(inCell + (value ? 1 : 0));
  }

  /**
   * States a number.
   *
   * @return whether the number is possible; if not, nothing is stated
   */
  boolean number(long digits, int decimals, CodedCases out) {
    int cell = numbers.cellOf(digits, decimals);
    if (cell == NumberCells.IMPOSSIBLE) {
      return false;
    }
    out.add(inCell + cell);
    return true;
  }

  /** States that the feature has a value of a class; it is the only value of most features. */
  void isOf(int valueClass, CodedCases out) {
    if (!nameable[valueClass]) {
      throw new IllegalArgumentException("no fact names " + classes.get(valueClass).iri());
    }
    out.add(isOf + valueClass);
  }

  /** States that the feature has no value of a class. */
  void isNotOf(int valueClass, CodedCases out) {
    out.add(isNotOf + valueClass);
  }

  /** States that the feature's single value is of one of the classes. */
  void isOfAny(BitSet valueClasses, CodedCases out) {
    BitSet possible = new BitSet();
    valueClasses.stream().forEach(value -> possible.or(cells.of(classes.get(value))));
    restrict(possible, out);
  }

  /** States that the single value lies in one of the cells. */
  void restrict(BitSet possible, CodedCases out) {
    int count = cells.count();
    for (int cell = possible.nextClearBit(0);
        cell < count;
        cell = possible.nextClearBit(cell + 1)) {
      out.add(notInCell + cell);
    }
  }

  /**
   * States that the number lies in one of the ranges.
   *
   * @return whether that is possible; if not, nothing is stated
   */
  boolean ranges(List<NumberRange> ranges, CodedCases out) {
    BitSet possible = new BitSet();
    for (NumberRange range : ranges) {
      NumberRange inside = range.intersect(feature().range());
      if (!inside.isEmpty(feature().kind() == FeatureKind.INTEGER)) {
        possible.or(cells.of(inside));
      }
    }
    if (possible.isEmpty()) {
      return false;
    }
    restrict(possible, out);
    return true;
  }

  /** States that a list is complete with these classes: what is not listed is absent. */
  void complete(BitSet listed, CodedCases out) {
    if (listed.isEmpty()) {
      out.add(completeEmpty);
    } else if (listed.nextSetBit(listed.nextSetBit(0) + 1) < 0) {
      out.add(completeWith + listed.nextSetBit(0));
    } else {
      exclude(absentIfComplete(listed), out);
    }
  }

  private void exclude(BitSet absent, CodedCases out) {
    for (int cell = absent.nextSetBit(0); cell >= 0; cell = absent.nextSetBit(cell + 1)) {
      out.add(notInCell + cell);
    }
  }

  /**
   * The cells in which a complete list has no value: those outside all of its most specific
   * classes, and those of any code that is neither above nor below one of these.
   */
  private BitSet absentIfComplete(BitSet listed) {
    BitSet open = new BitSet();
    BitSet covered = new BitSet();
    for (int value = listed.nextSetBit(0); value >= 0; value = listed.nextSetBit(value + 1)) {
      if (!below[value].intersects(listed)) {
        open.or(comparable[value]);
        covered.or(cells.of(classes.get(value)));
      }
    }
    BitSet absent = Literal.minus(cells.all(), covered);
    for (int code = coded.nextSetBit(0); code >= 0; code = coded.nextSetBit(code + 1)) {
      if (!open.get(code)) {
        absent.or(cells.of(classes.get(code)));
      }
    }
    return absent;
  }

  /** States what is known of the feature. */
  void code(FeatureValue value, CodedCases out) {
    if (value instanceof FeatureValue.Truth truth) {
      truth(truth.value(), out);
    } else if (value instanceof FeatureValue.Numeric number) {
      int cell =
          number.anyOf().size() == 1 && number.anyOf().get(0).isSingle()
              ? numbers.cellOf(number.anyOf().get(0).low())
              : NumberCells.IMPOSSIBLE;
      if (cell == NumberCells.IMPOSSIBLE) {
        restrict(cells.possible(value), out);
      } else {
        out.add(inCell + cell);
      }
    } else if (value instanceof FeatureValue.Coded is) {
      if (is.anyOf().size() == 1) {
        isOf(classByIri.get(is.anyOf().get(0).iri()), out);
      } else if (!is.anyOf().isEmpty()) {
        restrict(cells.of(is.anyOf()), out);
      }
      is.noneOf().forEach(other -> isNotOf(classByIri.get(other.iri()), out));
    } else if (value instanceof FeatureValue.Members members) {
      members.present().forEach(present -> isOf(classByIri.get(present.iri()), out));
      if (members.only().isEmpty()) {
        members.absent().forEach(absent -> isNotOf(classByIri.get(absent.iri()), out));
      } else if (members.only().get().isEmpty()) {
        out.add(completeEmpty);
      } else {
        exclude(FactInputs.absent(cells, members), out);
      }
    }
  }
}
