package org.consilium.patient;

/**
 * What is wrong with a patient description.
 *
 * @param code stable code, for example {@code CNS-PAT-004}
 * @param pointer JSON pointer to the place, empty for the whole
 * @param message what is wrong, with the nearest valid choices
 * @param remedy what to do
 */
public record PatientProblem(Code code, String pointer, String message, String remedy) {
  /** The stable kinds of problems; {@code docs/errors.md} has a paragraph for each. */
  public enum Code {
    NOT_JSON("CNS-PAT-001"),
    TOO_LARGE("CNS-PAT-002"),
    UNKNOWN_CANCER("CNS-PAT-003"),
    UNKNOWN_KEY("CNS-PAT-004"),
    UNKNOWN_CODE("CNS-PAT-005"),
    WRONG_TYPE("CNS-PAT-006"),
    OUT_OF_RANGE("CNS-PAT-007"),
    CONTRADICTORY_FACTS("CNS-PAT-008"),
    EMPTY("CNS-PAT-009"),
    FHIR_NOT_READ("CNS-PAT-010"),
    FHIR_RESOURCE("CNS-FHIR-001"),
    FHIR_BUNDLE_TYPE("CNS-FHIR-002"),
    FHIR_TOO_LARGE("CNS-FHIR-003"),
    FHIR_STRUCTURE("CNS-FHIR-004"),
    FHIR_SEVERAL_PATIENTS("CNS-FHIR-005"),
    FHIR_NO_SUCH_PATIENT("CNS-FHIR-006"),
    FHIR_SEVERAL_CANCERS("CNS-FHIR-007"),
    FHIR_NO_CANCER("CNS-FHIR-008"),
    FHIR_SELECTION("CNS-FHIR-009");

    private final String id;

    Code(String id) {
      this.id = id;
    }

    /** The identifier that people and programs quote. */
    public String id() {
      return id;
    }
  }

  @Override
  public String toString() {
    return code.id() + (pointer.isEmpty() ? "" : " at " + pointer) + ": " + message;
  }
}
