package org.consilium.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FhirBundleReaderTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CANARY = "Canary-7f3a91";

  private static final String PATIENT =
      "{'resourceType':'Patient','id':'p','gender':'male','birthDate':'1950-05-05'}";
  private static final String CANCER =
      "{'resourceType':'Condition','id':'c','code':{'coding':[{'system':'http://snomed.info/sct',"
          + "'code':'399068003'}]},'subject':{'reference':'Patient/p'}}";

  private static FhirBundleReader reader;

  @BeforeAll
  static void load() throws Exception {
    reader = FhirBundleReader.of(KnowledgeBase.shipped());
  }

  private static String psa(String id, String rest) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'2857-1'}]},"
        + "'subject':{'reference':'Patient/p'},"
        + rest
        + "}";
  }

  private static String value(String number) {
    return "'valueQuantity':{'value':" + number + ",'code':'ng/mL'}";
  }

  private static byte[] bundle(String... resources) {
    String entries =
        List.of(resources).stream()
            .map(each -> "{'resource':" + each + "}")
            .collect(Collectors.joining(","));
    return bytes("{'resourceType':'Bundle','type':'collection','entry':[" + entries + "]}");
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static FhirCase read(String... resources) throws PatientException {
    return reader.read(bundle(resources), FhirSelection.ONLY);
  }

  private static Map<String, String> facts(FhirCase fhir) {
    Map<String, String> facts = new TreeMap<>();
    fhir.patient()
        .facts()
        .forEach(
            (feature, value) -> facts.put(feature.key(), FhirCaseJson.value(value).toString()));
    return facts;
  }

  private static String refusal(byte[] json, FhirSelection selection) {
    List<PatientProblem> problems =
        assertThrows(PatientException.class, () -> reader.read(json, selection)).problems();
    return problems.get(0).code().id();
  }

  private static String refusal(byte[] json) {
    return refusal(json, FhirSelection.ONLY);
  }

  private static FhirSelection day(String day) {
    return new FhirSelection(Optional.empty(), Optional.empty(), Optional.of(LocalDate.parse(day)));
  }

  @Test
  void whatIsNotSaidIsUnknown() throws Exception {
    assertEquals(Map.of("sex", "\"male\""), facts(read(PATIENT, CANCER)));
  }

  @Test
  void theAgeNeedsADayAndIsNeverReckonedFromToday() throws Exception {
    FhirCase without = read(PATIENT, CANCER);
    assertFalse(facts(without).containsKey("ageYears"));
    assertEquals(
        List.of("Bundle.entry[0].resource.birthDate"),
        without.notUnderstood().stream().map(each -> each.source().path()).toList());
    byte[] json = bundle(PATIENT, CANCER);
    assertEquals("74", facts(reader.read(json, day("2025-05-04"))).get("ageYears"));
    assertEquals("75", facts(reader.read(json, day("2025-05-05"))).get("ageYears"));
  }

  @Test
  void aComparatorGivesABound() throws Exception {
    FhirCase found =
        read(
            PATIENT,
            CANCER,
            psa("o", "'valueQuantity':{'value':0.1,'comparator':'<','code':'ng/mL'}"));
    assertEquals("{\"atLeast\":0,\"below\":0.1}", facts(found).get("psaNgMl"));
  }

  @Test
  void theLatestValueCountsAndTheOthersAreShown() throws Exception {
    FhirCase found =
        read(
            PATIENT,
            CANCER,
            psa("a", "'effectiveDateTime':'2025-03-01'," + value("9")),
            psa("b", "'effectiveDateTime':'2025-03-01T08:00:00Z'," + value("9")),
            psa("c", "'effectiveDateTime':'2025-02'," + value("4")));
    assertEquals("9", facts(found).get("psaNgMl"));
    assertEquals(List.of(), found.contradictions());
    assertEquals(
        List.of("Bundle.entry[4].resource"),
        found.ignored().stream()
            .filter(each -> each.reason() == Ignored.Reason.SUPERSEDED)
            .map(each -> each.source().path())
            .toList());
  }

  @Test
  void valuesOfOneDayThatDifferAreAContradictionOfWhichOneHolds() throws Exception {
    FhirCase found =
        read(
            PATIENT,
            CANCER,
            psa("a", "'effectiveDateTime':'2025-03-01'," + value("9")),
            psa("b", "'effectiveDateTime':'2025-03-01'," + value("4")));
    assertEquals("{\"anyOf\":[4,9]}", facts(found).get("psaNgMl"));
    assertEquals(2, found.contradictions().get(0).sources().size());
  }

  @Test
  void aLaterValueThatCannotBeReadMakesTheFeatureUnknown() throws Exception {
    FhirCase found =
        read(
            PATIENT,
            CANCER,
            psa("a", "'effectiveDateTime':'2025-03-01'," + value("9")),
            psa("b", "'effectiveDateTime':'2025-03-02','valueQuantity':{'value':40}"));
    assertFalse(facts(found).containsKey("psaNgMl"));
    assertEquals(1, found.notUnderstood().stream().filter(e -> e.words().contains("unit")).count());
  }

  @Test
  void impossibleAndAbsurdNumbersAreNotUsed() throws Exception {
    for (String number : List.of("-1", "1e308", "1e-300", "123456789")) {
      assertFalse(
          facts(read(PATIENT, CANCER, psa("a", value(number)))).containsKey("psaNgMl"), number);
    }
  }

  @Test
  void resourcesOneByOneAreReadLikeABundle() throws Exception {
    Map<String, JsonNode> prefetch = new LinkedHashMap<>();
    prefetch.put("patient", MAPPER.readTree(bytes(PATIENT)));
    prefetch.put("conditions", MAPPER.readTree(bundle(CANCER)));
    prefetch.put("psa", NullNode.getInstance());
    prefetch.put(
        "labs",
        MAPPER.readTree(
            bytes(
                "{'resourceType':'Bundle','type':'searchset','entry':[{'resource':"
                    + psa("a", value("7"))
                    + "},{'search':{'mode':'outcome'},'resource':{'resourceType':"
                    + "'OperationOutcome'}}]}")));
    FhirCase found = reader.read(prefetch, day("2025-01-01"));
    assertEquals("7", facts(found).get("psaNgMl"));
    UsedFact psa =
        found.used().stream()
            .filter(each -> each.feature().key().equals("psaNgMl"))
            .findFirst()
            .orElseThrow();
    assertEquals("labs.entry[0].resource", psa.sources().get(0).path());
    assertTrue(
        found.ignored().stream()
            .anyMatch(each -> each.source().path().startsWith("labs.entry[1]")));
  }

  @Test
  void theSameResourceOfTwoSearchesCountsOnceAndTheNewerVersionWins() throws Exception {
    String old = psa("a", "'meta':{'lastUpdated':'2025-01-01T00:00:00Z'}," + value("7"));
    String young = psa("a", "'meta':{'lastUpdated':'2025-01-02T00:00:00Z'}," + value("8"));
    List<JsonNode> resources = new ArrayList<>();
    for (String each : List.of(young, PATIENT, old, CANCER, CANCER)) {
      resources.add(MAPPER.readTree(bytes(each)));
    }
    FhirCase found = reader.read(resources, day("2025-02-01"));
    assertEquals("8", facts(found).get("psaNgMl"));
    assertEquals(
        List.of("resource[2]", "resource[4]"),
        found.ignored().stream()
            .filter(each -> each.reason() == Ignored.Reason.SUPERSEDED)
            .map(each -> each.source().path())
            .toList());
  }

  @Test
  void examplesOfTheGuideAreReadTogether() throws Exception {
    Path folder = Path.of("test-data", "fhir", "mcode");
    Path examples = Files.isDirectory(folder) ? folder : Path.of("..").resolve(folder);
    List<JsonNode> resources = new ArrayList<>();
    for (String name :
        List.of(
            "Patient-cancer-patient-john-anyperson",
            "Condition-primary-cancer-condition-nsclc",
            "Condition-secondary-cancer-condition-brain-mets",
            "Observation-karnofsky-performance-status-normal-activity",
            "Observation-tnm-clinical-primary-tumor-category-cT3",
            "Observation-genomic-variant-germline-deletion",
            "MedicationRequest-cancer-related-medication-request-gefitinib")) {
      resources.add(MAPPER.readTree(examples.resolve(name + ".json").toFile()));
    }
    FhirCase found = reader.read(resources, day("2019-06-01"));
    Map<String, String> facts = facts(found);
    assertEquals("lung", found.patient().cancer());
    assertEquals("\"NSCLC\"", facts.get("cancerType"));
    assertEquals("\"T3\"", facts.get("cT"));
    assertEquals("\"M1\"", facts.get("cM"));
    assertEquals("0", facts.get("ecog"));
    assertTrue(
        found.notUnderstood().stream().anyMatch(each -> each.words().contains("RxNorm 349472")));
  }

  @Test
  void aPatientAmongSeveralIsSelectedByIdOrReference() throws Exception {
    String other = PATIENT.replace("'id':'p'", "'id':'q'");
    String finding = psa("a", value("9")).replace("Patient/p", "Patient/q");
    byte[] json = bundle(PATIENT, CANCER, other, finding);
    assertEquals("CNS-FHIR-005", refusal(json));
    for (String name : List.of("p", "Patient/p")) {
      FhirSelection selection =
          new FhirSelection(Optional.empty(), Optional.of(name), Optional.empty());
      assertFalse(facts(reader.read(json, selection)).containsKey("psaNgMl"));
    }
    assertEquals(
        "CNS-FHIR-006",
        refusal(json, new FhirSelection(Optional.empty(), Optional.of("r"), Optional.empty())));
  }

  @Test
  void aCancerThatIsOnlyNamedNeedsNoCondition() throws Exception {
    FhirSelection selection =
        new FhirSelection(Optional.of("prostate"), Optional.empty(), Optional.empty());
    assertEquals("prostate", reader.read(bundle(PATIENT), selection).patient().cancer());
    assertEquals("CNS-FHIR-008", refusal(bundle(PATIENT)));
  }

  @Test
  void oneOfTwoCancersOfAKindIsSelectedByItsCondition() throws Exception {
    Path file = Path.of("test-data", "fhir", "breast-both-sides.json");
    byte[] json = Files.readAllBytes(Files.exists(file) ? file : Path.of("..").resolve(file));
    FhirSelection left = new FhirSelection(Optional.of("left"), Optional.empty(), Optional.empty());
    assertEquals("\"T1\"", facts(reader.read(json, left)).get("cT"));
    assertEquals("CNS-FHIR-007", refusal(json));
  }

  @Test
  void depthSizeAndNumberAreBounded() throws Exception {
    String deep = "[".repeat(100_000);
    assertEquals("CNS-FHIR-003", refusal(bytes("{'resourceType':'Bundle','entry':" + deep)));
    assertEquals("CNS-FHIR-003", refusal(new byte[FhirBundleReader.MAXIMUM_BYTES + 1]));
    assertEquals("CNS-FHIR-003", refusal(bytes("{'a':[" + "0,".repeat(1_100_000) + "0]}")));
    String[] many = new String[FhirBundleReader.MAXIMUM_RESOURCES + 1];
    Arrays.fill(many, "{'resourceType':'Basic'}");
    assertEquals("CNS-FHIR-003", refusal(bundle(many)));
    assertEquals("CNS-FHIR-003", refusal(bytes("{'a':'" + "x".repeat(1_100_000) + "'}")));
  }

  @Test
  void aKeyTwiceAndBrokenJsonAreRefused() {
    assertEquals("CNS-PAT-001", refusal(bytes("{'resourceType':'Bundle','type':'a','type':'b'}")));
    assertEquals("CNS-PAT-001", refusal(bytes("{'resourceType':'Bundle',")));
    assertEquals("CNS-PAT-001", refusal(new byte[] {(byte) 0xff, (byte) 0xfe, 0}));
    assertEquals("CNS-PAT-009", refusal(new byte[0]));
  }

  @Test
  void tenThousandObservationsAreRead() throws Exception {
    String[] resources = new String[10_002];
    resources[0] = PATIENT;
    resources[1] = CANCER;
    for (int i = 2; i < resources.length; i++) {
      resources[i] =
          psa(
              "o" + i,
              "'effectiveDateTime':'2025-01-01T00:00:"
                  + (i % 60 < 10 ? "0" : "")
                  + i % 60
                  + "Z',"
                  + value(String.valueOf(i % 60)));
    }
    assertEquals("59", facts(read(resources)).get("psaNgMl"));
  }

  @Test
  void noMessageRepeatsWhatIdentifiesThePatient() throws Exception {
    String person =
        "{'resourceType':'Patient','id':'"
            + CANARY
            + "','name':[{'family':'"
            + CANARY
            + "'}],'birthDate':'"
            + CANARY
            + "','gender':'"
            + CANARY
            + "'}";
    String condition = CANCER.replace("Patient/p", "Patient/" + CANARY);
    String note =
        psa(
                "a",
                "'valueString':'"
                    + CANARY
                    + "','note':[{'text':'"
                    + CANARY
                    + "'}],"
                    + "'effectiveDateTime':'"
                    + CANARY
                    + "'")
            .replace("Patient/p", "Patient/" + CANARY);
    FhirCase found = read(person, condition, note);
    assertFalse(found.toString().contains(CANARY));
    assertFalse(
        (found.ignored().toString() + found.notUnderstood() + found.contradictions())
            .contains(CANARY));
    List<byte[]> refused =
        List.of(
            bundle(person, CANCER, note),
            bundle(person),
            bytes("{'resourceType':'" + CANARY + "'}"),
            bytes("{'resourceType':'Bundle','type':'" + CANARY + "'}"),
            bytes("{'resourceType':'Bundle','" + CANARY + "':"),
            bytes("{'" + CANARY + "':1,'" + CANARY + "':2}"));
    for (byte[] json : refused) {
      PatientException e =
          assertThrows(PatientException.class, () -> reader.read(json, FhirSelection.ONLY));
      assertFalse(e.getMessage().contains(CANARY), e.getMessage());
      assertFalse(e.problems().toString().contains(CANARY), e.problems().toString());
    }
  }

  @Test
  void narrativeAndAddressesAreNotLookedAt() throws Exception {
    ObjectNode cancer = (ObjectNode) MAPPER.readTree(bytes(CANCER));
    cancer.putObject("text").put("status", "generated").put("div", "<script>cT T4</script>");
    cancer.put("implicitRules", "http://127.0.0.1:1/rules");
    cancer.putObject("meta").putArray("profile").add("http://127.0.0.1:1/profile");
    List<JsonNode> resources = List.of(MAPPER.readTree(bytes(PATIENT)), cancer);
    assertEquals(Map.of("sex", "\"male\""), facts(reader.read(resources, FhirSelection.ONLY)));
  }

  @Test
  void aBundleIsToldFromAPatientDescription() throws IOException {
    assertTrue(FhirBundleReader.isFhir(bundle(PATIENT)));
    assertTrue(
        FhirBundleReader.isFhir(bytes("{'id':'x','meta':{'a':[1]},'resourceType':'Bundle'")));
    assertFalse(FhirBundleReader.isFhir(bytes("{'cancer':'prostate','facts':{}}")));
    assertFalse(FhirBundleReader.isFhir(bytes("[{'resourceType':'Bundle'}]")));
    assertFalse(FhirBundleReader.isFhir(bytes("{'a':")));
  }
}
