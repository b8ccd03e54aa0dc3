package org.consilium.patient;

import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;

/** What is known of one feature of a case. What is not known is simply not stated. */
public sealed interface FeatureValue {
  /**
   * A coded feature with at most one value.
   *
   * @param anyOf the value is of one of these classes; empty if that is not known
   * @param noneOf the feature has no value of any of these classes
   */
  record Coded(List<ValueClass> anyOf, List<ValueClass> noneOf) implements FeatureValue {
    public Coded {
      anyOf = List.copyOf(anyOf);
      noneOf = List.copyOf(noneOf);
    }
  }

  /**
   * A number that lies in one of the ranges.
   *
   * @param anyOf the ranges, at least one, in the unit of the feature
   */
  record Numeric(List<NumberRange> anyOf) implements FeatureValue {
    public Numeric {
      anyOf = List.copyOf(anyOf);
      if (anyOf.isEmpty()) {
        throw new IllegalArgumentException("a number needs a range");
      }
    }
  }

  /** Yes or no. */
  record Truth(boolean value) implements FeatureValue {}

  /**
   * A coded feature with any number of values.
   *
   * @param present for each class there is a value
   * @param absent there is no value of any of these classes
   * @param only every value is of one of these classes; empty list: there is no value at all; not
   *     present: other values are possible
   */
  record Members(List<ValueClass> present, List<ValueClass> absent, Optional<List<ValueClass>> only)
      implements FeatureValue {
    public Members {
      present = List.copyOf(present);
      absent = List.copyOf(absent);
      only = only.map(List::copyOf);
    }
  }
}
