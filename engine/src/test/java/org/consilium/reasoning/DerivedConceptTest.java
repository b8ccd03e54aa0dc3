package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The derived concepts of prostate cancer at their boundaries: just below, at and above every
 * threshold. A group is derived when the facts allow it and contradict every other group. A sample
 * of the answers is asked of HermiT, too.
 */
class DerivedConceptTest {
  private static final String UNTREATED =
      "\"diagnosticStage\": \"confirmed\", \"primaryLocalTreatment\": \"none\"";

  private static PossibleValues values;

  @BeforeAll
  static void load() throws Exception {
    values = new PossibleValues("prostate", 6);
  }

  /** The groups, given as JSON, that the facts allow. */
  private static String groups(String feature, String facts, String... all) throws Exception {
    List<JsonNode> groups = new ArrayList<>();
    for (String group : all) {
      groups.add(new ObjectMapper().readTree(group));
    }
    return String.join(" or ", values.of(facts, feature, groups));
  }

  @ParameterizedTest
  @CsvSource({
    // cT, N, ISUP, PSA, group
    "T1c, N0, 1, 9.99, low",
    "T2a, N0, 1, 9.99, low",
    "T2a, N0, 1, 10, intermediate-favourable",
    "T2b, N0, 1, 9.99, intermediate-favourable",
    "T2b, N0, 1, 20, intermediate-favourable",
    "T1c, N0, 2, 9.99, intermediate-favourable",
    "T2b, N0, 2, 9.99, intermediate-favourable",
    "T1c, N0, 2, 10, intermediate-unfavourable",
    "T2b, N0, 2, 20, intermediate-unfavourable",
    "T1c, N0, 3, 0.1, intermediate-unfavourable",
    "T2b, N0, 3, 20, intermediate-unfavourable",
    "T1c, N0, 1, 20.01, high-localised",
    "T2b, N0, 3, 20.01, high-localised",
    "T1c, N0, 4, 0.1, high-localised",
    "T2a, N0, 5, 9.99, high-localised",
    "T2c, N0, 1, 4, high-localised",
    "T3a, N0, 1, 4, locally-advanced",
    "T4, N0, 5, 100, locally-advanced",
    "T1c, N1, 1, 4, locally-advanced",
    "T2c, N1, 5, 100, locally-advanced",
    "T2, N0, 1, 9.99, low or intermediate-favourable or high-localised"
  })
  void eauRiskGroupsAreDerived(String cT, String cN, int isup, String psa, String group)
      throws Exception {
    assertEquals(
        group,
        groups(
            "eauRiskGroup",
            risk(cT, cN, isup, psa),
            "\"low\"",
            "\"intermediate-favourable\"",
            "\"intermediate-unfavourable\"",
            "\"high-localised\"",
            "\"locally-advanced\""));
  }

  private static String risk(String cT, String cN, int isup, String psa) {
    return UNTREATED
        + ", \"cM\": \"M0\", \"cT\": \"%s\", \"cN\": \"%s\", \"isupGradeGroup\": %d, \"psaNgMl\": %s"
            .formatted(cT, cN, isup, psa);
  }

  @ParameterizedTest
  @CsvSource({
    // cT, ISUP, PSA, group
    "T1c, 1, 9.99, 1",
    "T2c, 1, 9.99, 1",
    "T2c, 1, 10, 2",
    "T1c, 1, 20, 2",
    "T1c, 2, 9.99, 2",
    "T1c, 2, 10, 3",
    "T2c, 2, 20, 3",
    "T1c, 3, 0.1, 3",
    "T2c, 3, 20, 3",
    "T1c, 1, 20.01, 4",
    "T2c, 3, 20.01, 4",
    "T1c, 4, 20, 4",
    "T3a, 1, 4, 4",
    "T3b, 3, 20, 4",
    "T1c, 4, 20.01, 5",
    "T3a, 4, 4, 5",
    "T3a, 3, 20.01, 5",
    "T1c, 5, 4, 5",
    "T4, 1, 4, 5"
  })
  void cambridgePrognosticGroupsAreDerived(String cT, int isup, String psa, String group)
      throws Exception {
    assertEquals(group, groups("niceCpg", risk(cT, "N0", isup, psa), "1", "2", "3", "4", "5"));
  }

  @ParameterizedTest
  @CsvSource({
    // cT, ISUP, PSA, positive cores in percent, group
    "T1c, 1, 9.99, 10, not-intermediate",
    "T2b, 1, 9.99, 49.9, favourable",
    "T2b, 1, 9.99, 50, unfavourable",
    "T1c, 2, 9.99, 49.9, favourable",
    "T1c, 1, 10, 49.9, favourable",
    "T1c, 1, 20, 49.9, favourable",
    "T1c, 2, 10, 10, unfavourable",
    "T2c, 2, 9.99, 10, unfavourable",
    "T2b, 1, 10, 10, unfavourable",
    "T1c, 3, 9.99, 10, unfavourable",
    "T2c, 3, 20, 90, unfavourable",
    "T1c, 1, 20.01, 10, not-intermediate",
    "T1c, 4, 9.99, 10, not-intermediate",
    "T3a, 1, 9.99, 10, not-intermediate"
  })
  void nccnSplitOfIntermediateRiskIsDerived(
      String cT, int isup, String psa, String cores, String group) throws Exception {
    assertEquals(
        group,
        groups(
            "nccnIntermediateGroup",
            risk(cT, "N0", isup, psa) + ", \"positiveSystematicCoresPercent\": " + cores,
            "\"favourable\"",
            "\"unfavourable\"",
            "\"not-intermediate\""));
  }

