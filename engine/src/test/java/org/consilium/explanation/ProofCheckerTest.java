package org.consilium.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.consilium.knowledge.Population;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.Applicability;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checker accepts right answers and finds what is wrong with others. */
class ProofCheckerTest {
  private static KnowledgeBase knowledge;
  private static ProofChecker checker;
  private static Population doublet;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.load(KnowledgeFiles.packaged().with(List.of(simpleDoublet())));
    checker = ProofChecker.of(knowledge);
    doublet = knowledge.recommendationById("eau-mhspc-doublet").orElseThrow().population();
  }

  /** The statement on doublets with a population that stays as simple as these tests want it. */
  private static KnowledgeFile simpleDoublet() throws IOException {
    KnowledgeFile file =
        KnowledgeFiles.packaged().files().stream()
            .filter(each -> each.path().endsWith("prostate/mhspc.ttl"))
            .findFirst()
            .orElseThrow();
    String simple =
        file.text()
            .replaceFirst(
                "(?s)(rec:eau-mhspc-doublet a.*?cns:eligiblePopulation )\"+.*?\"+\\^\\^",
                "$1\"pca:MetastaticHormoneSensitive and pca:fitForArpi value true\"^^");
    return new KnowledgeFile(file.path(), simple);
  }

  private static PatientCase patient(String facts) throws Exception {
    return new PatientJsonReader(knowledge)
        .read(
            ("{\"cancer\": \"prostate\", \"facts\": {" + facts + "}}")
                .getBytes(StandardCharsets.UTF_8));
  }

  private static List<Feature> features(String... keys) {
    return Stream.of(keys)
        .map(key -> knowledge.vocabulary("prostate").orElseThrow().feature(key).orElseThrow())
        .toList();
  }

  private static final String METASTATIC =
      "\"diagnosticStage\": \"confirmed\", \"castrationStatus\": \"hormone-sensitive\","
          + " \"cM\": \"M1b\"";

  private static Optional<String> refute(
      String facts, Applicability answer, List<Feature> deciding, List<List<Feature>> missing)
      throws Exception {
    return checker.refute(patient(facts), doublet, answer, deciding, missing);
  }

  private static void assertRefuted(String reason, Optional<String> found) {
    assertTrue(found.isPresent() && found.get().contains(reason), found.toString());
  }

  @Test
  void aRightAnswerWithTheFactsThatDecideItIsAccepted() throws Exception {
    assertEquals(
        Optional.empty(),
        refute(
            METASTATIC + ", \"fitForArpi\": true, \"ageYears\": 70",
            Applicability.APPLIES,
            features("diagnosticStage", "castrationStatus", "cM", "fitForArpi"),
            List.of()));
    assertEquals(
        Optional.empty(),
        refute(
            METASTATIC + ", \"fitForArpi\": false",
            Applicability.DOES_NOT_APPLY,
            features("fitForArpi"),
            List.of()));
  }

  @Test
  void tooFewAndTooManyFactsAreRefuted() throws Exception {
    assertRefuted(
        "need not be in",
        refute(
            METASTATIC + ", \"fitForArpi\": true",
            Applicability.APPLIES,
            features("diagnosticStage", "cM", "fitForArpi"),
            List.of()));
    assertRefuted(
        "holds without ageYears",
        refute(
            METASTATIC + ", \"fitForArpi\": true, \"ageYears\": 70",
            Applicability.APPLIES,
            features("diagnosticStage", "castrationStatus", "cM", "fitForArpi", "ageYears"),
            List.of()));
    assertRefuted(
        "is not known",
        refute(METASTATIC, Applicability.APPLIES, features("fitForArpi"), List.of()));
  }

  @Test
  void theWrongAnswerIsRefuted() throws Exception {
    assertRefuted(
        "need not be outside",
        refute(
            METASTATIC + ", \"fitForArpi\": true",
            Applicability.DOES_NOT_APPLY,
            features("diagnosticStage", "castrationStatus", "cM", "fitForArpi"),
            List.of()));
    assertRefuted(
        "every case",
        refute(
            METASTATIC + ", \"fitForArpi\": true",
            Applicability.UNDETERMINED,
            List.of(),
            List.of()));
  }

  @Test
  void missingSetsMustDecideWhateverTheirValuesAndHoldNothingElse() throws Exception {
    assertEquals(
        Optional.empty(),
        refute(METASTATIC, Applicability.UNDETERMINED, List.of(), List.of(features("fitForArpi"))));
    assertRefuted(
        "leave it open",
        refute(METASTATIC, Applicability.UNDETERMINED, List.of(), List.of(features("ageYears"))));
    assertRefuted(
        "decided without ageYears",
        refute(
            METASTATIC,
            Applicability.UNDETERMINED,
            List.of(),
            List.of(features("fitForArpi", "ageYears"))));
  }

  @Test
  void aContradictionIsCheckedLikeAnAnswer() throws Exception {
    PatientCase patient = patient("\"cM\": \"M0\", \"boneMetastases\": true, \"ageYears\": 70");
    assertEquals(
        Optional.empty(), checker.refuteContradiction(patient, features("cM", "boneMetastases")));
    assertRefuted(
        "without ageYears",
        checker.refuteContradiction(patient, features("cM", "boneMetastases", "ageYears")));
    assertRefuted("can have all", checker.refuteContradiction(patient, features("cM", "ageYears")));
  }
}
