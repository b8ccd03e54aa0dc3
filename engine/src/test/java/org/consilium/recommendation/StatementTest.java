package org.consilium.recommendation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each statement applies to the patient that meets all its conditions, does not apply to those that
 * differ in one fact, at and beside its thresholds too, and waits where one fact is unknown.
 */
class StatementTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static KnowledgeBase knowledge;
  private static CompiledReasoner compiled;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    compiled = CompiledReasoner.of(knowledge);
  }

  static List<Path> statements() throws IOException {
    Path here = Path.of("test-data", "statements");
    Path folder = Files.isDirectory(here) ? here : Path.of("..").resolve(here);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void everyPatientOfAStatementGetsTheExpectedAnswer(Path file) throws Exception {
    JsonNode statement = JSON.readTree(file.toFile());
    String id = statement.get("recommendation").asText();
    String cancer = statement.get("cancer").asText();
    String iri =
        knowledge.recommendations(cancer).stream()
            .filter(recommendation -> recommendation.id().equals(id))
            .findFirst()
            .orElseThrow()
            .iri();
    Set<String> answers = new HashSet<>();
    for (JsonNode entry : statement.get("cases")) {
      ObjectNode patient = JSON.createObjectNode();
      patient.put("cancer", cancer);
      patient.set("facts", entry.get("facts"));
      var answer = compiled.judge(new PatientJsonReader(knowledge).read(patient)).of(iri).word();
      assertEquals(
          entry.get("expected").asText(), answer, () -> id + ": " + entry.get("reason").asText());
      answers.add(answer);
    }
    assertTrue(answers.size() >= 2, id);
  }
}
