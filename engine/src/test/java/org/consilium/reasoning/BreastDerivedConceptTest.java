package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What follows from what in breast cancer: each combination of the facts that decide contradicts
 * every stated value but its own. The anatomic stage groups are those of TNM 8, row by row.
 */
class BreastDerivedConceptTest {
  private static final List<String> GROUPS =
      List.of("0", "IA", "IB", "IIA", "IIB", "IIIA", "IIIB", "IIIC", "IV");
  private static final List<String> N = List.of("N0", "N1mi", "N1", "N2", "N3");

  private static PossibleValues values;

  @BeforeAll
  static void load() throws Exception {
    values = new PossibleValues("breast", 0);
  }

  @ParameterizedTest
  @CsvSource({
    // T, group with N0, N1mi, N1, N2, N3
    "T1mi, IA, IB, IIA, IIIA, IIIC",
    "T1a, IA, IB, IIA, IIIA, IIIC",
    "T1b, IA, IB, IIA, IIIA, IIIC",
    "T1c, IA, IB, IIA, IIIA, IIIC",
    "T1, IA, IB, IIA, IIIA, IIIC",
    "T2, IIA, IIB, IIB, IIIA, IIIC",
    "T3, IIB, IIIA, IIIA, IIIA, IIIC",
    "T4a, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T4b, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T4c, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T4d, IIIB, IIIB, IIIB, IIIB, IIIC",
    "T4, IIIB, IIIB, IIIB, IIIB, IIIC"
  })
  void withoutMetastasisTheStageGroupFollowsFromTAndN(
      String t, String n0, String n1mi, String n1, String n2, String n3) throws Exception {
    List<String> expected = List.of(n0, n1mi, n1, n2, n3);
    for (int i = 0; i < N.size(); i++) {
      String clinical = "'cT':'%s','cN':'%s','cM':'M0'".formatted(t, N.get(i));
      assertEquals(expected.get(i), values.codes(clinical, "stageGroup", GROUPS));
      String specimen = "'pT':'%s','pN':'%s','cM':'M0','neoadjuvantGiven':false";
      assertEquals(
          expected.get(i),
          values.codes(specimen.formatted(t, N.get(i)), "pathologicalStageGroup", GROUPS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Tis, N0, 0",
    "T0, N1mi, IB",
    "T0, N1, IIA",
    "T0, N2, IIIA",
    "T0, N3, IIIC",
    "T0, N0, ''"
  })
  void withoutAnInvasiveTumourTheNodesDecide(String t, String n, String group) throws Exception {
    String facts = "'cT':'%s','cN':'%s','cM':'M0'".formatted(t, n);
    assertEquals(group, values.codes(facts, "stageGroup", GROUPS));
    String specimen = "'pT':'%s','pN':'%s','cM':'M0','neoadjuvantGiven':false".formatted(t, n);
    assertEquals(group, values.codes(specimen, "pathologicalStageGroup", GROUPS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'cM':'M1'",
        "'cM':'M1','cT':'T1','cN':'N0'",
        "'boneMetastases':true",
        "'brainMetastases':'asymptomatic'",
        "'brainMetastasesCount':1",
        "'diseaseSetting':'metastatic'"
      })
  void distantMetastasisIsStageIv(String facts) throws Exception {
    assertEquals("IV", values.codes(facts, "stageGroup", GROUPS));
  }

  @ParameterizedTest
  @CsvSource({"false, IIB", "true, 0 IA IB IIA IIB IIIA IIIB IIIC IV"})
  void afterNeoadjuvantTherapyTheSpecimenSaysNothingOnTheGroup(String given, String groups)
      throws Exception {
    String facts = "'pT':'T2','pN':'N1','cM':'M0','neoadjuvantGiven':" + given;
    assertEquals(groups, values.codes(facts, "pathologicalStageGroup", GROUPS));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, negative",
    "0.9, 0.9, negative",
    "1, 0, positive",
    "0, 1, positive",
    "100, 100, positive"
  })
  void onePercentOfEitherReceptorIsPositive(String er, String pr, String status) throws Exception {
    String facts = "'erPercent':%s,'prPercent':%s".formatted(er, pr);
    assertEquals(status, values.codes(facts, "hrStatus", List.of("positive", "negative")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, notDone, negative, ultralow zero",
    "1+, notDone, negative, low",
    "2+, negative, negative, low",
    "2+, positive, positive, positive",
    "2+, notDone, positive negative, positive",
    "3+, notDone, positive, positive"
  })
  void her2FollowsFromImmunohistochemistryAndHybridisation(
      String ihc, String ish, String status, String expression) throws Exception {
    String facts = "'her2Ihc':'%s','her2Ish':'%s'".formatted(ihc, ish);
    assertEquals(status, values.codes(facts, "her2Status", List.of("positive", "negative")));
    assertEquals(
        expression,
        values.codes(facts, "her2Expression", List.of("positive", "low", "ultralow", "zero")));
  }

  @ParameterizedTest
  @CsvSource({"0, R1 R2", "0.1, R0", "5, R0"})
  void tumourOnInkIsResidualTumour(String margin, String status) throws Exception {
    String facts = "'marginDistanceMm':" + margin;
    assertEquals(status, values.codes(facts, "resectionStatus", List.of("R0", "R1", "R2")));
  }

  @ParameterizedTest
  @CsvSource({"M0, locoregionalRecurrence", "M1, ''"})
  void aLocoregionalRecurrenceHasNoDistantMetastases(String m, String setting) throws Exception {
    String facts = "'cM':'%s'".formatted(m);
    assertEquals(setting, values.codes(facts, "diseaseSetting", List.of("locoregionalRecurrence")));
  }

  @ParameterizedTest
  @CsvSource({"13.9, 1", "14, 2", "27.9, 2", "28, 3"})
  void theTrimesterFollowsFromTheWeeks(String weeks, int trimester) throws Exception {
    for (int stated = 1; stated <= 3; stated++) {
      String facts = "'gestationalWeeks':%s,'trimester':%d".formatted(weeks, stated);
      assertEquals(stated == trimester, values.possible(PossibleValues.facts(facts)));
    }
  }
}
