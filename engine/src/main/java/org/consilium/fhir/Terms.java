package org.consilium.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.consilium.fhir.Concept.Coding;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;

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
   * @param match how the code stands to it
   */
  record Meaning(String iri, Match match) {}

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

  private final Vocabulary vocabulary;
  private final Function<Coding, List<Meaning>> lookup;

  Terms(Vocabulary vocabulary, Function<Coding, List<Meaning>> lookup) {
    this.vocabulary = vocabulary;
    this.lookup = lookup;
  }

  /** Whether any code of the concept has a meaning, for whatever cancer. */
  boolean knows(Concept concept) {
    return concept.codings().stream().anyMatch(coding -> !lookup.apply(coding).isEmpty());
  }

  /** The features of this cancer that a code asks for. */
  List<FeatureMeaning> features(Concept concept) {
    List<FeatureMeaning> found = new ArrayList<>();
    for (Coding coding : concept.codings()) {
      for (Meaning meaning : lookup.apply(coding)) {
        vocabulary
            .featureByIri(meaning.iri())
            .map(feature -> new FeatureMeaning(feature, meaning.match()))
            .filter(each -> !found.contains(each))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The values of a coded feature that a concept can mean. */
  List<ValueMeaning> values(Feature feature, Concept concept) {
    List<ValueMeaning> found = new ArrayList<>();
    for (Coding coding : concept.codings()) {
      for (Meaning meaning : lookup.apply(coding)) {
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

  /** The coded features of this cancer among whose values a concept is. */
  List<Feature> featuresWithValue(Concept concept) {
    return vocabulary.features().stream()
        .filter(feature -> feature.kind().isCoded())
        .filter(feature -> !values(feature, concept).isEmpty())
        .toList();
  }

  /** The first of some classes that a concept means, if the code says as much or more. */
  Optional<String> oneOf(Concept concept, Set<String> iris) {
    return concept.codings().stream()
        .flatMap(coding -> lookup.apply(coding).stream())
        .filter(meaning -> meaning.match() != Match.BROADER && iris.contains(meaning.iri()))
        .map(Meaning::iri)
        .findFirst();
  }
}
