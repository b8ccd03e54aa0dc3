package org.consilium.reasoning;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;

/**
 * Finds the cell of a number by binary search over the exact thresholds of a feature.
 *
 * <p>Numbers with up to 18 digits are compared as whole multiples of the smallest decimal place of
 * any threshold; a number with more places lies exactly on a threshold or strictly between two, so
 * nothing is rounded. Longer numbers are compared as {@link BigDecimal}.
 */
final class NumberCells {
  /** The number is not a possible value of the feature. */
  static final int IMPOSSIBLE = -1;

  private static final long[] POWERS_OF_TEN = new long[19];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1];
    }
  }

  private final BigDecimal[] thresholds;
  private final int places;
  private final boolean thresholdsFit;
  private final long[] scaled;
  private final int[] cellAt;

  NumberCells(FeatureCells cells) {
    boolean integers = cells.feature().kind() == FeatureKind.INTEGER;
    int valueCells = cells.present().cardinality();
    TreeSet<BigDecimal> distinct = new TreeSet<>();
    addBounds(cells.feature().range(), distinct);
    for (int cell = 0; cell < valueCells; cell++) {
      cells.ranges(cell).forEach(range -> addBounds(range, distinct));
    }
    this.thresholds = distinct.toArray(BigDecimal[]::new);
    this.cellAt = new int[2 * thresholds.length + 1];
    for (int place = 0; place < cellAt.length; place++) {
      NumberRange here = rangeAt(place).intersect(cells.feature().range());
      cellAt[place] = here.isEmpty(integers) ? IMPOSSIBLE : cells.of(here).nextSetBit(0);
    }
    int finest = 0;
    for (BigDecimal threshold : thresholds) {
      finest = Math.max(finest, threshold.stripTrailingZeros().scale());
    }
    this.places = finest;
    this.scaled = new long[thresholds.length];
    boolean fits = true;
    for (int i = 0; i < scaled.length; i++) {
      BigInteger multiple = thresholds[i].setScale(places).unscaledValue();
      fits &= multiple.bitLength() < Long.SIZE;
      scaled[i] = multiple.longValue();
    }
    this.thresholdsFit = fits;
  }

  private static void addBounds(NumberRange range, NavigableSet<BigDecimal> bounds) {
    if (range.low() != null) {
      bounds.add(range.low());
    }
    if (range.high() != null) {
      bounds.add(range.high());
    }
  }

  /** Places alternate: below the first threshold, on it, between it and the next, and so on. */
  private NumberRange rangeAt(int place) {
    int threshold = place / 2;
    if (place % 2 == 1) {
      return NumberRange.exactly(thresholds[threshold]);
    }
    return new NumberRange(
        threshold == 0 ? null : thresholds[threshold - 1],
        false,
        threshold == thresholds.length ? null : thresholds[threshold],
        false);
  }

  /** The cell of a number, or {@link #IMPOSSIBLE}. */
  int cellOf(BigDecimal number) {
    int low = 0;
    int high = thresholds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = number.compareTo(thresholds[middle]);
      if (order == 0) {
        return cellAt[2 * middle + 1];
      }
      if (order < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return cellAt[2 * low];
  }

  /**
   * The cell of the number {@code digits / 10^decimals}, or {@link #IMPOSSIBLE}.
   *
   * @param digits a number of at most 18 digits
   * @param decimals from 0 to 18
   */
  int cellOf(long digits, int decimals) {
    if (!thresholdsFit || places - decimals > 18) {
      return cellOf(BigDecimal.valueOf(digits, decimals));
    }
    long multiple;
    boolean between = false;
    if (decimals > places) {
      long power = POWERS_OF_TEN[decimals - places];
      multiple = Math.floorDiv(digits, power);
      between = multiple * power != digits;
    } else {
      long power = POWERS_OF_TEN[places - decimals];
      multiple = digits * power;
      if (Math.multiplyHigh(digits, power) != multiple >> 63) {
        return cellOf(BigDecimal.valueOf(digits, decimals));
      }
    }
    int low = 0;
    int high = scaled.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scaled[middle] <= multiple) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    boolean onThreshold = !between && low > 0 && scaled[low - 1] == multiple;
    return cellAt[onThreshold ? 2 * low - 1 : 2 * low];
  }
}
