package org.consilium.knowledge;

import java.util.List;
import java.util.Set;

/**
 * A contraindication, caution or check that comes with therapies.
 *
 * @param iri its IRI
 * @param kind what it means when its population holds
 * @param therapies IRIs of the therapies and classes it concerns
 * @param population when it holds
 * @param requiredChecks keys of the features that must be known beforehand
 * @param labelWording how the source words it
 * @param temporary whether the obstacle can pass or be corrected
 * @param statement in our own words
 * @param consequence what to do
 * @param jurisdictions where the source applies
 * @param unverifiedParts what was not read in the source
 * @param sourceDocument name of the source
 * @param sourceSection place in it
 * @param year year of the source
 * @param sources addresses
 */
public record SafetyRule(
    String iri,
    Kind kind,
    Set<String> therapies,
    Population population,
    Set<String> requiredChecks,
    String labelWording,
    boolean temporary,
    String statement,
    String consequence,
    List<String> jurisdictions,
    List<String> unverifiedParts,
    String sourceDocument,
    String sourceSection,
    String year,
    List<String> sources) {
  /** The kinds, the gravest first. */
  public enum Kind {
    CONTRAINDICATION("contraindicated"),
    CHECK_FIRST("check-first"),
    CAUTION("caution");

    private final String state;

    Kind(String state) {
      this.state = state;
    }

    /** The state of a therapy for which such a rule holds. */
    public String state() {
      return state;
    }
  }

  public String id() {
    return Namespaces.localName(iri);
  }
}
