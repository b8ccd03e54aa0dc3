package org.consilium.reasoning;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reasoner says of one case.
 *
 * @param contradictory whether no case can have all the facts; then nothing else is said
 * @param populations applicability of every recommendation and safety rule of the cancer, by IRI
 */
public record Judgement(boolean contradictory, Map<String, Applicability> populations) {
  /** The facts contradict each other or the ontology. */
  public static final Judgement CONTRADICTION = new Judgement(true, Map.of());

  public Judgement {
    populations =
        populations instanceof CompiledAnswers
            ? populations
            : Collections.unmodifiableMap(new TreeMap<>(populations));
  }

  /**
   * The applicability of a recommendation or safety rule.
   *
   * @throws IllegalArgumentException if the cancer has no such population
   */
  public Applicability of(String iri) {
    Applicability applicability = populations.get(iri);
    if (applicability == null) {
      throw new IllegalArgumentException("no population " + iri);
    }
    return applicability;
  }
}
