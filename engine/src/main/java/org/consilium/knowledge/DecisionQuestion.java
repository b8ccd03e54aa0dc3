package org.consilium.knowledge;

/**
 * The choice that competing recommendations answer, as a PICO question; parts that were not stated
 * are empty.
 */
public record DecisionQuestion(
    String iri,
    String label,
    String topic,
    String population,
    String intervention,
    String comparison,
    String outcome) {
  public String id() {
    return Namespaces.localName(iri);
  }
}
