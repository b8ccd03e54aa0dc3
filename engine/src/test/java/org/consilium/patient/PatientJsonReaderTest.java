package org.consilium.patient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.PatientProblem.Code;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatientJsonReaderTest {
  private static PatientJsonReader reader;

  @BeforeAll
  static void load() throws Exception {
    reader = new PatientJsonReader(KnowledgeBase.shipped());
  }

  private static PatientCase read(String facts) throws PatientException {
    return reader.read(
        ("{\"cancer\":\"prostate\",\"facts\":" + facts + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static PatientProblem problem(String json) {
    List<PatientProblem> problems =
        assertThrows(
                PatientException.class, () -> reader.read(json.getBytes(StandardCharsets.UTF_8)))
            .problems();
    assertEquals(1, problems.size(), problems::toString);
    return problems.get(0);
  }

  private static PatientProblem factProblem(String facts) {
    return problem("{\"cancer\":\"prostate\",\"facts\":" + facts + "}");
  }

  private static FeatureValue.Members members(String value) throws PatientException {
    PatientCase patient = read("{\"priorTherapies\":" + value + "}");
    Feature feature = patient.vocabulary().feature("priorTherapies").orElseThrow();
    return (FeatureValue.Members) patient.facts().get(feature);
  }

  private static List<String> codes(List<ValueClass> values) {
    return values.stream().map(ValueClass::code).sorted().toList();
  }

  @Test
  void nullAndAbsentKeysAreUnknown() throws PatientException {
    assertTrue(read("{\"psaNgMl\":null}").facts().isEmpty());
    assertTrue(
        reader
            .read("{\"cancer\":\"prostate\"}".getBytes(StandardCharsets.UTF_8))
            .facts()
            .isEmpty());
  }

  @Test
  void aPlainListIsComplete() throws PatientException {
    FeatureValue.Members members = members("[\"docetaxel\"]");
    assertEquals(List.of("docetaxel"), codes(members.present()));
    assertEquals(List.of("docetaxel"), codes(members.only().orElseThrow()));
    assertTrue(codes(members.absent()).contains("ARPI"));
  }

  @Test
  void anEmptyListMeansNone() throws PatientException {
    assertEquals(List.of(), members("[]").only().orElseThrow());
  }

  @Test
  void aMoreGeneralCodeIsPresentWithAListedOneAndItsOtherMembersAreAbsent()
      throws PatientException {
    FeatureValue.Members members = members("[\"ADT\",\"ARPI\",\"enzalutamide\"]");
    assertFalse(codes(members.absent()).contains("ARPI"));
    assertTrue(codes(members.absent()).contains("abiraterone"));
  }

  @Test
  void aGeneralCodeAloneLeavesItsMembersOpen() throws PatientException {
    FeatureValue.Members members = members("[\"ARPI\"]");
    assertFalse(codes(members.absent()).contains("abiraterone"));
    assertTrue(codes(members.absent()).contains("docetaxel"));
  }

  @Test
  void aCompleteObjectLeavesTheUnknownMembersOpen() throws PatientException {
    FeatureValue.Members members =
        members("{\"present\":[\"ADT\"],\"unknown\":[\"docetaxel\"],\"complete\":true}");
    assertFalse(codes(members.absent()).contains("docetaxel"));
    assertTrue(codes(members.absent()).contains("cabazitaxel"));
  }

  @Test
  void anIncompleteObjectSaysNothingOfOthers() throws PatientException {
    FeatureValue.Members members = members("{\"present\":[\"ADT\"],\"absent\":[\"docetaxel\"]}");
    assertEquals(List.of("docetaxel"), codes(members.absent()));
    assertTrue(members.only().isEmpty());
  }

  @Test
  void rangesAreReadExactly() throws PatientException {
    PatientCase patient = read("{\"psaNgMl\":{\"atLeast\":10,\"below\":20.50}}");
    FeatureValue value = patient.facts().values().iterator().next();
    assertEquals(
        "at least 10 and below 20.5", ((FeatureValue.Numeric) value).anyOf().get(0).toString());
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearest() {
    PatientProblem problem = factProblem("{\"psaNgML\":5}");
    assertEquals(Code.UNKNOWN_KEY, problem.code());
    assertEquals("/facts/psaNgML", problem.pointer());
    assertTrue(problem.message().contains("psaNgMl"), problem::message);
  }

  @Test
  void aMisspeltCodeIsNamedWithTheNearest() {
    PatientProblem problem = factProblem("{\"castrationStatus\":\"hormone-sensitiv\"}");
    assertEquals(Code.UNKNOWN_CODE, problem.code());
    assertTrue(problem.message().contains("hormone-sensitive"), problem::message);
  }

  @Test
  void aWrongTypeIsNamed() {
    assertEquals(Code.WRONG_TYPE, factProblem("{\"psaNgMl\":\"5\"}").code());
    assertEquals(Code.WRONG_TYPE, factProblem("{\"symptomatic\":\"yes\"}").code());
    assertEquals(Code.WRONG_TYPE, factProblem("{\"cT\":[\"T2a\"]}").code());
    assertEquals(Code.WRONG_TYPE, factProblem("{\"isupGradeGroup\":2.5}").code());
    assertEquals(
        "/facts/priorTherapies/1", factProblem("{\"priorTherapies\":[\"ADT\",3]}").pointer());
  }

  @Test
  void anImpossibleNumberIsRefused() {
    assertEquals(Code.OUT_OF_RANGE, factProblem("{\"psaNgMl\":-1}").code());
    assertEquals(Code.OUT_OF_RANGE, factProblem("{\"isupGradeGroup\":6}").code());
    assertEquals(
        Code.OUT_OF_RANGE, factProblem("{\"psaNgMl\":{\"atLeast\":20,\"below\":10}}").code());
    assertEquals(Code.OUT_OF_RANGE, factProblem("{\"psaNgMl\":1e400000000}").code());
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    PatientException refused =
        assertThrows(
            PatientException.class, () -> read("{\"psaNgML\":5,\"cT\":\"T9\",\"symptomatic\":1}"));
    assertEquals(3, refused.problems().size());
  }

  @Test
  void aKeyTwiceIsNoJson() {
    assertEquals(Code.NOT_JSON, factProblem("{\"psaNgMl\":5,\"psaNgMl\":6}").code());
  }

  @Test
  void nothingAndJunkAndDepthAreRefused() {
    assertEquals(Code.EMPTY, problem("").code());
    assertEquals(Code.NOT_JSON, problem("junk").code());
    assertEquals(Code.TOO_LARGE, problem("[".repeat(5_000)).code());
    assertEquals(Code.WRONG_TYPE, problem("[]").code());
    assertEquals(Code.UNKNOWN_CANCER, problem("{\"cancer\":\"liver\"}").code());
  }
}
