package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.consilium.knowledge.Namespaces;

/** Why a clinician does not follow a card; few enough to choose from, and without free text. */
public enum OverrideReason {
  PATIENT_PREFERENCE("patient-preference", "The patient decided otherwise"),
  CONTRAINDICATED("contraindicated", "Not possible for this patient"),
  ALREADY_DONE("already-done", "Already done or under way"),
  NOT_APPLICABLE("not-applicable", "Does not apply to this patient"),
  DATA_WRONG("data-wrong", "The data it rests on are wrong or out of date"),
  OTHER_GUIDELINE("other-guideline", "Another guideline is followed"),
  TUMOUR_BOARD("tumour-board", "The tumour board decided otherwise"),
  TRIAL("trial", "The patient takes part in a trial");

  /** The system of the codes. */
  static final String SYSTEM = Namespaces.BASE + "override-reasons";

  private final String code;
  private final String display;

  OverrideReason(String code, String display) {
    this.code = code;
    this.display = display;
  }

  public String code() {
    return code;
  }

  String display() {
    return display;
  }

  /** The reason that a Coding names, if it is one of these. */
  static Optional<OverrideReason> of(JsonNode coding) {
    for (OverrideReason each : values()) {
      if (coding.path("system").asText("").equals(SYSTEM)
          && coding.path("code").asText("").equals(each.code)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** All of them as Codings. */
  static void addTo(ArrayNode array) {
    for (OverrideReason each : values()) {
      array.addObject().put("system", SYSTEM).put("code", each.code).put("display", each.display);
    }
  }
}
