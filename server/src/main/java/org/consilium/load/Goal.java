package org.consilium.load;

import java.util.Locale;

/**
 * What a result is to be.
 *
 * @param atLeast whether the bound is a lower one
 */
public record Goal(double bound, boolean atLeast) {
  static Goal atLeast(double bound) {
    return new Goal(bound, true);
  }

  static Goal atMost(double bound) {
    return new Goal(bound, false);
  }

  public boolean isReachedBy(double result) {
    return atLeast ? result >= bound : result <= bound;
  }

  @Override
  public String toString() {
    String number = bound >= 1000 ? String.format(Locale.ROOT, "%,.0f", bound) : number();
    return (atLeast ? ">= " : "<= ") + number;
  }

  private String number() {
    return bound == Math.rint(bound)
        ? String.format(Locale.ROOT, "%.0f", bound)
        : Double.toString(bound);
  }
}
