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
    assertEquals(
        new TreeMap<>(
            Map.of(
                "ageYears", "68",
                "brainMetastases", "\"present\"",
                "cM", "\"M1\"",
                "cT", "\"T3\"",
                "cancerType", "\"NSCLC\"",
                "ecog", "0",
                "histology", "\"adenocarcinoma\"",
                "lungCancerStatus", "\"confirmed\"",
                "sex", "\"male\"")),
        facts);
    assertEquals(
        List.of(
            "the assessment of the stage was not sent along",
            "RxNorm 349472 is no treatment that is known"),
        found.notUnderstood().stream().map(NotUnderstood::words).toList());
    assertEquals(
        List.of(
            "metastases are known, so that it is a stage of an earlier time",
            "no feature of lung cancer is read from this gene",
            "the sex recorded at birth is used"),
        found.ignored().stream().map(Ignored::words).sorted().toList());
    assertEquals(List.of(), found.contradictions());
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

  private static String cancer(String code) {
    return CANCER.replace("399068003", code);
  }

  private static final String BREAST = cancer("254837009");
  private static final String LUNG = cancer("254637007");

  /** An Observation or Condition with a code; systems by their first letters. */
  private static String coded(String type, String code, String rest) {
    return "{'resourceType':'"
        + type
        + "','status':'final','code':"
        + concept(code)
        + ",'subject':{'reference':'Patient/p'}"
        + (rest.isEmpty() ? "" : "," + rest)
        + "}";
  }

  private static String concept(String code) {
    String[] parts = code.split(":", 2);
    String system =
        switch (parts[0]) {
          case "L" -> "http://loinc.org";
          case "S" -> "http://snomed.info/sct";
          case "N" -> "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl";
          case "O" -> "http://terminology.hl7.org/CodeSystem/icd-o-3";
          default -> throw new IllegalArgumentException(code);
        };
    return "{'coding':[{'system':'" + system + "','code':'" + parts[1] + "'}]}";
  }

  private static String observation(String code, String answer) {
    return coded("Observation", code, "'valueCodeableConcept':" + concept(answer));
  }

  private static String fact(String feature, String... resources) throws PatientException {
    return facts(read(resources)).getOrDefault(feature, "unknown");
  }

  @Test
  void menopausalStatusIsReadAsAnswerAndAsCondition() throws Exception {
    assertEquals(
        "\"premenopausal\"",
        fact("menopausalStatus", PATIENT, BREAST, observation("S:161712005", "S:22636003")));
    assertEquals(
        "\"postmenopausal\"",
        fact("menopausalStatus", PATIENT, BREAST, coded("Condition", "S:76498008", "")));
  }

  @Test
  void theScoreOfHer2IsToldFromPositiveAndNegative() throws Exception {
    for (String code : List.of("L:85319-2", "L:18474-7")) {
      Map<String, String> score = facts(read(PATIENT, BREAST, observation(code, "L:LA11842-4")));
      assertEquals("\"2+\"", score.get("her2Ihc"));
      assertFalse(score.containsKey("her2Status"));
      Map<String, String> status = facts(read(PATIENT, BREAST, observation(code, "L:LA6576-8")));
      assertEquals("\"positive\"", status.get("her2Status"));
      assertFalse(status.containsKey("her2Ihc"));
    }
    assertEquals(
        "\"negative\"", fact("her2Ish", PATIENT, BREAST, observation("L:85318-4", "L:LA6577-6")));
  }

  @Test
  void theCombinedPositiveScoreIsNoFractionWhateverItsUnit() throws Exception {
    for (String unit : List.of("", ",'code':'%'", ",'code':'{score}'", ",'code':'1'")) {
      String score = coded("Observation", "N:C176582", "'valueQuantity':{'value':15" + unit + "}");
      assertEquals(unit.isEmpty() ? "unknown" : "15", fact("pdl1Cps", PATIENT, BREAST, score));
    }
    for (String code : List.of("N:C184941", "L:83053-9")) {
      String share = coded("Observation", code, "'valueQuantity':{'value':60,'code':'%'}");
      assertEquals("60", fact("pdl1Tps", PATIENT, LUNG, share));
    }
  }

  private static Map<String, String> stage(String cancer, String method, String group)
      throws PatientException {
    String rest =
        (method.isEmpty() ? "" : "'method':" + concept(method) + ",")
            + "'valueCodeableConcept':"
            + concept(group);
    Map<String, String> facts =
        facts(read(PATIENT, cancer, coded("Observation", "S:399537006", rest)));
    facts.keySet().removeIf(key -> !key.endsWith("tageGroup"));
    return facts;
  }

  @Test
  void aStageGroupIsThatOfTheManualThatTheMethodNames() throws Exception {
    String ajcc = "S:897275008";
    String uicc = "N:C188404";
    String two = "S:1222765007";
    String twoA = "S:1222766008";
    assertEquals(Map.of("ajccPrognosticStageGroup", "\"IIA\""), stage(CANCER, ajcc, twoA));
    assertEquals(Map.of("ajccPrognosticStageGroup", "\"II\""), stage(CANCER, ajcc, two));
    assertEquals(Map.of("stageGroup", "\"II\""), stage(CANCER, uicc, two));
    assertEquals(Map.of("ajccPrognosticStageGroup", "\"IIA\""), stage(CANCER, "", twoA));
    assertEquals(Map.of(), stage(CANCER, "", two));
    assertEquals(Map.of(), stage(CANCER, "S:443830009", twoA));
    assertEquals(Map.of("stageGroup", "\"IIA\""), stage(BREAST, uicc, twoA));
    assertEquals(Map.of(), stage(BREAST, ajcc, twoA));
    assertEquals(Map.of(), stage(BREAST, "", twoA));
    assertEquals(Map.of("stageGroup", "\"IV\""), stage(BREAST, ajcc, "S:1222837003"));
    assertEquals(Map.of("stageGroup", "\"IIA\""), stage(LUNG, ajcc, twoA));
  }

  @Test
  void ofSeveralGradingsOfTheTissueTheLatestCounts() throws Exception {
    String grade =
        observation("L:94734-1", "L:LA30797-7")
            .replace("'subject'", "'effectiveDateTime':'2025-03-01','subject'");
    String score =
        coded("Observation", "S:372278000", "'effectiveDateTime':'2020-03-01','valueInteger':6");
    Map<String, String> facts = facts(read(PATIENT, CANCER, grade, score));
    assertEquals("4", facts.get("isupGradeGroup"));
    assertFalse(facts.containsKey("gleasonScore"));
    assertEquals(
        "7", fact("gleasonScore", PATIENT, CANCER, observation("L:94734-1", "S:57403001")));
    Map<String, String> patterns =
        facts(
            read(
                PATIENT,
                CANCER,
                observation("L:44641-9", "S:369773008"),
                observation("S:384995005", "L:LA9631-8")));
    assertEquals("4", patterns.get("gleasonPrimaryPattern"));
    assertEquals("3", patterns.get("gleasonSecondaryPattern"));
  }

  @Test
  void metastasesInTheBrainAreKnownWithoutTheirSymptoms() throws Exception {
    String metastasis = coded("Condition", "S:94225005", "");
    Map<String, String> facts = facts(read(PATIENT, LUNG, metastasis));
    assertEquals("\"present\"", facts.get("brainMetastases"));
    assertEquals("\"M1\"", facts.get("cM"));
    String refuted =
        metastasis.replace(
            "'status':'final'", "'verificationStatus':{'coding':[{'code':'refuted'}]}");
    assertEquals("{\"not\":[\"present\"]}", fact("brainMetastases", PATIENT, LUNG, refuted));
  }

  @Test
  void aNoToANarrowerQuestionIsNoNoAndAYesToABroaderOneNoYes() throws Exception {
    String brca1 = observation("L:21636-6", "L:LA6577-6");
    assertEquals("unknown", fact("brcaMutation", PATIENT, CANCER, brca1));
    assertEquals(
        "true", fact("brcaMutation", PATIENT, CANCER, observation("L:21636-6", "L:LA6576-8")));
    String kras = observation("L:21702-6", "L:LA6576-8");
    assertEquals("unknown", fact("krasG12C", PATIENT, LUNG, kras));
    assertEquals("false", fact("krasG12C", PATIENT, LUNG, observation("L:21702-6", "L:LA6577-6")));
    assertEquals(
        "{\"atLeast\":1,\"atMost\":100}",
        fact("erPercent", PATIENT, BREAST, observation("L:85337-4", "L:LA6576-8")));
    String share = coded("Observation", "L:85337-4", "'valueQuantity':{'value':90,'code':'%'}");
    assertEquals("unknown", fact("erPercent", PATIENT, BREAST, share));
    String glucose =
        coded("Observation", "L:2345-7", "'valueQuantity':{'value':99,'code':'mg/dL'}");
    assertEquals("unknown", fact("fastingGlucose", PATIENT, BREAST, glucose));
  }

  @Test
  void aSiteIsACancerOnlyWithTheMorphologyOfOne() throws Exception {
    String site =
        CANCER
            .replace("http://snomed.info/sct", "http://terminology.hl7.org/CodeSystem/icd-o-3")
            .replace("399068003", "C61.9");
    assertEquals("CNS-FHIR-008", refusal(bundle(PATIENT, site)));
    String histology =
        "'extension':[{'url':'" + ConditionFacts.HISTOLOGY + "','valueCodeableConcept':%s}],";
    String malignant = site.replace("'id':'c',", histology.formatted(concept("O:8140/3")));
    assertEquals("prostate", read(PATIENT, malignant).patient().cancer());
    String benign = site.replace("'id':'c',", histology.formatted(concept("O:8140/0")));
    assertEquals("CNS-FHIR-008", refusal(bundle(PATIENT, benign)));
  }

  @Test
  void heartFailureIsReadWithItsClassOnly() throws Exception {
    assertEquals(
        "3", fact("heartFailureNyha", PATIENT, CANCER, coded("Condition", "S:420913000", "")));
    assertEquals(
        "2",
        fact(
            "heartFailureNyha",
            PATIENT,
            CANCER,
            coded("Observation", "L:88020-3", "'valueInteger':2")));
    assertEquals(
        "unknown", fact("heartFailureNyha", PATIENT, CANCER, coded("Condition", "S:84114007", "")));
  }

  private static String request(String rest) {
    return "{'resourceType':'MedicationRequest','status':'active','intent':'order',"
        + "'subject':{'reference':'Patient/p'},'medicationCodeableConcept':{'coding':[{'system':"
        + "'http://www.whocc.no/atc','code':'L02BB04'}]}"
        + (rest.isEmpty() ? "" : "," + rest)
        + "}";
  }

  private static String planned(String day, String rest) throws PatientException {
    FhirCase found =
        reader.read(
            bundle(PATIENT, CANCER, request(rest)), day.isEmpty() ? FhirSelection.ONLY : day(day));
    boolean told =
        found.ignored().stream().anyMatch(each -> each.reason() == Ignored.Reason.OUTDATED);
    String fact = facts(found).getOrDefault("plannedTreatments", "unknown");
    assertEquals(fact.equals("unknown"), told, fact);
    return fact;
  }

  @Test
  void aRequestIsAPlanForSixMonthsOrAsLongAsItSays() throws Exception {
    String planned = "{\"present\":[\"enzalutamide\"],\"absent\":[],\"complete\":false}";
    String day = "2026-03-02";
    String valid = "'dispenseRequest':{'validityPeriod':{'start':'2024-01-01','end':'%s'}}";
    assertEquals(planned, planned(day, "'authoredOn':'2025-09-02'"));
    assertEquals("unknown", planned(day, "'authoredOn':'2025-09-01'"));
    assertEquals(planned, planned(day, "'authoredOn':'2025-09'"));
    assertEquals("unknown", planned(day, "'authoredOn':'2024'"));
    assertEquals("unknown", planned(day, ""));
    assertEquals("unknown", planned("", "'authoredOn':'2026-03-01'"));
    assertEquals(
        planned, planned(day, "'authoredOn':'2024-01-01'," + valid.formatted("2026-03-02")));
    assertEquals(
        "unknown", planned(day, "'authoredOn':'2026-02-01'," + valid.formatted("2026-03-01")));
  }

  @Test
  void anOldRequestNotToTreatDoesNotRuleTheTreatmentOut() throws Exception {
    String day = "2026-03-02";
    String absent = "{\"present\":[],\"absent\":[\"enzalutamide\"],\"complete\":false}";
    assertEquals(absent, planned(day, "'doNotPerform':true,'authoredOn':'2026-03-01'"));
    assertEquals("unknown", planned(day, "'doNotPerform':true,'authoredOn':'2020-03-01'"));
  }

  @Test
  void aMedicineInUseWasGivenHoweverOldTheStatementIs() throws Exception {
    String statement =
        request("")
            .replace("MedicationRequest", "MedicationStatement")
            .replace("'intent':'order',", "'dateAsserted':'2020-01-01',");
    FhirCase found = reader.read(bundle(PATIENT, CANCER, statement), day("2026-03-02"));
    assertEquals(
        "{\"present\":[\"enzalutamide\"],\"absent\":[],\"complete\":false}",
        facts(found).get("priorTherapies"));
  }

  @Test
  void aListWithAnOutdatedRequestIsNotComplete() throws Exception {
    String list =
        "{'resourceType':'List','status':'current','mode':'snapshot','subject':{'reference':"
            + "'Patient/p'},'code':{'coding':[{'system':'https://w3id.org/consilium/oncology#',"
            + "'code':'plannedTreatments'}]},'entry':[{'item':{'reference':'MedicationRequest/r'}}]}";
    String old = request("'id':'r','authoredOn':'2020-03-01'");
    FhirCase found = reader.read(bundle(PATIENT, CANCER, old, list), day("2026-03-02"));
    assertFalse(facts(found).containsKey("plannedTreatments"));
    FhirCase young =
        reader.read(
            bundle(PATIENT, CANCER, old.replace("2020", "2026").replace("03-01", "01-01"), list),
            day("2026-03-02"));
    assertTrue(facts(young).get("plannedTreatments").contains("\"complete\":true"));
  }
}
