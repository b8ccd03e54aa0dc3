package org.consilium.reasoning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.consilium.knowledge.Criterion.ValueExpression;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.ValueTaxonomy;
import org.consilium.patient.FeatureValue;

/**
 * The disjoint cells into which the values of a feature fall, as far as any population or axiom can
 * tell them apart. A condition on the feature is a set of cells.
 *
 * <p>For a feature with at most one value a case is in exactly one cell; unless every case has a
 * value, one more cell stands for "no value". For a many-valued feature a case has any set of
 * cells.
 */
public final class FeatureCells {
  private final Feature feature;
  private final List<List<NumberRange>> numberCells;
  private final int valueCells;
  private final int absentCell;

  /**
   * @param feature the feature
   * @param ranges every range of numbers that a population or axiom asks for
   */
  FeatureCells(Feature feature, Collection<NumberRange> ranges) {
    this.feature = feature;
    this.numberCells = feature.kind().isNumber() ? partition(feature, ranges) : List.of();
    this.valueCells =
        switch (feature.kind()) {
          case BOOLEAN -> 2;
          case INTEGER, DECIMAL -> numberCells.size();
          case CODE, CODES -> feature.taxonomy().cellCount();
        };
    this.absentCell = feature.isFunctional() && !feature.total() ? valueCells : -1;
  }

  private static List<List<NumberRange>> partition(Feature feature, Collection<NumberRange> used) {
    boolean integers = feature.kind() == FeatureKind.INTEGER;
    TreeSet<BigDecimal> thresholds = new TreeSet<>();
    for (NumberRange range : used) {
      if (range.low() != null) {
        thresholds.add(range.low());
      }
      if (range.high() != null) {
        thresholds.add(range.high());
      }
    }
    List<NumberRange> segments = new ArrayList<>();
    BigDecimal previous = null;
    for (BigDecimal threshold : thresholds) {
      segments.add(new NumberRange(previous, false, threshold, false));
      segments.add(NumberRange.exactly(threshold));
      previous = threshold;
    }
    segments.add(new NumberRange(previous, false, null, false));
    Map<BitSet, List<NumberRange>> cells = new LinkedHashMap<>();
    List<NumberRange> distinct = used.stream().distinct().toList();
    for (NumberRange whole : segments) {
      NumberRange segment = whole.intersect(feature.range());
      if (segment.isEmpty(integers)) {
        continue;
      }
      BitSet signature = new BitSet();
      for (int i = 0; i < distinct.size(); i++) {
        signature.set(i, !segment.intersect(distinct.get(i)).isEmpty(integers));
      }
      cells.computeIfAbsent(signature, key -> new ArrayList<>()).add(segment);
    }
    return List.copyOf(cells.values());
  }

  public Feature feature() {
    return feature;
  }

  /** The number of cells, the one for "no value" included. */
  public int count() {
    return valueCells + (absentCell < 0 ? 0 : 1);
  }

  /** The cell for "no value", or -1. */
  public int absentCell() {
    return absentCell;
  }

  /** All cells. */
  public BitSet all() {
    BitSet cells = new BitSet();
    cells.set(0, count());
    return cells;
  }

  /** The cells in which there is a value. */
  public BitSet present() {
    BitSet cells = new BitSet();
    cells.set(0, valueCells);
    return cells;
  }

  public BitSet of(boolean value) {
    BitSet cells = new BitSet();
    cells.set(value ? 1 : 0);
    return cells;
  }

  /** The cells that hold a number of the range. */
  public BitSet of(NumberRange range) {
    boolean integers = feature.kind() == FeatureKind.INTEGER;
    BitSet cells = new BitSet();
    for (int cell = 0; cell < numberCells.size(); cell++) {
      boolean meets =
          numberCells.get(cell).stream()
              .anyMatch(segment -> !segment.intersect(range).isEmpty(integers));
      cells.set(cell, meets);
    }
    return cells;
  }

  public BitSet of(ValueClass value) {
    return feature.taxonomy().cellsOf(value.iri());
  }

  public BitSet of(Collection<ValueClass> values) {
    BitSet cells = new BitSet();
    values.forEach(value -> cells.or(of(value)));
    return cells;
  }

  /** The cells of a Boolean combination of value classes. */
  public BitSet of(ValueExpression expression) {
    return feature.taxonomy().cellsOf(expression);
  }

  /** The cells that are still possible when a feature with at most one value is known so far. */
  public BitSet possible(FeatureValue value) {
    BitSet cells = new BitSet();
    if (value instanceof FeatureValue.Truth truth) {
      cells.or(of(truth.value()));
    } else if (value instanceof FeatureValue.Numeric number) {
      number.anyOf().forEach(range -> cells.or(of(range)));
    } else if (value instanceof FeatureValue.Coded coded) {
      cells.or(coded.anyOf().isEmpty() ? all() : of(coded.anyOf()));
      cells.andNot(of(coded.noneOf()));
    } else {
      throw new IllegalArgumentException(feature.key() + " has many values");
    }
    return cells;
  }

  /** The cells in words, for explanations. */
  public String describe(int cell) {
    if (cell == absentCell) {
      return "no value";
    }
    if (feature.kind() == FeatureKind.BOOLEAN) {
      return cell == 1 ? "yes" : "no";
    }
    if (feature.kind().isNumber()) {
      return String.join(
          " or ", numberCells.get(cell).stream().map(NumberRange::toString).toList());
    }
    ValueTaxonomy taxonomy = feature.taxonomy();
    return String.join(
        " and ",
        taxonomy.cells().get(cell).stream()
            .filter(
                iri ->
                    taxonomy.cells().get(cell).stream()
                        .noneMatch(o -> !o.equals(iri) && taxonomy.isSubsumed(o, iri)))
            .map(iri -> taxonomy.byIri(iri).map(ValueClass::label).orElse(iri))
            .toList());
  }

  /** The ranges of a number cell. */
  public List<NumberRange> ranges(int cell) {
    return numberCells.get(cell);
  }
}
