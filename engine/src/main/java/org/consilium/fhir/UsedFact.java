package org.consilium.fhir;

import java.util.List;
import org.consilium.knowledge.Feature;
import org.consilium.patient.FeatureValue;

/**
 * A fact of the case with the elements that it was read from.
 *
 * @param feature the feature
 * @param value what is known of it
 * @param sources the elements, at least one
 * @param date the day or moment for which it holds as FHIR writes it, or empty
 * @param how what was done to get it, such as a conversion, or empty
 */
public record UsedFact(
    Feature feature, FeatureValue value, List<Source> sources, String date, String how) {
  public UsedFact {
    sources = List.copyOf(sources);
  }
}
