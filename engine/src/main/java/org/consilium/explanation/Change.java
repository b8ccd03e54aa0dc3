package org.consilium.explanation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.consilium.knowledge.Feature;
import org.consilium.reasoning.Applicability;

/**
 * Known facts that would have to be otherwise for an answer to be another.
 *
 * @param values for each feature what it would have to be, in words
 * @param answer the answer then
 */
public record Change(Map<Feature, String> values, Applicability answer) {
  public Change {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
