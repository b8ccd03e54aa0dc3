package org.consilium.fhir;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.consilium.fhir.Terms.FeatureMeaning;
import org.consilium.fhir.Terms.Match;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.FeatureValue;

/**
 * By which staging manual something was classified, as the method of an Observation says it. The T,
 * N and M categories of the 8th editions of UICC and AJCC are the same; the stage groups are not
 * where the AJCC regards more than these: its prognostic groups of prostate cancer (PSA, grade) and
 * of breast cancer (grade, receptors).
 */
enum StagingManual {
  /** UICC. */
  UICC,
  /** AJCC, 8th edition. */
  AJCC_8,
  /** Another edition of the AJCC than the 8th. */
  ANOTHER,
  /** Not said, or by a code that is not known. */
  UNKNOWN;

  private static final String PROGNOSTIC_GROUP = "ajccPrognosticStageGroup";
  private static final Set<String> PROGNOSTIC_IN_AJCC = Set.of("breast", "prostate");
  private static final String UICC_CODE = "C188404";
  private static final String AJCC_8_CODE = "897275008";
  private static final Map<String, String> OTHER_EDITIONS =
      Map.of(
          "444256004", "AJCC, 6th edition",
          "443830009", "AJCC, 7th edition",
          "1269566009", "AJCC, version 9");

  static StagingManual of(Concept method) {
    if (!nameOfAnother(method).isEmpty()) {
      return ANOTHER;
    }
    if (method.has(CodeSystems.SNOMED, AJCC_8_CODE)) {
      return AJCC_8;
    }
    return method.has(CodeSystems.NCIT, UICC_CODE) ? UICC : UNKNOWN;
  }

  /** The name of another edition than the 8th; empty if the method is none. */
  static String nameOfAnother(Concept method) {
    return OTHER_EDITIONS.entrySet().stream()
        .filter(each -> method.has(CodeSystems.SNOMED, each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  static boolean isStaging(Feature feature) {
    return feature.key().matches("y?[cp][TNM]") || isGroup(feature);
  }

  private static boolean isGroup(Feature feature) {
    return feature.key().matches(".*[sS]tageGroup");
  }

  /**
   * The features that are meant where a code asks for stage groups and the vocabulary has those of
   * both manuals; other features stay.
   */
  List<FeatureMeaning> choose(Vocabulary vocabulary, List<FeatureMeaning> asked) {
    if (vocabulary.feature(PROGNOSTIC_GROUP).isEmpty()
        || asked.stream().noneMatch(each -> isGroup(each.feature()))) {
      return asked;
    }
    return switch (this) {
      case AJCC_8 ->
          asked.stream()
              .filter(
                  each -> !isGroup(each.feature()) || each.feature().key().equals(PROGNOSTIC_GROUP))
              .map(each -> new FeatureMeaning(each.feature(), Match.EXACT))
              .toList();
      case UICC ->
          asked.stream().filter(each -> !each.feature().key().equals(PROGNOSTIC_GROUP)).toList();
      case ANOTHER, UNKNOWN ->
          asked.stream().map(each -> new FeatureMeaning(each.feature(), Match.BROADER)).toList();
    };
  }

  /**
   * Whether a value is a stage group of another kind than the feature, or may be one: an anatomic
   * group is asked for, and the manual has prognostic ones. Stages 0 and IV are the same in both.
   */
  boolean mayBePrognostic(Vocabulary vocabulary, Feature feature, FeatureValue value) {
    return this != UICC
        && isGroup(feature)
        && PROGNOSTIC_IN_AJCC.contains(vocabulary.cancer())
        && vocabulary.feature(PROGNOSTIC_GROUP).isEmpty()
        && !(value instanceof FeatureValue.Coded coded
            && coded.anyOf().stream().allMatch(each -> each.code().matches("0|IV")));
  }
}
