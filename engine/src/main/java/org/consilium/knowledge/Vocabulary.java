package org.consilium.knowledge;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a case with one cancer: the features, their values, and the axioms that tie
 * features together.
 */
public final class Vocabulary {
  private final String cancer;
  private final String cancerIri;
  private final String label;
  private final Map<String, Feature> byKey;
  private final Map<String, Feature> byIri = new LinkedHashMap<>();
  private final List<CaseAxiom> axioms;

  /**
   * @param cancer JSON code of the cancer
   * @param cancerIri class of the cancer
   * @param label English name of the cancer
   * @param features the features, ordered by key
   * @param axioms what holds of every case with this cancer
   */
  public Vocabulary(
      String cancer,
      String cancerIri,
      String label,
      Collection<Feature> features,
      List<CaseAxiom> axioms) {
    this.cancer = cancer;
    this.cancerIri = cancerIri;
    this.label = label;
    Map<String, Feature> keys = new LinkedHashMap<>();
    features.stream().sorted().forEach(feature -> keys.put(feature.key(), feature));
    this.byKey = Collections.unmodifiableMap(keys);
    keys.values().forEach(feature -> byIri.put(feature.iri(), feature));
    this.axioms = List.copyOf(axioms);
  }

  public String cancer() {
    return cancer;
  }

  public String cancerIri() {
    return cancerIri;
  }

  public String label() {
    return label;
  }

  /** All features, ordered by key. */
  public Collection<Feature> features() {
    return byKey.values();
  }

  public Optional<Feature> feature(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  public Optional<Feature> featureByIri(String iri) {
    return Optional.ofNullable(byIri.get(iri));
  }

  /** The axioms that hold of every case with this cancer, beyond the features' own kinds. */
  public List<CaseAxiom> axioms() {
    return axioms;
  }
}
