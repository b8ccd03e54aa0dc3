package org.consilium.patient;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Vocabulary;

/**
 * A person at a point of decision: one cancer, and what is known of its features. It is a value
 * that lives for one question; it is never stored and never logged.
 */
public final class PatientCase {
  private final Optional<String> id;
  private final Vocabulary vocabulary;
  private final NavigableMap<Feature, FeatureValue> facts;

  /**
   * @param id an opaque label that comes back with the answer
   * @param vocabulary the vocabulary of the cancer
   * @param facts what is known
   * @throws IllegalArgumentException if a feature is not of the vocabulary
   */
  public PatientCase(Optional<String> id, Vocabulary vocabulary, Map<Feature, FeatureValue> facts) {
    this.id = id;
    this.vocabulary = vocabulary;
    this.facts = Collections.unmodifiableNavigableMap(new TreeMap<>(facts));
    for (Feature feature : facts.keySet()) {
      if (vocabulary.featureByIri(feature.iri()).isEmpty()) {
        throw new IllegalArgumentException(feature.key() + " is not a feature of this cancer");
      }
    }
  }

  public Optional<String> id() {
    return id;
  }

  public String cancer() {
    return vocabulary.cancer();
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** What is known, ordered by feature key. */
  public NavigableMap<Feature, FeatureValue> facts() {
    return facts;
  }

  /** The same case with other facts. */
  public PatientCase withFacts(Map<Feature, FeatureValue> others) {
    return new PatientCase(id, vocabulary, others);
  }

  /** Says no more than the cancer and how many facts there are, so that it is safe to log. */
  @Override
  public String toString() {
    return "case of " + cancer() + " cancer with " + facts.size() + " facts";
  }
}
