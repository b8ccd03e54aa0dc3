package org.consilium.knowledge;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An interval of exact decimal numbers, open or closed at either end.
 *
 * @param low lower bound, or {@code null} if there is none
 * @param lowInclusive whether the lower bound belongs to the interval
 * @param high upper bound, or {@code null} if there is none
 * @param highInclusive whether the upper bound belongs to the interval
 */
public record NumberRange(
    BigDecimal low, boolean lowInclusive, BigDecimal high, boolean highInclusive) {
  /** All numbers. */
  public static final NumberRange ALL = new NumberRange(null, false, null, false);

  public NumberRange {
    low = low == null ? null : normal(low);
    high = high == null ? null : normal(high);
    lowInclusive = low != null && lowInclusive;
    highInclusive = high != null && highInclusive;
  }

  private static BigDecimal normal(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  public static NumberRange exactly(BigDecimal value) {
    return new NumberRange(value, true, value, true);
  }

  public static NumberRange atLeast(BigDecimal value) {
    return new NumberRange(value, true, null, false);
  }

  public static NumberRange above(BigDecimal value) {
    return new NumberRange(value, false, null, false);
  }

  public static NumberRange atMost(BigDecimal value) {
    return new NumberRange(null, false, value, true);
  }

  public static NumberRange below(BigDecimal value) {
    return new NumberRange(null, false, value, false);
  }

  public boolean contains(BigDecimal value) {
    if (low != null) {
      int order = value.compareTo(low);
      if (order < 0 || (order == 0 && !lowInclusive)) {
        return false;
      }
    }
    if (high != null) {
      int order = value.compareTo(high);
      return order < 0 || (order == 0 && highInclusive);
    }
    return true;
  }

  public NumberRange intersect(NumberRange other) {
    BigDecimal newLow = low;
    boolean newLowInclusive = lowInclusive;
    if (other.low != null) {
      int order = low == null ? -1 : low.compareTo(other.low);
      if (order < 0) {
        newLow = other.low;
        newLowInclusive = other.lowInclusive;
      } else if (order == 0) {
        newLowInclusive = lowInclusive && other.lowInclusive;
      }
    }
    BigDecimal newHigh = high;
    boolean newHighInclusive = highInclusive;
    if (other.high != null) {
      int order = high == null ? 1 : high.compareTo(other.high);
      if (order > 0) {
        newHigh = other.high;
        newHighInclusive = other.highInclusive;
      } else if (order == 0) {
        newHighInclusive = highInclusive && other.highInclusive;
      }
    }
    return new NumberRange(newLow, newLowInclusive, newHigh, newHighInclusive);
  }

  /**
   * Whether no number lies in the interval.
   *
   * @param integersOnly whether only whole numbers count
   */
  public boolean isEmpty(boolean integersOnly) {
    if (low == null || high == null) {
      return false;
    }
    if (integersOnly) {
      return smallestInteger().compareTo(largestInteger()) > 0;
    }
    int order = low.compareTo(high);
    return order > 0 || (order == 0 && !(lowInclusive && highInclusive));
  }

  /** Whether the interval holds exactly one decimal number. */
  public boolean isSingle() {
    return low != null && high != null && lowInclusive && highInclusive && low.compareTo(high) == 0;
  }

  /** Whether every number of the other interval lies in this one. */
  public boolean covers(NumberRange other, boolean integersOnly) {
    boolean low = belowOf().intersect(other).isEmpty(integersOnly) || this.low == null;
    boolean high = aboveOf().intersect(other).isEmpty(integersOnly) || this.high == null;
    return other.isEmpty(integersOnly) || (low && high);
  }

  private NumberRange belowOf() {
    return low == null ? ALL : new NumberRange(null, false, low, !lowInclusive);
  }

  private NumberRange aboveOf() {
    return high == null ? ALL : new NumberRange(high, !highInclusive, null, false);
  }

  private BigDecimal smallestInteger() {
    BigDecimal ceiling = low.setScale(0, RoundingMode.CEILING);
    return ceiling.compareTo(low) == 0 && !lowInclusive ? ceiling.add(BigDecimal.ONE) : ceiling;
  }

  private BigDecimal largestInteger() {
    BigDecimal floor = high.setScale(0, RoundingMode.FLOOR);
    return floor.compareTo(high) == 0 && !highInclusive ? floor.subtract(BigDecimal.ONE) : floor;
  }

  /** The interval in words, without a unit: {@code at least 10 and below 20}. */
  @Override
  public String toString() {
    if (isSingle()) {
      return low.toPlainString();
    }
    String from = low == null ? "" : (lowInclusive ? "at least " : "above ") + low.toPlainString();
    String to = high == null ? "" : (highInclusive ? "at most " : "below ") + high.toPlainString();
    if (from.isEmpty() && to.isEmpty()) {
      return "any number";
    }
    return from.isEmpty() ? to : to.isEmpty() ? from : from + " and " + to;
  }
}
