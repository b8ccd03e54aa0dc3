package org.consilium.load;

import java.util.Optional;

/**
 * One line of the results.
 *
 * @param id of the goal: {@code R1}
 * @param what what was measured
 * @param unit of the two measurements
 * @param own this server
 * @param reference what it is compared with, if anything
 * @param result what the goal speaks of: the ratio, or the measurement itself
 */
public record Finding(
    String id,
    String what,
    String unit,
    Spread own,
    Optional<Spread> reference,
    Spread result,
    Optional<Goal> goal) {

  /** A ratio to what was measured beside it. */
  static Finding ratio(
      String id, String what, String unit, Spread own, Spread reference, Optional<Goal> goal) {
    return new Finding(id, what, unit, own, Optional.of(reference), own.over(reference), goal);
  }

  static Finding ratio(
      String id, String what, String unit, Spread own, Spread reference, Goal goal) {
    return ratio(id, what, unit, own, reference, Optional.of(goal));
  }

  /** A measurement that stands for itself. */
  static Finding absolute(String id, String what, String unit, Spread own, Goal goal) {
    return new Finding(id, what, unit, own, Optional.empty(), own, Optional.of(goal));
  }

  /** Whether the median reaches the goal; empty if there is none. */
  public Optional<Boolean> reached() {
    return goal.map(bound -> bound.isReachedBy(result.median()));
  }
}
