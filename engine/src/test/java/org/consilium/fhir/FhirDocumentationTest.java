package org.consilium.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.consilium.coding.Code;
import org.consilium.coding.CodeKind;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeMappings;
import org.consilium.coding.MappingPredicate;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/fhir-features.md} says of every feature where it is read, or why it is not. */
class FhirDocumentationTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What is read without a code of the mappings. */
  private static final Map<String, String> BY_THE_READER =
      Map.of(
          "ageYears", "Patient `birthDate`",
          "sex", "Patient, US Core birth sex or `gender`",
          "ecog", "Observation LOINC 89243-0 (Karnofsky)",
          "diagnosticStage", "Condition `verificationStatus` with a finding from tissue",
          "lungCancerStatus", "Condition `verificationStatus` with a finding from tissue",
          "germlineTested", "genomic variants and regions studied");

  private static final Map<String, String> LISTS =
      Map.of(
          "priorTherapies", "medicines and procedures that were given",
          "plannedTreatments", "medicines and procedures that are planned",
          "plannedDrugs", "medicines that are planned",
          "currentMedication", "medicines in use",
          "severeHypersensitivity", "AllergyIntolerance");

  private static KnowledgeBase knowledge;
  private static Map<String, Set<String>> cancersByFeature;
  private static Map<String, List<Feature>> features;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    cancersByFeature = new TreeMap<>();
    features = new TreeMap<>();
    for (String cancer : knowledge.cancers()) {
      for (Feature feature : knowledge.vocabulary(cancer).orElseThrow().features()) {
        cancersByFeature.computeIfAbsent(feature.key(), key -> new TreeSet<>()).add(cancer);
        features.computeIfAbsent(feature.key(), key -> new ArrayList<>()).add(feature);
      }
    }
  }

  private static Path root() {
    return Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
  }

  private static List<String> rows(String table) throws IOException {
    return Files.readAllLines(root().resolve("ontology").resolve("mappings").resolve(table))
        .stream()
        .filter(line -> !line.startsWith("#"))
        .skip(1)
        .toList();
  }

  private static Stream<CodeMapping> about(Feature feature) {
    CodeMappings mappings = knowledge.mappings();
    Stream<String> classes =
        feature.values().stream()
            .flatMap(taxonomy -> taxonomy.coded().stream())
            .map(ValueClass::iri);
    return Stream.concat(Stream.of(feature.iri()), classes)
        .flatMap(iri -> mappings.bySubject(iri).stream());
  }

  private static boolean isStaging(Feature feature) {
    return feature.key().matches("[cp][TNM]|.*[sS]tageGroup");
  }

  /** The codes that ask for a feature, by which an Observation is read. */
  private static List<CodeMapping> questions(Feature feature) {
    boolean answerable =
        !feature.kind().isCoded()
            || isStaging(feature)
            || about(feature)
                .anyMatch(each -> each.isForImport() && !each.subject().equals(feature.iri()));
    return !answerable
        ? List.of()
        : knowledge.mappings().bySubject(feature.iri()).stream()
            .filter(mapping -> mapping.kind() == CodeKind.OBSERVABLE && mapping.value().isEmpty())
            .filter(mapping -> mapping.isForImport() || isDecidedByItsAnswer(feature, mapping))
            .toList();
  }

  /** A question that says less decides a category, a no, and what the table of answers knows. */
  private static boolean isDecidedByItsAnswer(Feature feature, CodeMapping mapping) {
    try {
      return mapping.checked()
          && mapping.predicate() == MappingPredicate.BROAD_MATCH
          && (!feature.kind().isNumber()
              || rows("answers.tsv").stream().anyMatch(row -> row.startsWith(feature.key())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Where a feature is read, or nothing. */
  private static String sources(String key) throws IOException {
    Set<String> sources = new TreeSet<>();
    if (BY_THE_READER.containsKey(key)) {
      sources.add(BY_THE_READER.get(key));
    }
    Set<String> asked = new TreeSet<>();
    for (Feature feature : features.get(key)) {
      if (feature.kind() == FeatureKind.CODES) {
        if (LISTS.containsKey(key)) {
          sources.add(LISTS.get(key));
        }
        continue;
      }
      questions(feature).forEach(each -> asked.add(each.object().toString()));
      boolean byItself =
          about(feature)
              .anyMatch(
                  each ->
                      each.isForImport()
                          && each.kind() == CodeKind.FINDING
                          && (feature.kind().isCoded() || !each.value().isEmpty()));
      if (byItself) {
        sources.add("Condition");
      }
    }
    if (rows("variants.tsv").stream().anyMatch(row -> row.startsWith(key + "\t"))) {
      sources.add("genomic variants and regions studied");
    }
    if (!asked.isEmpty()) {
      sources.add("Observation " + String.join(", ", asked));
    }
    return String.join("; ", sources);
  }

  private static String table() throws IOException {
    StringBuilder table = new StringBuilder("| feature | cancers | read from |\n|---|---|---|\n");
    for (Map.Entry<String, Set<String>> each : cancersByFeature.entrySet()) {
      String sources = sources(each.getKey());
      if (!sources.isEmpty()) {
        table
            .append("| `")
            .append(each.getKey())
            .append("` | ")
            .append(String.join(", ", each.getValue()))
            .append(" | ")
            .append(sources)
            .append(" |\n");
      }
    }
    return table.toString();
  }

  private static String between(String mark) throws IOException {
    String text = Files.readString(root().resolve("docs").resolve("fhir-features.md"));
    return text.split("<!-- /?" + mark + " -->", -1)[1].strip();
  }

  @Test
  void whereFeaturesAreReadIsWhatTheTablesSay() throws Exception {
    assertEquals(table().strip(), between("read"), "docs/fhir-features.md, between the marks");
  }

  @Test
  void everyOtherFeatureIsListedWithTheReasonWhyItIsNotRead() throws Exception {
    Map<String, String> listed = new LinkedHashMap<>();
    for (String row : between("not-read").lines().skip(2).toList()) {
      String[] cells = row.split("\\|", -1);
      assertTrue(cells[1].strip().length() > 20, row);
      Pattern.compile("`(\\w+)`")
          .matcher(cells[2])
          .results()
          .map((MatchResult match) -> match.group(1))
          .forEach(key -> assertEquals(null, listed.put(key, row), key));
    }
    Set<String> unread = new TreeSet<>();
    for (String key : cancersByFeature.keySet()) {
      if (sources(key).isEmpty()) {
        unread.add(key);
      }
    }
    assertEquals(
        unread.stream().collect(Collectors.joining("\n")),
        listed.keySet().stream().sorted().collect(Collectors.joining("\n")));
  }

  @Test
  void theTablesNameOnlyFeaturesThatAreThere() throws Exception {
    for (String row : rows("variants.tsv")) {
      assertTrue(features.containsKey(row.split("\t", -1)[0]), row);
    }
    for (String row : rows("answers.tsv")) {
      assertTrue(
          features.get(row.split("\t", -1)[0]).stream()
              .anyMatch(each -> !questions(each).isEmpty()),
          row);
    }
  }

  static List<Arguments> questions() {
    List<Arguments> found = new ArrayList<>();
    for (String cancer : knowledge.cancers()) {
      for (Feature feature : knowledge.vocabulary(cancer).orElseThrow().features()) {
        questions(feature).forEach(each -> found.add(Arguments.of(cancer, feature, each)));
      }
    }
    return found;
  }

  /** An Observation with a code that the page names fills the feature that it names it for. */
  @ParameterizedTest
  @MethodSource("questions")
  void anObservationWithTheCodeFillsTheFeature(String cancer, Feature feature, CodeMapping question)
      throws Exception {
    boolean broad = question.predicate() == MappingPredicate.BROAD_MATCH;
    ObjectNode observation = MAPPER.createObjectNode();
    observation.put("resourceType", "Observation").put("status", "final").put("id", "o");
    observation.putObject("subject").put("reference", "Patient/p");
    coding(observation.putObject("code"), question.object());
    if (feature.key().endsWith("tageGroup")) {
      Code uicc = new Code("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "C188404");
      Code ajcc = new Code("http://snomed.info/sct", "897275008");
      coding(observation.putObject("method"), feature.key().startsWith("ajcc") ? ajcc : uicc);
    }
    switch (feature.kind()) {
      case BOOLEAN -> observation.put("valueBoolean", !broad);
      case INTEGER, DECIMAL -> number(observation, feature, broad);
      case CODE, CODES -> category(observation, feature, broad);
    }
    ObjectNode patient = MAPPER.createObjectNode().put("resourceType", "Patient").put("id", "p");
    FhirCase found =
        FhirBundleReader.of(knowledge)
            .read(
                List.of(patient, observation),
                new FhirSelection(Optional.of(cancer), Optional.empty(), Optional.empty()));
    assertTrue(
        found.patient().facts().containsKey(feature),
        () -> observation + " " + found.notUnderstood() + found.ignored());
  }

  private static void coding(ObjectNode concept, Code code) {
    concept.putArray("coding").addObject().put("system", code.system()).put("code", code.code());
  }

  private static void number(ObjectNode observation, Feature feature, boolean broad) {
    NumberRange range = feature.range().intersect(PlausibleRange.of(feature));
    BigDecimal value = range.low() == null ? BigDecimal.ONE : range.low().add(BigDecimal.ONE);
    if (broad) {
      coding(
          observation.putObject("valueCodeableConcept"), new Code("http://loinc.org", "LA6576-8"));
    } else if (feature.kind() == FeatureKind.INTEGER) {
      observation.put("valueInteger", value.intValue());
    } else {
      observation.putObject("valueQuantity").put("value", value).put("code", feature.unit());
      ObjectNode high = observation.putArray("referenceRange").addObject().putObject("high");
      high.put("value", value).put("code", feature.unit());
    }
  }

  /** A value by its code; where the question says less, as a text that says what it does not. */
  private static void category(ObjectNode observation, Feature feature, boolean broad) {
    List<ValueClass> classes = new ArrayList<>(feature.taxonomy().coded());
    Collections.reverse(classes);
    Optional<CodeMapping> answer =
        classes.stream()
            .flatMap(each -> knowledge.mappings().bySubject(each.iri()).stream())
            .filter(CodeMapping::isForImport)
            .findFirst();
    ObjectNode value = observation.putObject("valueCodeableConcept");
    if (isStaging(feature) && (broad || answer.isEmpty())) {
      String prefix = feature.key().startsWith("p") ? "p" : "c";
      value.put("text", prefix + classes.get(0).code());
    } else {
      coding(value, answer.orElseThrow().object());
    }
  }
}
