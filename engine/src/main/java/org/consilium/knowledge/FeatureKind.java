package org.consilium.knowledge;

/** What values a feature of a case can take, and whether it can take several. */
public enum FeatureKind {
  /** One coded value of a taxonomy, such as a T category. */
  CODE,
  /** Any number of coded values of a taxonomy, such as prior therapies. */
  CODES,
  /** One whole number, such as a performance status. */
  INTEGER,
  /** One decimal number, such as a concentration. */
  DECIMAL,
  /** Yes or no. */
  BOOLEAN;

  public boolean isNumber() {
    return this == INTEGER || this == DECIMAL;
  }

  public boolean isCoded() {
    return this == CODE || this == CODES;
  }
}
