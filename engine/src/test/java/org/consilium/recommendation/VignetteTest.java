package org.consilium.recommendation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.consilium.explanation.ProofChecker;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.HermitReasoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vignettes, written by reading the sources, get the answers that are expected of them. */
class VignetteTest {
  private static KnowledgeBase knowledge;
  private static CompiledReasoner compiled;
  private static HermitReasoner hermit;
  private static Recommender recommender;
  private static ProofChecker checker;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    compiled = CompiledReasoner.of(knowledge);
    hermit = HermitReasoner.of(knowledge);
    recommender = new Recommender(knowledge, compiled);
    checker = ProofChecker.of(knowledge);
  }

  private static Path folder() {
    Path here = Path.of("test-data", "vignettes");
    return Files.isDirectory(here) ? here : Path.of("..").resolve(here);
  }

  static List<Path> vignettes() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PatientCase patient(Path file) throws Exception {
    return new PatientJsonReader(knowledge).read(read(file).get("patient"));
  }

  private static String id(JsonNode entry) {
    return entry.isTextual() ? entry.asText() : entry.get("id").asText();
  }

  private static Set<String> ids(JsonNode list) {
    Set<String> ids = new TreeSet<>();
    list.forEach(entry -> ids.add(id(entry)));
    return ids;
  }

  @ParameterizedTest
  @MethodSource("vignettes")
  void everyRecommendationIsAnsweredAsExpected(Path file) throws Exception {
    JsonNode expected = read(file).get("expected");
    Map<Applicability, Set<String>> found = new TreeMap<>();
    for (Applicability applicability : Applicability.values()) {
      found.put(applicability, new TreeSet<>());
    }
    Advice advice = recommender.advise(patient(file));
    for (RecommendationAdvice answer : advice.recommendations()) {
      found.get(answer.applicability()).add(answer.recommendation().id());
    }
    assertEquals(ids(expected.get("applies")), found.get(Applicability.APPLIES));
    assertEquals(ids(expected.get("undetermined")), found.get(Applicability.UNDETERMINED));
    assertEquals(ids(expected.get("doesNotApply")), found.get(Applicability.DOES_NOT_APPLY));
  }

  @ParameterizedTest
  @MethodSource("vignettes")
  void whatIsMissingIsWhatTheVignetteNames(Path file) throws Exception {
    Map<String, Set<String>> named = new TreeMap<>();
    for (JsonNode entry : read(file).get("expected").get("undetermined")) {
      named.put(
          id(entry),
          new TreeSet<>(
              StreamSupport.stream(entry.path("missing").spliterator(), false)
                  .map(JsonNode::asText)
                  .toList()));
    }
    for (RecommendationAdvice answer : recommender.advise(patient(file)).recommendations()) {
      for (List<Feature> set : answer.missing()) {
        for (Feature feature : set) {
          assertTrue(
              named.get(answer.recommendation().id()).contains(feature.key()),
              answer.recommendation().id() + " asks for " + feature.key());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("vignettes")
  void bothReasonersGiveTheSameAnswers(Path file) throws Exception {
    PatientCase patient = patient(file);
    assertEquals(hermit.judge(patient), compiled.judge(patient));
  }

  /** Answers and explanations hold up against a checker that shares no code with them. */
  @ParameterizedTest
  @MethodSource("vignettes")
  void everyAnswerIsProvedWithItsExplanation(Path file) throws Exception {
    PatientCase patient = patient(file);
    Advice advice = recommender.advise(patient, true);
    assertFalse(advice.recommendations().isEmpty());
    for (RecommendationAdvice answer : advice.recommendations()) {
      List<Feature> deciding =
          answer
              .explanation()
              .map(RecommendationAdvice.Explanation::decidingFacts)
              .orElse(List.of());
      Optional<String> mistake =
          checker.refute(
              patient,
              answer.recommendation().population(),
              answer.applicability(),
              deciding,
              answer.missing());
      assertEquals(Optional.empty(), mistake, answer.recommendation().id());
    }
  }
}
