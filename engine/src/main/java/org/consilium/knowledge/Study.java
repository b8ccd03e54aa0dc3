package org.consilium.knowledge;

import java.util.List;
import java.util.Optional;

/**
 * A study and what it found.
 *
 * @param iri its IRI
 * @param label acronym
 * @param title what it compared
 * @param design design in words
 * @param randomised whether allocation was random, if known
 * @param registryNumber trial registry number, or empty
 * @param sampleSize number of participants, or empty
 * @param year year of the main report, or empty
 * @param population whom it enrolled
 * @param intervention the arm under test
 * @param comparator the arm it was compared with
 * @param publications main report first
 * @param outcomes its results
 * @param notes what to know when reading the numbers
 * @param sources where the facts were read
 */
public record Study(
    String iri,
    String label,
    String title,
    String design,
    Optional<Boolean> randomised,
    String registryNumber,
    String sampleSize,
    String year,
    String population,
    String intervention,
    String comparator,
    List<Publication> publications,
    List<Outcome> outcomes,
    List<String> notes,
    List<String> sources) {
  public String id() {
    return Namespaces.localName(iri);
  }
}
