package org.consilium.fhir;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.consilium.patient.PatientCase;

/**
 * A case that was read from FHIR resources, with an account of every element that was used, left
 * aside or not understood.
 *
 * @param patient the case
 * @param day the day at which it is looked at, if that is known
 * @param used the facts with their sources, ordered by feature
 * @param ignored what was understood and is no fact, in the order of the resources
 * @param notUnderstood what could not be read, in the order of the resources
 * @param contradictions statements that cannot all be true, ordered by feature
 */
public record FhirCase(
    PatientCase patient,
    Optional<LocalDate> day,
    List<UsedFact> used,
    List<Ignored> ignored,
    List<NotUnderstood> notUnderstood,
    List<Contradiction> contradictions) {
  public FhirCase {
    used = List.copyOf(used);
    ignored = List.copyOf(ignored);
    notUnderstood = List.copyOf(notUnderstood);
    contradictions = List.copyOf(contradictions);
  }

  /** Says no more than counts, so that it is safe to log. */
  @Override
  public String toString() {
    return patient
        + " from FHIR: "
        + used.size()
        + " used, "
        + ignored.size()
        + " ignored, "
        + notUnderstood.size()
        + " not understood";
  }
}
