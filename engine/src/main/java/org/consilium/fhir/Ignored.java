package org.consilium.fhir;

/**
 * Something that was understood and is no fact of the case.
 *
 * @param source where it stands
 * @param reason the kind of reason
 * @param words the reason in words, without any name or date of the patient
 */
public record Ignored(Source source, Reason reason, String words) {
  /** Why something that was understood is not used. */
  public enum Reason {
    /** Its status says that it must not be used, or not yet. */
    STATUS("status"),
    /** A later or corrected statement replaces it. */
    SUPERSEDED("superseded"),
    /** It is about another patient, a relative or another cancer. */
    OTHER_SUBJECT("other-subject"),
    /** It says that the value is not known. */
    UNKNOWN("unknown"),
    /** No feature of this cancer asks for it. */
    NOT_ASKED_FOR("not-asked-for"),
    /** It lies after the day at which the case is looked at. */
    LATER("later"),
    /** It was said so long before that day, or without a date, that it may no longer hold. */
    OUTDATED("outdated");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The word in answers. */
    public String word() {
      return word;
    }
  }
}
