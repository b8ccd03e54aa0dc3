package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.patient.PatientProblem;
import org.consilium.recommendation.Recommender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The clinical stage groups of prostate cancer, row by row of the tables of TNM 8: those of the
 * UICC from T, N and M, and the prognostic groups of the AJCC from PSA and grade group, too, just
 * below and at every limit of PSA. The facts contradict every stated group but their own. A sample
 * of the answers is asked of HermiT.
 */
class ProstateStageGroupTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> UICC = List.of("I", "II", "III", "IV");
  private static final List<String> AJCC =
      List.of("I", "IIA", "IIB", "IIC", "IIIA", "IIIB", "IIIC", "IVA", "IVB");
  private static final String UNTREATED =
      "'diagnosticStage':'confirmed','primaryLocalTreatment':'none',";
  private static final int ASKED_OF_HERMIT = 97;

  private static PossibleValues values;

  @BeforeAll
  static void load() throws Exception {
    values = new PossibleValues("prostate", ASKED_OF_HERMIT);
  }

  private static String uicc(String facts) throws Exception {
    return values.codes(facts, "stageGroup", UICC);
  }

  private static String ajcc(String facts) throws Exception {
    return values.codes(facts, "ajccPrognosticStageGroup", AJCC);
  }

  @ParameterizedTest
  @CsvSource({
    // T, group with N0, N1
    "T0, '', IV",
    "T1, I, IV",
    "T1a, I, IV",
    "T1b, I, IV",
    "T1c, I, IV",
    "T2a, I, IV",
    "T2b, II, IV",
    "T2c, II, IV",
    "T2, I II, IV",
    "T3a, III, IV",
    "T3b, III, IV",
    "T3, III, IV",
    "T4, III, IV"
  })
  void theUiccGroupFollowsFromTAndN(String t, String n0, String n1) throws Exception {
    String facts = UNTREATED + "'cM':'M0','cT':'" + t + "','cN':";
    assertEquals(n0, uicc(facts + "'N0'"));
    assertEquals(n1, uicc(facts + "'N1'"));
    for (String m : List.of("M1a", "M1b", "M1c")) {
      assertEquals("IV", uicc(UNTREATED + "'cN':'N0','cT':'" + t + "','cM':'" + m + "'"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // T, PSA, group with grade group 1, 2, 3, 4, 5
    "T0, 9.99, '', '', '', '', IIIC",
    "T0, 20, '', '', '', '', IIIC",
    "T1a, 9.99, I, IIB, IIC, IIC, IIIC",
    "T1a, 10, IIA, IIB, IIC, IIC, IIIC",
    "T1a, 19.99, IIA, IIB, IIC, IIC, IIIC",
    "T1a, 20, IIIA, IIIA, IIIA, IIIA, IIIC",
    "T1b, 9.99, I, IIB, IIC, IIC, IIIC",
    "T1b, 10, IIA, IIB, IIC, IIC, IIIC",
    "T1b, 19.99, IIA, IIB, IIC, IIC, IIIC",
    "T1b, 20, IIIA, IIIA, IIIA, IIIA, IIIC",
    "T1c, 9.99, I, IIB, IIC, IIC, IIIC",
    "T1c, 10, IIA, IIB, IIC, IIC, IIIC",
    "T1c, 19.99, IIA, IIB, IIC, IIC, IIIC",
    "T1c, 20, IIIA, IIIA, IIIA, IIIA, IIIC",
    "T2a, 9.99, I, IIB, IIC, IIC, IIIC",
    "T2a, 10, IIA, IIB, IIC, IIC, IIIC",
    "T2a, 19.99, IIA, IIB, IIC, IIC, IIIC",
    "T2a, 20, IIIA, IIIA, IIIA, IIIA, IIIC",
    "T2b, 9.99, IIA, IIB, IIC, IIC, IIIC",
    "T2b, 10, IIA, IIB, IIC, IIC, IIIC",
    "T2b, 19.99, IIA, IIB, IIC, IIC, IIIC",
    "T2b, 20, IIIA, IIIA, IIIA, IIIA, IIIC",
    "T2c, 9.99, IIA, IIB, IIC, IIC, IIIC",
    "T2c, 10, IIA, IIB, IIC, IIC, IIIC",
    "T2c, 19.99, IIA, IIB, IIC, IIC, IIIC",
    "T2c, 20, IIIA, IIIA, IIIA, IIIA, IIIC",
    "T2, 9.99, I IIA, IIB, IIC, IIC, IIIC",
    "T3a, 0.1, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T3a, 20, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T3b, 0.1, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T3b, 20, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T4, 0.1, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T4, 20, IIIB, IIIB, IIIB, IIIB, IIIC"
  })
  void theAjccGroupFollowsFromPsaAndGradeToo(
      String t, String psa, String one, String two, String three, String four, String five)
      throws Exception {
    List<String> expected = List.of(one, two, three, four, five);
    for (int grade = 1; grade <= expected.size(); grade++) {
      String tumour =
          UNTREATED + "'cT':'%s','psaNgMl':%s,'isupGradeGroup':%d,".formatted(t, psa, grade);
      assertEquals(expected.get(grade - 1), ajcc(tumour + "'cN':'N0','cM':'M0'"));
      assertEquals("IVA", ajcc(tumour + "'cN':'N1','cM':'M0'"));
      for (String m : List.of("M1a", "M1b", "M1c")) {
        assertEquals("IVB", ajcc(tumour + "'cN':'N0','cM':'" + m + "'"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // facts without which the group is open | groups that remain
        "'cT':'T1c','cN':'N0','cM':'M0','isupGradeGroup':1 | I IIA IIIA",
        "'cT':'T1c','cN':'N0','cM':'M0','isupGradeGroup':1,'psaNgMl':{'below':20} | I IIA",
        "'cT':'T1c','cN':'N0','cM':'M0','isupGradeGroup':1,'psaNgMl':{'atLeast':10,'below':20} | IIA",
        "'cT':'T1c','cN':'N0','cM':'M0','psaNgMl':9.99 | I IIB IIC IIIC",
        "'cT':'T1c','cN':'N0','cM':'M0','psaNgMl':9.99,'isupGradeGroup':{'atLeast':3} | IIC IIIC",
        "'cT':'T1c','cM':'M0','psaNgMl':9.99,'isupGradeGroup':1 | I IVA",
        "'cT':'T1c','cN':'N0','psaNgMl':9.99,'isupGradeGroup':1 | I IVB",
        "'cN':'N0','cM':'M0','psaNgMl':9.99,'isupGradeGroup':1 | I IIA IIIB",
        "'cN':'N1','cM':'M0' | IVA",
        "'cM':'M1' | IVB",
        "'boneMetastases':true | IVB",
        "'cT':'T1c','cN':'N0','cM':'M0','psaNgMl':9.99,'gleasonScore':6 | I",
        "'cT':'T1c','cN':'N0','cM':'M0','psaNgMl':9.99,'gleasonScore':7 | IIB IIC"
      })
  void aFactThatIsMissingLeavesTheGroupOpen(String facts, String possible) throws Exception {
    assertEquals(possible, ajcc(UNTREATED + facts));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'diagnosticStage':'confirmed','primaryLocalTreatment':'prostatectomy'",
        "'diagnosticStage':'confirmed','primaryLocalTreatment':'radiotherapy'",
        "'diagnosticStage':'confirmed'"
      })
  void afterLocalTreatmentAStatedGroupIsNotChecked(String situation) throws Exception {
    String facts = situation + ",'cT':'T1c','cN':'N0','cM':'M0'";
    assertEquals(String.join(" ", UICC), uicc(facts));
    assertEquals(String.join(" ", AJCC), ajcc(facts + ",'psaNgMl':9.99,'isupGradeGroup':1"));
  }

  @Test
  void aStatedGroupThatContradictsTheCategoriesIsRefused() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    Recommender recommender = new Recommender(knowledge, CompiledReasoner.of(knowledge));
    for (String group : List.of("'stageGroup':'III'", "'ajccPrognosticStageGroup':'IIA'")) {
      ObjectNode patient = JSON.createObjectNode().put("cancer", "prostate");
      patient.set(
          "facts",
          PossibleValues.facts(
              UNTREATED
                  + "'cT':'T1c','cN':'N0','cM':'M0','psaNgMl':9.99,'isupGradeGroup':1,"
                  + group));
      PatientCase read = new PatientJsonReader(knowledge).read(patient);
      var refused = assertThrows(PatientException.class, () -> recommender.advise(read));
      assertEquals(
          List.of(PatientProblem.Code.CONTRADICTORY_FACTS),
          refused.problems().stream().map(PatientProblem::code).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // primary and secondary pattern, score, ISUP grade group
    "3, 3, 6, 1",
    "3, 4, 7, 2",
    "4, 3, 7, 3",
    "4, 4, 8, 4",
    "3, 5, 8, 4",
    "5, 3, 8, 4",
    "4, 5, 9, 5",
    "5, 4, 9, 5",
    "5, 5, 10, 5"
  })
  void scoreAndGradeFollowFromTheGleasonPatterns(int primary, int secondary, int score, int grade)
      throws Exception {
    String patterns =
        "'gleasonPrimaryPattern':%d,'gleasonSecondaryPattern':%d".formatted(primary, secondary);
    for (int stated = 1; stated <= 5; stated++) {
      assertEquals(
          stated == grade,
          values.possible(PossibleValues.facts(patterns + ",'isupGradeGroup':" + stated)));
    }
    for (int stated = 2; stated <= 10; stated++) {
      assertEquals(
          stated == score,
          values.possible(PossibleValues.facts(patterns + ",'gleasonScore':" + stated)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // score, grades that it allows
    "2, 1",
    "5, 1",
    "6, 1",
    "7, 2 3",
    "8, 4",
    "9, 5",
    "10, 5"
  })
  void theGradeFollowsFromTheGleasonScore(int score, String grades) throws Exception {
    List<String> possible = new ArrayList<>();
    for (int stated = 1; stated <= 5; stated++) {
      if (values.possible(
          PossibleValues.facts("'gleasonScore':%d,'isupGradeGroup':%d".formatted(score, stated)))) {
        possible.add(String.valueOf(stated));
      }
    }
    assertEquals(grades, String.join(" ", possible));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'gleasonScore':7,'gleasonPrimaryPattern':3,'isupGradeGroup':3 | false",
        "'gleasonScore':7,'gleasonPrimaryPattern':3,'isupGradeGroup':2 | true",
        "'gleasonScore':7,'gleasonPrimaryPattern':4,'isupGradeGroup':2 | false",
        "'gleasonScore':7,'gleasonPrimaryPattern':5 | false",
        "'gleasonScore':7,'gleasonSecondaryPattern':4,'isupGradeGroup':3 | false",
        "'gleasonScore':8,'gleasonPrimaryPattern':5,'gleasonSecondaryPattern':4 | false",
        "'gleasonPrimaryPattern':5,'isupGradeGroup':{'atMost':3} | false",
        "'gleasonPrimaryPattern':5,'isupGradeGroup':4 | true",
        "'gleasonScore':5,'gleasonPrimaryPattern':3 | false"
      })
  void partOfTheGradingNarrowsTheRest(String facts, boolean possible) throws Exception {
    assertEquals(possible, values.possible(PossibleValues.facts(facts)));
  }
}
