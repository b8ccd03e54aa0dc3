package org.consilium.coding;

import java.util.Objects;

/**
 * How a code stands to a term of the ontology.
 *
 * @param subject IRI of the term: a feature, a value, a derived concept, a therapy or a cancer
 * @param subjectLabel its name for people
 * @param value the value of the feature that the code stands for, as a patient description writes
 *     it ({@code true}, {@code 2}); empty if the code asks for the feature, and for other terms
 * @param predicate how the code stands to the term, or to the term with that value
 * @param object the code
 * @param objectLabel a short name of what the code means
 * @param kind what the code names in a record
 * @param justification how the mapping came about, a term of the Semantic Mapping Vocabulary such
 *     as {@code semapv:ManualMappingCuration}
 * @param source where the code was seen, or empty
 * @param confidence from 0 to 1
 * @param checked whether the code was read in the source; only then it is used to read patients
 * @param comment remarks, or empty
 */
public record CodeMapping(
    String subject,
    String subjectLabel,
    String value,
    MappingPredicate predicate,
    Code object,
    String objectLabel,
    CodeKind kind,
    String justification,
    String source,
    double confidence,
    boolean checked,
    String comment) {
  public CodeMapping {
    Objects.requireNonNull(subject);
    Objects.requireNonNull(subjectLabel);
    Objects.requireNonNull(value);
    Objects.requireNonNull(predicate);
    Objects.requireNonNull(object);
    Objects.requireNonNull(objectLabel);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(justification);
    Objects.requireNonNull(source);
    Objects.requireNonNull(comment);
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence " + confidence + " is not from 0 to 1");
    }
  }

  /** Whether what carries the code may be taken to have the term. */
  public boolean isForImport() {
    return checked && predicate.isImportable();
  }

  /** The same statement about a code that lies below this one: it says more. */
  CodeMapping ofNarrower(Code narrower) {
    return new CodeMapping(
        subject,
        subjectLabel,
        value,
        MappingPredicate.NARROW_MATCH,
        narrower,
        "",
        kind,
        justification,
        source,
        confidence,
        checked,
        comment);
  }
}
