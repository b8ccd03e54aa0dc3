package org.consilium.coding;

import java.util.Optional;

/**
 * How a code stands to a term of the ontology, read from the term to the code: <em>term narrowMatch
 * code</em> says that the code is the narrower of the two.
 */
public enum MappingPredicate {
  /** The code means the same as the term. */
  EXACT_MATCH("exactMatch", true),
  /** The code says more than the term: whatever has the code, has the term. */
  NARROW_MATCH("narrowMatch", true),
  /** The code says less than the term: what has the code, may or may not have the term. */
  BROAD_MATCH("broadMatch", false),
  /** The code means nearly the same, good enough to find things, not to decide. */
  CLOSE_MATCH("closeMatch", false),
  /** The code has to do with the term. */
  RELATED_MATCH("relatedMatch", false);

  /** The namespace of the predicates. */
  public static final String SKOS = "http://www.w3.org/2004/02/skos/core#";

  private final String localName;
  private final boolean importable;

  MappingPredicate(String localName, boolean importable) {
    this.localName = localName;
    this.importable = importable;
  }

  /**
   * Whether what carries the code may be taken to have the term: the code must say at least as much
   * as the term.
   */
  public boolean isImportable() {
    return importable;
  }

  public String iri() {
    return SKOS + localName;
  }

  /** As it is written in tables, for example {@code skos:exactMatch}. */
  public String curie() {
    return "skos:" + localName;
  }

  /** The predicate of a table cell such as {@code skos:exactMatch}. */
  public static Optional<MappingPredicate> ofCurie(String curie) {
    for (MappingPredicate predicate : values()) {
      if (predicate.curie().equals(curie)) {
        return Optional.of(predicate);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return curie();
  }
}
