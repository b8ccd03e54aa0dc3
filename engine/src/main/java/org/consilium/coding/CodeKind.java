package org.consilium.coding;

import java.util.Locale;
import java.util.Optional;

/** What a code names in a record of a patient, which decides where a reader looks for it. */
public enum CodeKind {
  /** A question: what was observed or measured. Its answer is the value of the feature. */
  OBSERVABLE,
  /** A statement about the patient in itself: a condition, disorder, morphology or body site. */
  FINDING,
  /** An answer: means the term only together with the question that it answers. */
  ANSWER,
  /** A gene: the subject is about variants of it. */
  GENE,
  /** A medicine, or a class of them. */
  SUBSTANCE,
  /** Something done: an operation, irradiation, test or regimen. */
  PROCEDURE;

  /** As it is written in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<CodeKind> ofWord(String word) {
    for (CodeKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
