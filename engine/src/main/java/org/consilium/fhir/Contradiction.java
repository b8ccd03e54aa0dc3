package org.consilium.fhir;

import java.util.List;
import org.consilium.knowledge.Feature;

/**
 * Statements about one feature, none later than the other, that cannot all be true.
 *
 * @param feature the feature
 * @param sources the statements
 * @param words what became of them
 */
public record Contradiction(Feature feature, List<Source> sources, String words) {
  public Contradiction {
    sources = List.copyOf(sources);
  }
}
