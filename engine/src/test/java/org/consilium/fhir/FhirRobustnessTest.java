package org.consilium.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, dates, codes and amounts that a Bundle should not have, but will. */
class FhirRobustnessTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  private static final String PATIENT =
      "{'resourceType':'Patient','id':'p','birthDate':'1950-05-05'}";
  private static final String CANCER =
      "{'resourceType':'Condition','id':'c','code':{'coding':[{'system':'http://snomed.info/sct',"
          + "'code':'399068003'}]},'subject':{'reference':'Patient/p'}}";

  private static FhirBundleReader reader;

  @BeforeAll
  static void load() throws Exception {
    reader = FhirBundleReader.of(KnowledgeBase.shipped());
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static FhirCase read(Stream<String> resources) throws PatientException {
    String entries =
        Stream.concat(Stream.of(PATIENT, CANCER), resources)
            .map(each -> "{'resource':" + each + "}")
            .collect(Collectors.joining(","));
    return reader.read(
        bytes("{'resourceType':'Bundle','type':'collection','entry':[" + entries + "]}"),
        new FhirSelection(Optional.empty(), Optional.empty(), Optional.of(DAY)));
  }

  private static FhirCase read(String... resources) throws PatientException {
    return read(Stream.of(resources));
  }

  private static String fact(FhirCase found, String key) {
    return found.patient().facts().entrySet().stream()
        .filter(each -> each.getKey().key().equals(key))
        .map(each -> FhirCaseJson.value(each.getValue()).toString())
        .findFirst()
        .orElse("unknown");
  }

  private static String psa(String status, String rest) {
    return observation("http://loinc.org", "2857-1", "", status, rest);
  }

  private static String observation(
      String system, String code, String display, String status, String rest) {
    return "{'resourceType':'Observation','status':'"
        + status
        + "','code':{'coding':[{'system':'"
        + system
        + "','code':'"
        + code
        + "','display':'"
        + display
        + "'}]},'subject':{'reference':'Patient/p'},"
        + rest
        + "}";
  }

  private static String quantity(String value) {
    return "'valueQuantity':{'value':" + value + ",'code':'ng/mL'}";
  }

  private static String on(String date, String value) {
    return "'effectiveDateTime':'" + date + "'," + quantity(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'valueQuantity':{'value':-4,'code':'ng/mL'}
          'valueQuantity':{'value':1e308,'code':'ng/mL'}
          'valueQuantity':{'value':1e-308,'code':'ng/mL'}
          'valueQuantity':{'value':'NaN','code':'ng/mL'}
          'valueQuantity':{'value':'4.5','code':'ng/mL'}
          'valueQuantity':{'value':'4,5','code':'ng/mL'}
          'valueQuantity':{'value':4.5}
          'valueQuantity':{'value':4.5,'code':''}
          'valueQuantity':{'value':4.5,'code':'ng/ml per day'}
          'valueQuantity':{'value':4.5,'code':'mg'}
          'valueQuantity':{'value':4.5,'code':'ng/mL','comparator':'~'}
          'valueQuantity':{'code':'ng/mL'}
          'valueQuantity':{'value':null,'code':'ng/mL'}
          'valueQuantity':[4.5]
          'valueQuantity':4.5
          'valueString':'4,5 ng/mL'
          'valueString':'NaN'
          'valueBoolean':true
          'valueCodeableConcept':{'text':'high'}
          'valueRatio':{'numerator':{'value':4},'denominator':{'value':1}}
          """)
  void aValueThatIsNoMeasurementIsUnknownAndTold(String value) throws Exception {
    FhirCase found = read(psa("final", value));
    assertEquals("unknown", fact(found, "psaNgMl"));
    assertEquals(1, found.notUnderstood().size(), found.notUnderstood()::toString);
  }

  @ParameterizedTest
  @CsvSource({"ng/dL,400,4", "ug/L,4,4", "ng/mL,4.0,4", "mg/L,0.004,4", "pg/mL,4000,4"})
  void anotherUnitIsConverted(String unit, String value, String expected) throws Exception {
    String given = "'valueQuantity':{'value':" + value + ",'code':'" + unit + "'}";
    assertEquals(expected, fact(read(psa("final", given)), "psaNgMl"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2999-01-01", "1800-01-01", "yesterday", "1950-13-01", "05.05.1950", "-1"})
  void anImpossibleBirthDateGivesNoAge(String date) throws Exception {
    byte[] json =
        bytes(
            "{'resourceType':'Bundle','type':'collection','entry':[{'resource':"
                + PATIENT.replace("1950-05-05", date)
                + "},{'resource':"
                + CANCER
                + "}]}");
    FhirCase found =
        reader.read(json, new FhirSelection(Optional.empty(), Optional.empty(), Optional.of(DAY)));
    assertEquals("unknown", fact(found, "ageYears"));
    assertEquals(1, found.notUnderstood().size());
  }

  @Test
  void partialDatesGiveWhatIsCertain() throws Exception {
    byte[] json =
        bytes(
            "{'resourceType':'Bundle','type':'collection','entry':[{'resource':"
                + PATIENT.replace("1950-05-05", "1950")
                + "},{'resource':"
                + CANCER
                + "}]}");
    FhirCase found =
        reader.read(json, new FhirSelection(Optional.empty(), Optional.empty(), Optional.of(DAY)));
    assertEquals("{\"atLeast\":75,\"atMost\":76}", fact(found, "ageYears"));
    FhirCase year = read(psa("final", on("2025", "9")), psa("final", on("2025-06-01", "4")));
    assertEquals("{\"anyOf\":[4,9]}", fact(year, "psaNgMl"));
    FhirCase earlier = read(psa("final", on("2024", "9")), psa("final", on("2025-06", "4")));
    assertEquals("4", fact(earlier, "psaNgMl"));
  }

  @Test
  void whatIsDatedAfterTheDayIsLeftAside() throws Exception {
    FhirCase found = read(psa("final", on("2999-01-01", "9")), psa("final", on("2025", "4")));
    assertEquals("4", fact(found, "psaNgMl"));
    assertEquals(Ignored.Reason.LATER, found.ignored().get(0).reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"entered-in-error", "cancelled", "registered", "preliminary", "unknown", "", "X"})
  void aStatementThatDoesNotCountLeavesTheOtherOne(String status) throws Exception {
    FhirCase found = read(psa("final", on("2025-01-01", "4")), psa(status, on("2025-02-01", "9")));
    assertEquals("4", fact(found, "psaNgMl"));
    assertEquals(List.of(), found.contradictions());
    assertEquals(
        1, found.ignored().stream().filter(e -> e.reason() == Ignored.Reason.STATUS).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrected", "amended"})
  void aCorrectedStatementReplacesThatOfTheSameMoment(String status) throws Exception {
    FhirCase found = read(psa("final", on("2025-01-01", "4")), psa(status, on("2025-01-01", "9")));
    assertEquals("9", fact(found, "psaNgMl"));
    assertEquals(List.of(), found.contradictions());
    FhirCase later = read(psa("final", on("2025-01-02", "4")), psa(status, on("2025-01-01", "9")));
    assertEquals("4", fact(later, "psaNgMl"));
  }

  @Test
  void contradictionsLeaveWhatTheyAgreeOn() throws Exception {
    FhirCase numbers = read(psa("final", quantity("4")), psa("final", quantity("9")));
    assertEquals("{\"anyOf\":[4,9]}", fact(numbers, "psaNgMl"));
    assertEquals(1, numbers.contradictions().size());
    String seizures =
        "{'resourceType':'Condition','code':{'coding':[{'system':"
            + "'http://hl7.org/fhir/sid/icd-10','code':'C79.5'}]},'subject':{'reference':'Patient/p'}}";
    String ruledOut =
        seizures.replace(
            "'subject'", "'verificationStatus':{'coding':[{'code':'refuted'}]},'subject'");
    FhirCase truth = read(seizures, ruledOut);
    assertEquals("unknown", fact(truth, "boneMetastases"));
    assertTrue(
        truth.contradictions().stream()
            .anyMatch(each -> each.feature().key().equals("boneMetastases")));
  }

  @Test
  void tooManyDifferentValuesSayNothing() throws Exception {
    FhirCase few = read(IntStream.range(1, 17).mapToObj(i -> psa("final", quantity("" + i))));
    assertTrue(fact(few, "psaNgMl").startsWith("{\"anyOf\":["));
    FhirCase many = read(IntStream.range(1, 18).mapToObj(i -> psa("final", quantity("" + i))));
    assertEquals("unknown", fact(many, "psaNgMl"));
    assertEquals(17, many.contradictions().get(0).sources().size());
  }

  @Test
  void aCodeOfAnUnknownOrWrongSystemIsNotUsed() throws Exception {
    for (String system :
        List.of("", "urn:oid:1.2.3", "http://snomed.info/sct", "LOINC", "http://loinc.org/")) {
      FhirCase found = read(observation(system, "2857-1", "PSA", "final", quantity("4")));
      assertEquals("unknown", fact(found, "psaNgMl"), system);
      assertEquals(1, found.notUnderstood().size(), system);
    }
    String answer = "'valueCodeableConcept':{'coding':[{'system':'%s','code':'1228934000'}]}";
    String category = observation("http://loinc.org", "21905-5", "", "final", answer);
    assertEquals("\"T2b\"", fact(read(category.formatted("http://snomed.info/sct")), "cT"));
    assertEquals("unknown", fact(read(category.formatted("http://loinc.org")), "cT"));
  }

  @Test
  void theCodeWinsOverAnotherNameAndTheNameIsReported() throws Exception {
    String category =
        observation(
            "http://loinc.org",
            "21905-5",
            "",
            "final",
            "'valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct',"
                + "'code':'1228934000','display':'American Joint Committee on Cancer cT4'}]}");
    FhirCase found = read(category);
    assertEquals("\"T2b\"", fact(found, "cT"));
    assertEquals(1, found.notUnderstood().size());
    assertTrue(found.notUnderstood().get(0).source().path().endsWith("display"));
  }

  @Test
  void codesOfOneConceptThatContradictEachOtherAreNotUsed() throws Exception {
    String category =
        observation(
            "http://loinc.org",
            "21905-5",
            "",
            "final",
            "'valueCodeableConcept':{'coding':["
                + "{'system':'http://snomed.info/sct','code':'1228934000'},"
                + "{'system':'http://cancerstaging.org','code':'cT4'}]}");
    assertEquals("unknown", fact(read(category), "cT"));
  }

  @Test
  void tenThousandUndatedObservationsAndAHundredThousandExtensionsAreRead() throws Exception {
    FhirCase found =
        read(IntStream.range(0, 10_000).mapToObj(i -> psa("final", quantity("" + i % 7))));
    assertEquals("{\"anyOf\":[0,1,2,3,4,5,6]}", fact(found, "psaNgMl"));
    String extensions = "'extension':[" + "{'url':'x'},".repeat(100_000) + "{'url':'x'}],";
    assertEquals("4", fact(read(psa("final", extensions + quantity("4"))), "psaNgMl"));
  }

  static List<Path> bundles() throws IOException {
    return FhirBundlesTest.read();
  }

  /** The same Bundle, its entries in another order, its resources with other ids. */
  @ParameterizedTest
  @MethodSource("bundles")
  void neitherTheOrderNorTheNamesOfResourcesMatter(Path expectation) throws Exception {
    JsonNode expected = MAPPER.readTree(expectation.toFile());
    String name = expectation.getFileName().toString().replace(".expected.json", ".json");
    JsonNode bundle = MAPPER.readTree(expectation.resolveSibling(name).toFile());
    JsonNode selected = expected.path("selection");
    String before = written(reader.read(bundle, selection(selected, Map.of())));
    Random random = new Random(20261125);
    for (int i = 0; i < 25; i++) {
      Map<String, String> names = names(bundle, random);
      ObjectNode other = (ObjectNode) renamed(bundle, names, "");
      List<JsonNode> entries = new ArrayList<>();
      other.get("entry").forEach(entries::add);
      Collections.shuffle(entries, random);
      other.set("entry", MAPPER.createArrayNode().addAll(entries));
      assertEquals(before, written(reader.read(other, selection(selected, names))));
    }
  }

  private static FhirSelection selection(JsonNode selected, Map<String, String> names)
      throws PatientException {
    Optional<String> cancer = Optional.ofNullable(selected.path("cancer").textValue());
    Optional<String> patient = Optional.ofNullable(selected.path("patient").textValue());
    return FhirSelection.of(
        cancer.map(each -> reference(each, names)),
        patient.map(each -> reference(each, names)),
        Optional.ofNullable(selected.path("day").textValue()));
  }

  /** Facts and account, without the places where they stand. */
  private static String written(FhirCase found) {
    Map<String, String> facts = new TreeMap<>();
    found
        .patient()
        .facts()
        .forEach(
            (feature, value) -> facts.put(feature.key(), FhirCaseJson.value(value).toString()));
    List<String> account = new ArrayList<>();
    found.ignored().forEach(each -> account.add(each.reason() + " " + each.words()));
    found.notUnderstood().forEach(each -> account.add(each.words()));
    found
        .contradictions()
        .forEach(each -> account.add(each.feature().key() + " " + each.sources().size()));
    Collections.sort(account);
    return facts + " " + account;
  }

  private static Map<String, String> names(JsonNode bundle, Random random) {
    Set<String> ids = new HashSet<>();
    for (JsonNode id : bundle.findValues("id")) {
      ids.add(id.asText());
    }
    for (JsonNode url : bundle.findValues("fullUrl")) {
      if (url.asText().startsWith("urn:uuid:")) {
        ids.add(url.asText().substring("urn:uuid:".length()));
      }
    }
    Map<String, String> names = new HashMap<>();
    for (String id : ids) {
      names.put(id, new UUID(random.nextLong(), random.nextLong()).toString());
    }
    return names;
  }

  private static final Pattern REFERENCE =
      Pattern.compile("(.*[/#:])?([A-Za-z0-9.\\-]{1,64})(/_history/.*)?");

  private static String reference(String text, Map<String, String> names) {
    Matcher matcher = REFERENCE.matcher(text);
    if (!matcher.matches() || !names.containsKey(matcher.group(2))) {
      return text;
    }
    return (matcher.group(1) == null ? "" : matcher.group(1))
        + names.get(matcher.group(2))
        + (matcher.group(3) == null ? "" : matcher.group(3));
  }

  private static JsonNode renamed(JsonNode node, Map<String, String> names, String key) {
    if (node.isTextual() && Set.of("id", "reference", "fullUrl").contains(key)) {
      return TextNode.valueOf(reference(node.asText(), names));
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = MAPPER.createObjectNode();
      object
          .properties()
          .forEach(each -> copy.set(each.getKey(), renamed(each.getValue(), names, each.getKey())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = MAPPER.createArrayNode();
      array.forEach(each -> copy.add(renamed(each, names, key)));
      return copy;
    }
    return node;
  }
}
