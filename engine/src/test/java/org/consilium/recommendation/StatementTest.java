package org.consilium.recommendation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.semanticweb.owlapi.model.OWLDataSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLFacetRestriction;
import org.semanticweb.owlapi.vocab.OWLFacet;

/**
 * Each statement applies to the patient that meets all its conditions, does not apply to those that
 * differ in one fact, at and beside its thresholds too, and waits where one fact is unknown.
 */
class StatementTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FEWEST_PATIENTS = 4;

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
    assertTrue(statement.get("cases").size() >= FEWEST_PATIENTS, id);
    for (String answer : List.of("applies", "does-not-apply", "undetermined")) {
      assertTrue(
          answers.contains(answer) || statement.path("without").path(answer).isTextual(),
          () -> id + " has no patient with the answer " + answer + " and does not say why");
    }
  }

  @Test
  void everyRecommendationHasItsPatients() throws Exception {
    Set<String> files = new TreeSet<>();
    for (Path file : statements()) {
      JsonNode statement = JSON.readTree(file.toFile());
      String id = statement.get("recommendation").asText();
      assertEquals(id + ".json", String.valueOf(file.getFileName()));
      assertTrue(files.add(id), id);
    }
    Set<String> recommendations = new TreeSet<>();
    knowledge.recommendations().forEach(recommendation -> recommendations.add(recommendation.id()));
    assertEquals(recommendations, files);
  }

  /** Patients at, below and above each threshold that stands in the population itself. */
  @ParameterizedTest
  @MethodSource("statements")
  void everyThresholdHasPatientsOnBothSides(Path file) throws Exception {
    JsonNode statement = JSON.readTree(file.toFile());
    Recommendation recommendation =
        knowledge.recommendationById(statement.get("recommendation").asText()).orElseThrow();
    Vocabulary vocabulary = knowledge.vocabulary(recommendation.cancer()).orElseThrow();
    recommendation
        .population()
        .expression()
        .nestedClassExpressions()
        .filter(OWLDataSomeValuesFrom.class::isInstance)
        .map(OWLDataSomeValuesFrom.class::cast)
        .filter(some -> some.getFiller() instanceof OWLDatatypeRestriction)
        .forEach(
            some -> {
              String property = some.getProperty().asOWLDataProperty().getIRI().toString();
              String key =
                  vocabulary.features().stream()
                      .filter(feature -> feature.iri().equals(property))
                      .findFirst()
                      .orElseThrow()
                      .key();
              if (!statement.path("thresholds").path(key).isTextual()) {
                ((OWLDatatypeRestriction) some.getFiller())
                    .facetRestrictions()
                    .forEach(facet -> assertBothSides(statement, key, facet));
              }
            });
  }

  private static void assertBothSides(
      JsonNode statement, String key, OWLFacetRestriction restriction) {
    BigDecimal threshold = new BigDecimal(restriction.getFacetValue().getLiteral());
    Set<Integer> sides = new TreeSet<>();
    for (JsonNode entry : statement.get("cases")) {
      JsonNode value = entry.at("/facts/" + key);
      if (value.isNumber()) {
        sides.add(value.decimalValue().compareTo(threshold));
      }
    }
    boolean below = restriction.getFacet() == OWLFacet.MIN_INCLUSIVE;
    boolean above = restriction.getFacet() == OWLFacet.MAX_INCLUSIVE;
    assertTrue(
        sides.contains(0)
            && (!below || sides.contains(-1))
            && (!above || sides.contains(1))
            && (below || above || sides.size() > 1),
        () ->
            statement.get("recommendation").asText()
                + ": no patients at and beside "
                + key
                + " "
                + restriction.getFacet().getSymbolicForm()
                + " "
                + threshold);
  }
}
