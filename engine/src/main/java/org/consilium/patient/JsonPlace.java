package org.consilium.patient;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Where in a text its parser stopped, for a message that does not quote the text. */
public final class JsonPlace {
  private JsonPlace() {}

  /** Line and column in parentheses after a space, counted from 1; empty if they are not known. */
  public static String of(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }
}
