package org.consilium.knowledge;

import java.util.Locale;

/** How much a problem matters: only an error keeps knowledge from being used. */
public enum Severity {
  ERROR,
  WARNING,
  INFO;

  /** The lower-case word that people read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
