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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataHasValue;
import org.semanticweb.owlapi.model.OWLDataPropertyExpression;
import org.semanticweb.owlapi.model.OWLDataSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLEquivalentClassesAxiom;
import org.semanticweb.owlapi.model.OWLFacetRestriction;

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
    for (JsonNode entry : statement.get("cases")) {
      ObjectNode patient = JSON.createObjectNode();
      patient.put("cancer", cancer);
      patient.set("facts", entry.get("facts"));
      var answer = compiled.judge(new PatientJsonReader(knowledge).read(patient)).of(iri).word();
      assertEquals(
          entry.get("expected").asText(), answer, () -> id + ": " + entry.get("reason").asText());
    }
  }

  /**
   * At least four patients, with each of the three answers: the statement applies to one, does not
   * apply to another that differs from such a one in a single fact, and waits for a third of whom a
   * single fact of such a one is not known.
   */
  @ParameterizedTest
  @MethodSource("statements")
  void everyAnswerIsOneFactAwayFromAPatientToWhomTheStatementApplies(Path file) throws Exception {
    JsonNode statement = JSON.readTree(file.toFile());
    String id = statement.get("recommendation").asText();
    assertTrue(statement.get("cases").size() >= FEWEST_PATIENTS, id);
    List<JsonNode> eligible = patients(statement, "applies");
    assertTrue(has(statement, "applies", !eligible.isEmpty()), id);
    for (String answer : List.of("does-not-apply", "undetermined")) {
      boolean open = answer.equals("undetermined");
      assertTrue(
          has(
              statement,
              answer,
              patients(statement, answer).stream()
                  .anyMatch(
                      other ->
                          eligible.stream()
                              .map(one -> differences(one, other))
                              .anyMatch(
                                  keys ->
                                      keys.size() == 1
                                          && !(open && other.has(keys.iterator().next()))))),
          () -> id + " has no patient one fact away with the answer " + answer);
    }
  }

  /** Whether the statement has such a patient, or says why there can be none. */
  private static boolean has(JsonNode statement, String answer, boolean present) {
    return present || statement.path("without").path(answer).isTextual();
  }

  private static List<JsonNode> patients(JsonNode statement, String answer) {
    List<JsonNode> patients = new ArrayList<>();
    for (JsonNode entry : statement.get("cases")) {
      if (entry.get("expected").asText().equals(answer)) {
        patients.add(entry.get("facts"));
      }
    }
    return patients;
  }

  /** The features in which two patients differ, being known of one only included. */
  private static Set<String> differences(JsonNode one, JsonNode other) {
    Set<String> keys = new TreeSet<>();
    one.fieldNames().forEachRemaining(keys::add);
    other.fieldNames().forEachRemaining(keys::add);
    keys.removeIf(key -> one.path(key).equals(other.path(key)));
    return keys;
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

  /**
   * For each number that the population asks for, itself or by a concept that it names, two
   * patients at and beside it who differ in nothing else and get different answers. Beside a bound
   * is the side on which the answer turns: for a lower bound that is included the side below, for
   * one that is not the side above, and so on; for a single value either side.
   */
  @ParameterizedTest
  @MethodSource("statements")
  void everyThresholdHasPatientsOnBothSides(Path file) throws Exception {
    JsonNode statement = JSON.readTree(file.toFile());
    Recommendation recommendation =
        knowledge.recommendationById(statement.get("recommendation").asText()).orElseThrow();
    Vocabulary vocabulary = knowledge.vocabulary(recommendation.cancer()).orElseThrow();
    for (Threshold threshold : thresholds(recommendation.population().expression())) {
      Feature feature = vocabulary.featureByIri(threshold.property()).orElseThrow();
      if (statement.path("thresholds").path(feature.key()).isTextual()) {
        continue;
      }
      assertTrue(
          threshold.sides().stream()
              .anyMatch(side -> turns(statement, feature.key(), threshold, side)),
          () ->
              "%s: no two patients at and beside %s %s with different answers"
                  .formatted(recommendation.id(), feature.key(), threshold.number()));
    }
  }

  /** Whether two patients who differ in this number only, at and beside it, get other answers. */
  private static boolean turns(JsonNode statement, String key, Threshold threshold, int side) {
    for (JsonNode one : statement.get("cases")) {
      for (JsonNode other : statement.get("cases")) {
        if (!one.get("expected").equals(other.get("expected"))
            && side(one, key, threshold) == 0
            && side(other, key, threshold) == side
            && differences(one.get("facts"), other.get("facts")).equals(Set.of(key))) {
          return true;
        }
      }
    }
    return false;
  }

  /** -1 below the threshold, 0 at it, 1 above; 2 if the number is not known. */
  private static int side(JsonNode entry, String key, Threshold threshold) {
    JsonNode value = entry.path("facts").path(key);
    return value.isNumber()
        ? Integer.signum(value.decimalValue().compareTo(threshold.number()))
        : 2;
  }

  /**
   * A number at which the answer can turn.
   *
   * @param property IRI of the feature
   * @param number in the unit of the feature
   * @param sides the side beside it, -1 below or 1 above, on which another answer is expected;
   *     several are alternatives
   */
  private record Threshold(String property, BigDecimal number, Set<Integer> sides) {}

  private static Set<Threshold> thresholds(OWLClassExpression population) {
    Set<Threshold> thresholds = new HashSet<>();
    Set<OWLClass> named = new HashSet<>();
    Deque<OWLClassExpression> open = new ArrayDeque<>(List.of(population));
    while (!open.isEmpty()) {
      for (OWLClassExpression part : open.pop().nestedClassExpressions().toList()) {
        if (part instanceof OWLClass concept && named.add(concept)) {
          definitions(concept).forEach(open::push);
        } else if (part instanceof OWLDataSomeValuesFrom some
            && some.getFiller() instanceof OWLDatatypeRestriction restriction) {
          restriction
              .facetRestrictions()
              .forEach(facet -> thresholds.add(threshold(some.getProperty(), facet)));
        } else if (part instanceof OWLDataHasValue value && value.getFiller().isInteger()) {
          thresholds.add(
              new Threshold(
                  iri(value.getProperty()),
                  new BigDecimal(value.getFiller().getLiteral()),
                  Set.of(-1, 1)));
        }
      }
    }
    return thresholds;
  }

  private static Stream<OWLClassExpression> definitions(OWLClass concept) {
    return knowledge.definitions().stream()
        .filter(OWLEquivalentClassesAxiom.class::isInstance)
        .map(OWLEquivalentClassesAxiom.class::cast)
        .filter(axiom -> axiom.contains(concept))
        .flatMap(OWLEquivalentClassesAxiom::operands)
        .filter(operand -> !operand.equals(concept));
  }

  private static Threshold threshold(
      OWLDataPropertyExpression property, OWLFacetRestriction restriction) {
    Set<Integer> sides =
        switch (restriction.getFacet()) {
          case MIN_INCLUSIVE -> Set.of(-1);
          case MAX_INCLUSIVE -> Set.of(1);
          case MIN_EXCLUSIVE -> Set.of(1);
          case MAX_EXCLUSIVE -> Set.of(-1);
          default -> throw new AssertionError(restriction);
        };
    return new Threshold(
        iri(property), new BigDecimal(restriction.getFacetValue().getLiteral()), sides);
  }

  private static String iri(OWLDataPropertyExpression property) {
    return property.asOWLDataProperty().getIRI().toString();
  }
}
