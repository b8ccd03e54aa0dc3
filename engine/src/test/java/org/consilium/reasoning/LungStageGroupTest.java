package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The stage groups of lung cancer, row by row of the table of TNM 8: each combination of T, N and M
 * contradicts every stated group but its own.
 */
class LungStageGroupTest {
  private static final List<String> GROUPS =
      List.of("0", "IA1", "IA2", "IA3", "IB", "IIA", "IIB", "IIIA", "IIIB", "IIIC", "IVA", "IVB");

  private static PossibleValues values;

  @BeforeAll
  static void load() throws Exception {
    values = new PossibleValues("lung", 0);
  }

  /** The groups that the facts of a confirmed cancer allow. */
  private static String groups(String facts) throws Exception {
    return values.codes(facts + ",'lungCancerStatus':'confirmed'", "stageGroup", GROUPS);
  }

  @ParameterizedTest
  @CsvSource({
    // T, group with N0, N1, N2, N3
    "T1mi, IA1, IIB, IIIA, IIIB",
    "T1a, IA1, IIB, IIIA, IIIB",
    "T1b, IA2, IIB, IIIA, IIIB",
    "T1c, IA3, IIB, IIIA, IIIB",
    "T2a, IB, IIB, IIIA, IIIB",
    "T2b, IIA, IIB, IIIA, IIIB",
    "T3, IIB, IIIA, IIIB, IIIC",
    "T4, IIIA, IIIA, IIIB, IIIC"
  })
  void withoutMetastasisTheGroupFollowsFromTAndN(
      String t, String n0, String n1, String n2, String n3) throws Exception {
    List<String> expected = List.of(n0, n1, n2, n3);
    for (int n = 0; n < expected.size(); n++) {
      for (String type : List.of("NSCLC", "carcinoid")) {
        String before = "'cT':'%s','cM':'M0','cancerType':'%s','cN':'N%d'".formatted(t, type, n);
        assertEquals(expected.get(n), groups(before + ",'decisionPoint':'primaryTreatment'"));
      }
      String after = "'cT':'%s','cM':'M0','cancerType':'NSCLC','pN':'N%d'".formatted(t, n);
      assertEquals(
          expected.get(n),
          groups(after + ",'cN':'N0','decisionPoint':'adjuvant','priorTherapies':['surgery']"));
    }
  }

  @ParameterizedTest
  @CsvSource({"M1a, IVA", "M1b, IVA", "M1c, IVB"})
  void distantMetastasisDecidesWhateverTAndN(String m, String group) throws Exception {
    for (String rest : List.of("'cT':'T1a','cN':'N0'", "'cT':'T4','cN':'N3'", "'ageYears':60")) {
      assertEquals(group, groups("'cancerType':'NSCLC','cM':'" + m + "'," + rest));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "neoadjuvantChemoIci, 0 IA1 IA2 IA3 IB IIA IIB IIIA IIIB IIIC",
    "neoadjuvantChemotherapy, 0 IA1 IA2 IA3 IB IIA IIB IIIA IIIB IIIC",
    "surgery, IA1"
  })
  void afterNeoadjuvantTreatmentTheSpecimenSaysNothingOnTheGroup(String prior, String possible)
      throws Exception {
    String specimen = "'cancerType':'NSCLC','cT':'T1a','cM':'M0','pN':'N0'";
    assertEquals(
        possible,
        groups(specimen + ",'decisionPoint':'adjuvant','priorTherapies':['" + prior + "']"));
  }

  @ParameterizedTest
  @CsvSource({
    "limited, M0, 0 IA1 IA2 IA3 IB IIA IIB IIIA IIIB IIIC",
    "extensive, M0, IIIA IIIB IIIC",
    "extensive, M1b, IVA",
    "limited, M1b, ''"
  })
  void limitedAndExtensiveSmallCellCancerFitTheGroups(String stage, String m, String possible)
      throws Exception {
    String facts = "'cancerType':'SCLC','sclcStage':'%s','cM':'%s'".formatted(stage, m);
    assertEquals(possible, groups(facts));
  }
}
