package org.consilium.fhir;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Whether what was once planned or in use still is, on the day at which the case is looked at. A
 * record is rarely tidied up: a request stays active long after it was forgotten. What is too old
 * is neither planned nor not planned.
 *
 * @param fault why it cannot be taken to hold; empty if it does
 */
record StillHolds(Optional<String> fault) {
  /** How long a statement without an end is taken to hold, in months. */
  static final int MONTHS = 6;

  /**
   * Judges a statement.
   *
   * @param day the day at which the case is looked at, if it is known
   * @param stated when it was said
   * @param period the time for which it was said to hold; missing if nothing is said
   */
  static StillHolds of(Optional<LocalDate> day, FhirDate stated, Element period) {
    if (day.isEmpty()) {
      return no("without a day, whether it still holds is not known");
    }
    Optional<FhirDate> end = FhirDate.of(period.text("end"));
    if (end.isPresent()) {
      return end.get().lastDay().isBefore(day.get())
          ? no("its period is over, and whether it was done is not said")
          : new StillHolds(Optional.empty());
    }
    FhirDate since =
        stated.isKnown() ? stated : FhirDate.of(period.text("start")).orElse(FhirDate.UNKNOWN);
    if (!since.isKnown()) {
      return no("it has no date, so that whether it still holds is not known");
    }
    return since.lastDay().isBefore(day.get().minusMonths(MONTHS))
        ? no("it is more than " + MONTHS + " months old, and whether it still holds is not known")
        : new StillHolds(Optional.empty());
  }

  private static StillHolds no(String words) {
    return new StillHolds(Optional.of(words));
  }
}
