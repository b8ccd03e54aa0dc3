package org.consilium.fhir;

import org.consilium.knowledge.Feature;
import org.consilium.patient.FeatureValue;

/**
 * What one element says of a feature that has at most one value.
 *
 * @param feature the feature
 * @param value what is said of it
 * @param date when it holds
 * @param rank how it stands against others
 * @param source where it stands
 * @param how what was done to get it, or empty
 */
record Finding(
    Feature feature, FeatureValue value, FhirDate date, Rank rank, Source source, String how) {
  /** How a finding stands against others on the same feature, whatever their dates. */
  enum Rank {
    /** Only if there is no other: a status converted from another scale, M1 from a metastasis. */
    SUBSTITUTE,
    /** As usual. */
    PLAIN,
    /** Replaces a plain one of the same moment: it was corrected. */
    CORRECTED
  }
}