  @ParameterizedTest
  @CsvSource({
    // treatment before, feature, months, ISUP, group
    "prostatectomy, psaDoublingTimeMonths, 12.01, 3, low",
    "prostatectomy, psaDoublingTimeMonths, 12, 3, high",
    "prostatectomy, psaDoublingTimeMonths, 11.99, 1, high",
    "prostatectomy, psaDoublingTimeMonths, 12.01, 4, high",
    "radiotherapy, monthsToBiochemicalRecurrence, 18.01, 3, low",
    "radiotherapy, monthsToBiochemicalRecurrence, 18, 3, high",
    "radiotherapy, monthsToBiochemicalRecurrence, 17.99, 1, high",
    "radiotherapy, monthsToBiochemicalRecurrence, 18.01, 4, high"
  })
  void recurrenceGroupsAreDerived(
      String treatment, String feature, String months, int isup, String group) throws Exception {
    String facts =
        "\"bcrStatus\": \"after-%s\", \"%s\": %s, \"isupGradeGroup\": %d"
            .formatted(treatment, feature, months, isup);
    assertEquals(group, groups("eauBcrRiskGroup", facts, "\"low\"", "\"high\""));
    String allowed = treatment + " or both";
    assertEquals(
        allowed,
        groups(
            "primaryLocalTreatment",
            facts,
            "\"none\"",
            "\"prostatectomy\"",
            "\"radiotherapy\"",
            "\"both\""));
  }

  @ParameterizedTest
  @CsvSource({
    // M, bone lesions, of them outside spine and pelvis, group
    "M1c, 0, 0, high",
    "M1b, 3, 3, low",
    "M1b, 4, 0, low",
    "M1b, 4, 1, high",
    "M1b, 5, 4, high",
    "M1a, 0, 0, low",
    "M1c, 10, 5, high"
  })
  void metastaticVolumeIsDerived(String cM, int lesions, int outside, String group)
      throws Exception {
    String facts =
        ("\"cM\": \"%s\", \"boneLesionCount\": %d, \"boneLesionsOutsideSpineAndPelvisCount\": %d,"
                + " \"visceralMetastases\": %s")
            .formatted(cM, lesions, outside, cM.equals("M1c"));
    assertEquals(group, groups("metastaticVolume", facts, "\"high\"", "\"low\""));
  }

  /** What follows from what: stated together with the opposite, the first contradicts it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Castration resistance
        "\"castrationStatus\": \"castration-resistant\", \"testosteroneNgDl\": 49.99 | true",
        "\"castrationStatus\": \"castration-resistant\", \"testosteroneNgDl\": 50 | false",
        "\"castrationStatus\": \"hormone-sensitive\", \"testosteroneNgDl\": 49.99 | true",
        "\"castrationStatus\": \"hormone-sensitive\", \"testosteroneNgDl\": 50 | true",
        // Distant metastasis
        "\"cM\": \"M0\", \"boneMetastases\": true | false",
        "\"cM\": \"M0\", \"visceralMetastases\": true | false",
        "\"cM\": \"M1a\", \"boneMetastases\": true | false",
        "\"cM\": \"M1b\", \"boneMetastases\": false | false",
        "\"cM\": \"M1b\", \"visceralMetastases\": true | false",
        "\"cM\": \"M1b\", \"boneMetastases\": true | true",
        "\"cM\": \"M1c\", \"visceralMetastases\": true, \"boneMetastases\": false | true",
        "\"cM\": \"M1\", \"visceralMetastases\": true, \"boneMetastases\": true | true",
        "\"boneLesionCount\": 1, \"boneMetastases\": false | false",
        "\"boneLesionCount\": 0, \"boneMetastases\": true | false",
        "\"boneLesionCount\": 0, \"boneLesionsOutsideSpineAndPelvisCount\": 1 | false",
        "\"boneLesionCount\": 1, \"boneLesionsOutsideSpineAndPelvisCount\": 1 | true",
        "\"painfulBoneMetastases\": true, \"symptomatic\": false | false",
        "\"painfulBoneMetastases\": true, \"cM\": \"M0\" | false",
        "\"minimallySymptomatic\": true, \"symptomatic\": false | false",
        "\"spinalCordCompression\": true, \"impendingClinicalComplication\": false | false",
        // Genes
        "\"brca2Mutation\": true, \"brcaMutation\": false | false",
        "\"somaticBrcaMutation\": true, \"brcaMutation\": false | false",
        "\"brcaMutation\": true, \"hrrMutation\": false | false",
        "\"brca2Mutation\": true, \"hrrMutation\": false | false",
        "\"hrrMutation\": true, \"brcaMutation\": false | true",
        // Treatments and their classes
        "\"priorTherapies\": {\"present\": [\"abiraterone\"], \"absent\": [\"ARPI\"]} | false",
        "\"priorTherapies\": {\"present\": [\"ARPI\"], \"absent\": [\"abiraterone\"]} | true",
        // Sex, and risk groups in metastatic disease
        "\"sex\": \"female\" | false",
        "\"diagnosticStage\": \"confirmed\", \"primaryLocalTreatment\": \"none\", \"cM\": \"M1a\","
            + " \"eauRiskGroup\": \"low\" | false",
        "\"diagnosticStage\": \"confirmed\", \"primaryLocalTreatment\": \"none\", \"cM\": \"M1a\","
            + " \"niceCpg\": 5 | false"
      })
  void implicationsHold(String facts, boolean possible) throws Exception {
    assertEquals(possible, values.possible(PossibleValues.facts(facts)));
  }
}
