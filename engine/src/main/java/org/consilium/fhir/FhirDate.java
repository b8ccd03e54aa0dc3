package org.consilium.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A date or moment of FHIR, which can be a year or a month: the span of time in which it lies.
 * Dates without a time are days in UTC.
 *
 * @param from first moment
 * @param to last moment
 * @param text as FHIR writes it, or empty if nothing is known
 */
record FhirDate(Instant from, Instant to, String text) {
  /** Some day. */
  static final FhirDate UNKNOWN = new FhirDate(Instant.MIN, Instant.MAX, "");

  /** Reads a date, dateTime or instant; empty if it is none. */
  static Optional<FhirDate> of(String text) {
    try {
      return switch (text.length()) {
        case 0, 1, 2, 3 -> Optional.empty();
        case 4 -> Optional.of(days(LocalDate.of(Integer.parseInt(text), 1, 1), 12, text));
        case 7 -> Optional.of(days(YearMonth.parse(text).atDay(1), 1, text));
        case 10 -> Optional.of(day(LocalDate.parse(text), text));
        default -> {
          Instant moment =
              OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
          yield Optional.of(new FhirDate(moment, moment, text));
        }
      };
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static FhirDate days(LocalDate first, int months, String text) {
    return new FhirDate(start(first), start(first.plusMonths(months)).minusMillis(1), text);
  }

  private static FhirDate day(LocalDate day, String text) {
    return new FhirDate(start(day), start(day.plusDays(1)).minusMillis(1), text);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  boolean isKnown() {
    return !text.isEmpty();
  }

  /** Whether it certainly lies after another one. */
  boolean isAfter(FhirDate other) {
    return from.isAfter(other.to);
  }

  /** Whether it certainly lies after the end of a day, in any time zone. */
  boolean isAfter(LocalDate day) {
    return isKnown() && !from.isBefore(start(day.plusDays(1)).plusSeconds(12 * 3600L));
  }

  /** First day, for a date that is known. */
  LocalDate firstDay() {
    return from.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** Last day, for a date that is known. */
  LocalDate lastDay() {
    return to.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
