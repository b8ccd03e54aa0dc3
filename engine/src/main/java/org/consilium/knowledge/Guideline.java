package org.consilium.knowledge;

import java.util.List;

/**
 * A published document with recommendations, encoded unofficially.
 *
 * @param iri its IRI
 * @param title title in our words
 * @param body name of the publishing body
 * @param year year of the edition as published
 * @param edition edition or version as published, or empty
 * @param documentKind guideline, label, technology appraisal, or empty
 * @param notice that the encoding is unofficial and not endorsed
 * @param sources where it was read
 */
public record Guideline(
    String iri,
    String title,
    String body,
    String year,
    String edition,
    String documentKind,
    String notice,
    List<String> sources) {
  public String id() {
    return Namespaces.localName(iri);
  }
}
