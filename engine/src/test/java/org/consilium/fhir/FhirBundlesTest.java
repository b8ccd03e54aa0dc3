package org.consilium.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.recommendation.AdviceJson;
import org.consilium.recommendation.Recommender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each Bundle of {@code test-data/fhir} says what its {@code .expected.json} says. */
class FhirBundlesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static KnowledgeBase knowledge;
  private static FhirBundleReader reader;
  private static Recommender recommender;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    reader = FhirBundleReader.of(knowledge);
    recommender = new Recommender(knowledge, CompiledReasoner.of(knowledge));
  }

  private static Path folder() {
    Path here = Path.of("test-data", "fhir");
    return Files.isDirectory(here) ? here : Path.of("..").resolve(here);
  }

  private static List<Path> expectations() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(".expected.json")).sorted().toList();
    }
  }

  static List<Path> read() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : expectations()) {
      if (MAPPER.readTree(file.toFile()).has("patient")) {
        found.add(file);
      }
    }
    return found;
  }

  static List<Path> refused() throws IOException {
    List<Path> found = new ArrayList<>(expectations());
    found.removeAll(read());
    return found;
  }

  private static JsonNode bundle(Path expectation) throws IOException {
    return MAPPER.readTree(
        expectation
            .resolveSibling(expectation.getFileName().toString().replace(".expected.json", ".json"))
            .toFile());
  }

  private static FhirSelection selection(JsonNode expected) throws PatientException {
    JsonNode selection = expected.path("selection");
    return FhirSelection.of(
        Optional.ofNullable(selection.path("cancer").textValue()),
        Optional.ofNullable(selection.path("patient").textValue()),
        Optional.ofNullable(selection.path("day").textValue()));
  }

  private static Map<String, String> written(PatientCase patient) {
    Map<String, String> facts = new TreeMap<>();
    patient.facts().forEach((feature, value) -> facts.put(feature.key(), text(value)));
    return facts;
  }

  private static String text(FeatureValue value) {
    return FhirCaseJson.value(value).toString();
  }

  private static List<String> sorted(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("read")
  void theFactsAreThoseOfThePatientDescription(Path file) throws Exception {
    JsonNode expected = MAPPER.readTree(file.toFile());
    FhirCase found = reader.read(bundle(file), selection(expected));
    PatientCase patient = new PatientJsonReader(knowledge).read(expected.get("patient"));
    assertEquals(written(patient), written(found.patient()));
    assertEquals(patient.facts(), found.patient().facts());
  }

  @ParameterizedTest
  @MethodSource("read")
  void theAnswerIsThatOfThePatientDescription(Path file) throws Exception {
    JsonNode expected = MAPPER.readTree(file.toFile());
    PatientCase found = reader.read(bundle(file), selection(expected)).patient();
    PatientCase patient = new PatientJsonReader(knowledge).read(expected.get("patient"));
    assertEquals(
        AdviceJson.of(recommender.advise(patient), knowledge, false).toString(),
        AdviceJson.of(recommender.advise(found), knowledge, false).toString());
  }

  @ParameterizedTest
  @MethodSource("read")
  void everythingThatIsNoFactIsAccountedFor(Path file) throws Exception {
    JsonNode expected = MAPPER.readTree(file.toFile());
    FhirCase found = reader.read(bundle(file), selection(expected));
    assertEquals(
        sorted(expected.path("ignored")),
        found.ignored().stream()
            .map(each -> each.source().path() + " " + each.reason().word())
            .sorted()
            .toList());
    assertEquals(
        sorted(expected.path("notUnderstood")),
        found.notUnderstood().stream().map(each -> each.source().path()).sorted().toList());
    assertEquals(
        sorted(expected.path("contradictions")),
        found.contradictions().stream().map(each -> each.feature().key()).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("read")
  void everyFactNamesItsSources(Path file) throws Exception {
    FhirCase found = reader.read(bundle(file), selection(MAPPER.readTree(file.toFile())));
    for (Feature feature : found.patient().facts().keySet()) {
      assertTrue(
          found.used().stream()
              .anyMatch(each -> each.feature().equals(feature) && !each.sources().isEmpty()),
          feature.key());
    }
  }

  @ParameterizedTest
  @MethodSource("read")
  void theOrderOfTheResourcesDoesNotMatter(Path file) throws Exception {
    JsonNode expected = MAPPER.readTree(file.toFile());
    ObjectNode bundle = (ObjectNode) bundle(file);
    Map<Feature, FeatureValue> facts = reader.read(bundle, selection(expected)).patient().facts();
    Random random = new Random(20260301);
    for (int i = 0; i < 10; i++) {
      List<JsonNode> entries = new ArrayList<>();
      bundle.get("entry").forEach(entries::add);
      Collections.shuffle(entries, random);
      ArrayNode shuffled = MAPPER.createArrayNode().addAll(entries);
      ObjectNode other = bundle.deepCopy();
      other.set("entry", shuffled);
      assertEquals(facts, reader.read(other, selection(expected)).patient().facts());
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithItsCode(Path file) throws Exception {
    JsonNode expected = MAPPER.readTree(file.toFile());
    String code = "";
    try {
      reader.read(bundle(file), selection(expected));
    } catch (PatientException e) {
      code = e.problems().get(0).code().id();
    }
    assertEquals(expected.get("refused").asText(), code);
  }
}
