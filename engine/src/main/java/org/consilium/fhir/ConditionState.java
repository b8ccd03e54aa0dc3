package org.consilium.fhir;

/** What a Condition says of its own truth and time. */
enum ConditionState {
  /** Entered in error, or with an unknown status. */
  WITHDRAWN,
  /** It was ruled out. */
  REFUTED,
  /** It is only suspected. */
  SUSPECTED,
  /** It is present now. */
  PRESENT,
  /** It was present. */
  PAST;

  static ConditionState of(FhirResource condition) {
    String verification = code(condition.element("verificationStatus"));
    String clinical = code(condition.element("clinicalStatus"));
    return switch (verification) {
      case "entered-in-error" -> WITHDRAWN;
      case "refuted" -> REFUTED;
      case "unconfirmed", "provisional", "differential" -> SUSPECTED;
      case "", "confirmed" ->
          switch (clinical) {
            case "inactive", "resolved" -> PAST;
            default -> PRESENT;
          };
      default -> WITHDRAWN;
    };
  }

  private static String code(Element concept) {
    for (Element coding : concept.items("coding")) {
      if (!coding.text("code").isEmpty()) {
        return coding.text("code");
      }
    }
    return "";
  }

  boolean isWithdrawn() {
    return this == WITHDRAWN;
  }
}
