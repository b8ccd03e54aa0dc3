package org.consilium.fhir;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.patient.PatientProblem.Code;

/**
 * What is asked of resources that hold more than one case: which patient, which cancer, and as of
 * which day.
 *
 * @param cancer JSON code of a cancer, or the id or reference of its Condition; empty: the only one
 * @param patient id or reference of the Patient; empty: the only one
 * @param day the day at which the case is looked at; empty: the day of the Bundle's timestamp
 */
public record FhirSelection(
    Optional<String> cancer, Optional<String> patient, Optional<LocalDate> day) {
  /** The only patient and the only cancer, as of the Bundle's timestamp. */
  public static final FhirSelection ONLY =
      new FhirSelection(Optional.empty(), Optional.empty(), Optional.empty());

  public FhirSelection {
    Objects.requireNonNull(cancer);
    Objects.requireNonNull(patient);
    Objects.requireNonNull(day);
  }

  /**
   * A selection from texts, as they come from a query or a command line.
   *
   * @param day a day as {@code YYYY-MM-DD}
   * @throws PatientException if it is no such day
   */
  public static FhirSelection of(
      Optional<String> cancer, Optional<String> patient, Optional<String> day)
      throws PatientException {
    try {
      return new FhirSelection(
          cancer, patient, day.isPresent() ? day.map(LocalDate::parse) : Optional.empty());
    } catch (DateTimeParseException e) {
      throw new PatientException(
          List.of(
              new PatientProblem(
                  Code.FHIR_SELECTION,
                  "",
                  "the day is no day",
                  "Write the day as YYYY-MM-DD, for example 2026-03-31.")));
    }
  }
}
