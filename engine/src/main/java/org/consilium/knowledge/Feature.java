package org.consilium.knowledge;

import java.util.Objects;
import java.util.Optional;

/**
 * A feature of a case: something that can be known, partly known or unknown about a person at a
 * point of decision.
 *
 * @param key its key in patient descriptions
 * @param iri the OWL property
 * @param kind what values it takes
 * @param label English label
 * @param definition what exactly is meant, with the moment and method where they matter
 * @param question how one would ask for it, or empty
 * @param unit UCUM code of numbers, or empty
 * @param range the numbers that are possible at all
 * @param total whether every case has a value in reality, known or not
 * @param values the taxonomy of a coded feature, else empty
 */
public record Feature(
    String key,
    String iri,
    FeatureKind kind,
    String label,
    String definition,
    String question,
    String unit,
    NumberRange range,
    boolean total,
    Optional<ValueTaxonomy> values)
    implements Comparable<Feature> {
  public Feature {
    Objects.requireNonNull(key);
    Objects.requireNonNull(range);
    if (kind.isCoded() != values.isPresent()) {
      throw new IllegalArgumentException("feature " + key + ": only coded features have values");
    }
  }

  /**
   * The taxonomy of a coded feature.
   *
   * @throws IllegalStateException if the feature is not coded
   */
  public ValueTaxonomy taxonomy() {
    return values.orElseThrow(() -> new IllegalStateException("feature " + key + " is not coded"));
  }

  /** Whether at most one value is possible. */
  public boolean isFunctional() {
    return kind != FeatureKind.CODES;
  }

  @Override
  public int compareTo(Feature other) {
    return key.compareTo(other.key);
  }

  /** Features are identified by their property. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Feature feature && feature.iri.equals(iri);
  }

  @Override
  public int hashCode() {
    return iri.hashCode();
  }

  @Override
  public String toString() {
    return key;
  }
}
