package org.consilium.fhir;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.ValueTaxonomy;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.FeatureValue.Coded;
import org.consilium.patient.FeatureValue.Numeric;
import org.consilium.patient.FeatureValue.Truth;

/** Puts two statements about the same feature together, for features with at most one value. */
final class ValueMeet {
  private ValueMeet() {}

  /** What both say together; empty if they contradict each other. */
  static Optional<FeatureValue> both(Feature feature, FeatureValue one, FeatureValue two) {
    if (one.equals(two)) {
      return Optional.of(one);
    }
    if (one instanceof Numeric first && two instanceof Numeric second) {
      List<NumberRange> ranges = new ArrayList<>();
      for (NumberRange left : first.anyOf()) {
        for (NumberRange right : second.anyOf()) {
          NumberRange meet = left.intersect(right);
          if (!meet.isEmpty(feature.kind() == FeatureKind.INTEGER) && !ranges.contains(meet)) {
            ranges.add(meet);
          }
        }
      }
      return ranges.isEmpty() ? Optional.empty() : Optional.of(new Numeric(ranges));
    }
    if (one instanceof Coded first && two instanceof Coded second) {
      BitSet left = cells(feature, first);
      BitSet right = cells(feature, second);
      BitSet meet = (BitSet) left.clone();
      meet.and(right);
      if (meet.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(meet.equals(left) ? one : meet.equals(right) ? two : coded(feature, meet));
    }
    return Optional.empty();
  }

  /** What is known if one of the two is true; empty if that is nothing. */
  static Optional<FeatureValue> either(Feature feature, FeatureValue one, FeatureValue two) {
    if (one instanceof Numeric first && two instanceof Numeric second) {
      List<NumberRange> ranges = new ArrayList<>(first.anyOf());
      second.anyOf().stream().filter(range -> !ranges.contains(range)).forEach(ranges::add);
      return Optional.of(new Numeric(ranges));
    }
    if (one instanceof Coded first && two instanceof Coded second) {
      BitSet join = cells(feature, first);
      join.or(cells(feature, second));
      return join.cardinality() == feature.taxonomy().cellCount()
          ? Optional.empty()
          : Optional.of(coded(feature, join));
    }
    return one instanceof Truth && one.equals(two) ? Optional.of(one) : Optional.empty();
  }

  private static BitSet cells(Feature feature, Coded value) {
    ValueTaxonomy taxonomy = feature.taxonomy();
    BitSet cells = new BitSet();
    if (value.anyOf().isEmpty()) {
      cells.set(0, taxonomy.cellCount());
    }
    value.anyOf().forEach(each -> cells.or(taxonomy.cellsOf(each.iri())));
    value.noneOf().forEach(each -> cells.andNot(taxonomy.cellsOf(each.iri())));
    return cells;
  }

  /** The most general classes that lie in the cells; together they fill them where codes allow. */
  private static Coded coded(Feature feature, BitSet cells) {
    ValueTaxonomy taxonomy = feature.taxonomy();
    List<ValueClass> classes = new ArrayList<>();
    BitSet left = (BitSet) cells.clone();
    for (ValueClass each : taxonomy.coded()) {
      BitSet own = taxonomy.cellsOf(each.iri());
      BitSet outside = (BitSet) own.clone();
      outside.andNot(cells);
      if (outside.isEmpty() && own.intersects(left)) {
        classes.add(each);
        left.andNot(own);
      }
    }
    return new Coded(classes, List.of());
  }
}
