package org.consilium.fhir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.consilium.coding.Code;
import org.consilium.coding.CodeKind;
import org.consilium.fhir.Concept.Coding;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.FeatureValue;

/** What codes mean in the vocabulary of one cancer. */
final class Terms {
  /** How a code stands to a term. */
  enum Match {
    /** The same. */
    EXACT,
    /** The code says more than the term: what has the code, has the term. */
    NARROWER,
    /** The code says less than the term. */
    BROADER
  }

  /**
   * A term behind a code.
   *
   * @param iri a class or property of the ontology
   * @param value the value of the property that the code states, or empty
   * @param match how the code stands to it
   * @param kind what the code names
   */
  record Meaning(String iri, String value, Match match, CodeKind kind) {}

  /**
   * A feature behind a code.
   *
   * @param feature the feature
   * @param match how the code stands to it
   */
  record FeatureMeaning(Feature feature, Match match) {}

  /**
   * A value behind a code.
   *
   * @param value the class
   * @param match how the code stands to it
   */
  record ValueMeaning(ValueClass value, Match match) {}

  /**
   * A feature with the value that a code states: a number, or yes or no.
   *
   * @param feature the feature
   * @param value its value
   * @param match how the code stands to the feature with the value
   * @param kind what the code names
   */
  record ValuedMeaning(Feature feature, FeatureValue value, Match match, CodeKind kind) {}

  private final Vocabulary vocabulary;
  private final Function<Coding, List<Meaning>> lookup;
  private final Map<Code, List<Meaning>> known = new HashMap<>();

  /**
   * @param lookup what a code means, for whatever cancer; asked once for each code
   */
  Terms(Vocabulary vocabulary, Function<Coding, List<Meaning>> lookup) {
    this.vocabulary = vocabulary;
    this.lookup = lookup;
  }

  private List<Meaning> meanings(Coding coding) {
    return known.computeIfAbsent(
        new Code(coding.system(), coding.code()), code -> lookup.apply(coding));
  }

  /** Whether any code of the concept has a meaning, for whatever cancer. */
  boolean knows(Concept concept) {
    return concept.codings().stream().anyMatch(coding -> !meanings(coding).isEmpty());
  }

  /** The features of this cancer that a code asks for. */
  List<FeatureMeaning> features(Concept concept) {
    List<FeatureMeaning> found = new ArrayList<>();
    for (Coding coding : concept.codings()) {
      for (Meaning meaning : meanings(coding)) {
        if (meaning.kind() == CodeKind.OBSERVABLE && meaning.value().isEmpty()) {
          vocabulary
              .featureByIri(meaning.iri())
              .map(feature -> new FeatureMeaning(feature, meaning.match()))
              .filter(each -> !found.contains(each))
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** The values of features without classes that a concept states. */
  List<ValuedMeaning> valued(Concept concept) {
    List<ValuedMeaning> found = new ArrayList<>();
    for (Coding coding : concept.codings()) {
      for (Meaning meaning : meanings(coding)) {
        if (!meaning.value().isEmpty()) {
          vocabulary
              .featureByIri(meaning.iri())
              .map(
                  feature ->
                      new ValuedMeaning(
                          feature,
                          value(feature, meaning.value()),
                          meaning.match(),
                          meaning.kind()))
              .filter(each -> !found.contains(each))
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static FeatureValue value(Feature feature, String text) {
    return feature.kind() == FeatureKind.BOOLEAN
        ? new FeatureValue.Truth(Boolean.parseBoolean(text))
        : new FeatureValue.Numeric(List.of(NumberRange.exactly(new BigDecimal(text))));
  }

  /** What a concept says of a feature without classes, as an answer to it; empty if nothing. */
  List<FeatureValue> answers(Feature feature, Concept concept) {
    return valued(concept).stream()
        .filter(each -> each.feature().equals(feature) && each.match() != Match.BROADER)
        .map(ValuedMeaning::value)
        .toList();
  }

  /** The values of a coded feature that a concept can mean. */
  List<ValueMeaning> values(Feature feature, Concept concept) {
    List<ValueMeaning> found = new ArrayList<>();
    for (Coding coding : concept.codings()) {
      for (Meaning meaning : meanings(coding)) {
        feature
            .values()
            .flatMap(taxonomy -> taxonomy.byIri(meaning.iri()))
            .filter(value -> !value.code().isEmpty())
            .map(value -> new ValueMeaning(value, meaning.match()))
            .filter(each -> !found.contains(each))
            .ifPresent(found::add);
      }
    }
    // What is more general than another meaning adds nothing.
    return found.stream()
        .filter(
            each ->
                found.stream()
                    .noneMatch(
                        other ->
                            other.match() != Match.BROADER
                                && !other.value().iri().equals(each.value().iri())
                                && feature
                                    .taxonomy()
                                    .isSubsumed(other.value().iri(), each.value().iri())))
        .toList();
  }

  /**
   * The coded features of this cancer among whose values a concept is by itself; what is only an
   * answer to a question is left out.
   */
  List<Feature> featuresWithValue(Concept concept) {
    Set<String> classes = new HashSet<>();
    for (Coding coding : concept.codings()) {
      for (Meaning meaning : meanings(coding)) {
        if (meaning.kind() != CodeKind.ANSWER) {
          classes.add(meaning.iri());
        }
      }
    }
    return classes.isEmpty()
        ? List.of()
        : vocabulary.features().stream()
            .filter(feature -> feature.kind().isCoded())
            .filter(
                feature ->
                    classes.stream()
                        .anyMatch(
                            iri ->
                                feature
                                    .values()
                                    .flatMap(taxonomy -> taxonomy.byIri(iri))
                                    .filter(value -> !value.code().isEmpty())
                                    .isPresent()))
            .toList();
  }

  /** The first of some classes that a concept means, if the code says as much or more. */
  Optional<String> oneOf(Concept concept, Set<String> iris) {
    return concept.codings().stream()
        .flatMap(coding -> meanings(coding).stream())
        .filter(meaning -> meaning.match() != Match.BROADER && iris.contains(meaning.iri()))
        .map(Meaning::iri)
        .findFirst();
  }
}
