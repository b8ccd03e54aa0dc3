package org.consilium.recommendation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules that keep a statement from doing harm, each with a patient whom it concerns, one just
 * beside it, and one of whom the fact is not known.
 */
class SafetyRulesTest {
  private static KnowledgeBase knowledge;
  private static CompiledReasoner reasoner;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    reasoner = CompiledReasoner.of(knowledge);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          fp-dpd-complete       | breast   | 'dpdDeficiency': 'complete'                                       | applies
          fp-dpd-complete       | breast   | 'dpdDeficiency': 'partial'                                        | does-not-apply
          fp-dpd-complete       | breast   |                                                                   | undetermined
          fp-dpd-partial        | breast   | 'dpdDeficiency': 'partial'                                        | applies
          trastuzumab-lvef      | breast   | 'diseaseSetting': 'early', 'lvef': 55                             | applies
          trastuzumab-lvef      | breast   | 'lvef': 56, 'cardiovascularDisease': false, 'heartFailureNyha': 0, 'uncontrolledHypertension': false, 'priorTherapies': [] | does-not-apply
          trastuzumab-lvef      | breast   | 'diseaseSetting': 'metastatic', 'lvef': 55, 'cardiovascularDisease': false, 'heartFailureNyha': 0, 'uncontrolledHypertension': false, 'priorTherapies': [] | does-not-apply
          trastuzumab-lvef      | breast   | 'diseaseSetting': 'early'                                         | undetermined
          tdxd-ild              | breast   | 'interstitialLungDisease': true                                   | applies
          tdxd-ild              | breast   | 'interstitialLungDisease': false, 'pneumonitisHistory': false, 'creatinineClearance': 60 | does-not-apply
          tdxd-ild              | breast   | 'interstitialLungDisease': false, 'pneumonitisHistory': false     | undetermined
          ar-antagonist-seizure | prostate | 'seizureHistory': true                                            | applies
          ar-antagonist-seizure | prostate | 'seizureHistory': false, 'currentMedication': []                  | does-not-apply
          ar-antagonist-seizure | prostate | 'seizureHistory': false                                           | undetermined
          abi-heart             | prostate | 'lvef': 49.9                                                      | applies
          abi-heart             | prostate | 'lvef': 50, 'heartFailureNyha': 1, 'uncontrolledHypertension': false, 'hypokalaemia': false, 'recentCardiovascularEvent': false | does-not-apply
          abi-heart             | prostate | 'lvef': 50                                                        | undetermined
          abi-liver             | prostate | 'hepaticImpairment': 'severe'                                     | applies
          abi-liver             | prostate | 'hepaticImpairment': 'moderate'                                   | does-not-apply
          abi-liver             | prostate |                                                                   | undetermined
          ribo-qt               | breast   | 'qtcMs': 450                                                      | applies
          ribo-qt               | breast   | 'qtcMs': 449, 'longQtSyndrome': false, 'electrolyteAbnormality': false, 'heartFailureNyha': 0, 'recentCardiovascularEvent': false, 'bradycardia': false | does-not-apply
          ribo-qt               | breast   | 'qtcMs': 449                                                      | undetermined
          capi-diabetes         | breast   | 'hba1c': 8.1                                                      | applies
          capi-diabetes         | breast   | 'diabetes': 'none', 'hba1c': 8.0                                  | does-not-apply
          inavo-diabetes        | breast   | 'diabetes': 'none', 'hba1c': 6.5                                  | applies
          inavo-diabetes        | breast   | 'diabetes': 'none'                                                | undetermined
          preg-ici              | breast   | 'pregnant': true                                                  | applies
          preg-radiotherapy     | breast   | 'pregnant': false                                                 | does-not-apply
          preg-targeted         | breast   | 'sex': 'female', 'menopausalStatus': 'premenopausal'              | undetermined
          preg-ici              | breast   | 'menopausalStatus': 'postmenopausal'                              | does-not-apply
          preg-chemo-first      | breast   | 'pregnant': true, 'trimester': 1                                  | applies
          preg-chemo-first      | breast   | 'pregnant': true, 'trimester': 2                                  | does-not-apply
          preg-chemo-first      | breast   | 'pregnant': true                                                  | undetermined
          ici-autoimmune        | breast   | 'autoimmuneDisease': 'active'                                     | applies
          ici-autoimmune        | lung     | 'autoimmuneDisease': 'active'                                     | applies
          ici-autoimmune        | lung     | 'autoimmuneDisease': 'none'                                       | undetermined
          ici-transplant        | lung     | 'organTransplant': 'solidOrgan'                                   | applies
          ici-transplant        | lung     | 'organTransplant': 'none'                                         | does-not-apply
          ici-transplant        | breast   |                                                                   | undetermined
          zol-renal             | prostate | 'creatinineClearance': 29.9                                       | applies
          zol-renal             | prostate | 'creatinineClearance': 30                                         | does-not-apply
          zol-renal             | breast   |                                                                   | undetermined
          bone-onj              | breast   | 'dentalExamDone': false                                           | applies
          osi-after-ici         | lung     | 'priorTherapies': ['immuneCheckpointInhibitor'], 'weeksSinceCheckpointInhibitor': 12 | applies
          osi-after-ici         | lung     | 'priorTherapies': ['immuneCheckpointInhibitor'], 'weeksSinceCheckpointInhibitor': 13 | does-not-apply
          osi-after-ici         | lung     | 'priorTherapies': ['immuneCheckpointInhibitor']                   | undetermined
          osi-after-ici         | lung     | 'priorTherapies': []                                              | does-not-apply
          """)
  void aRuleConcernsWhomItMeansAndWaitsForWhatIsNotKnown(
      String rule, String cancer, String facts, String expected) throws Exception {
    String json = "{'cancer': '%s', 'facts': {%s}}".formatted(cancer, facts == null ? "" : facts);
    PatientCase patient =
        new PatientJsonReader(knowledge)
            .read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    String iri = "https://w3id.org/consilium/safety/" + rule;
    assertEquals(expected, reasoner.judge(patient).of(iri).word());
  }
}
