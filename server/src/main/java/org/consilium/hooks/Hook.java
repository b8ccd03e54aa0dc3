package org.consilium.hooks;

import java.util.Locale;

/** The moments in a clinician's work at which advice is given. */
public enum Hook {
  /** A patient's record is opened. */
  PATIENT_VIEW("opens the record of a patient"),
  /** Orders are selected and not yet signed. */
  ORDER_SELECT("selects orders");

  private final String moment;

  Hook(String moment) {
    this.moment = moment;
  }

  /** Its name in CDS Hooks, for example {@code patient-view}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the clinician does then. */
  String moment() {
    return moment;
  }
}
