package org.consilium.patient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader draw the same line between descriptions. */
class VocabularySchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static KnowledgeBase knowledge;
  private static ObjectNode prostate;
  private static Schema schema;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    prostate = VocabularySchema.of(knowledge.vocabulary("prostate").orElseThrow());
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(prostate);
  }

  @Test
  void theSchemaItselfIsValidAgainstItsMetaSchema() {
    Schema meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));
    assertEquals("[]", meta.validate(prostate).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'cancer': 'prostate'}",
        "{'cancer': 'prostate', 'id': 'a', 'facts': null}",
        "{'cancer': 'prostate', 'id': null, 'facts': {}}",
        "{'cancer': 'prostate', 'facts': {'ageYears': 68, 'cT': 'T2b', 'cM': {'anyOf': ['M0', 'M1a']},"
            + " 'psaNgMl': {'atLeast': 10, 'below': 20}, 'ecog': {'atMost': 1}, 'symptomatic': false,"
            + " 'isupGradeGroup': null, 'priorTherapies': ['docetaxel', 'abiraterone'],"
            + " 'plannedTreatments': {'present': ['ADT'], 'absent': ['docetaxel'], 'unknown': [],"
            + " 'complete': false}}}",
        "{'cancer': 'prostate', 'facts': {'cT': {'not': 'T4'}, 'cM': {'not': ['M1', 'M1a']}}}",
        "{'cancer': 'prostate', 'facts': {'cT': {'not': null}, 'cM': {'not': []}}}",
        "{'cancer': 'prostate', 'facts': {'cT': {'anyOf': 'T2'}}}",
        "{'cancer': 'prostate', 'facts': {'ecog': 2.0, 'psaNgMl': 0.01}}",
        "{'cancer': 'prostate', 'facts': {'ecog': {'anyOf': [0, 1], 'not': 1}}}",
        "{'cancer': 'prostate', 'facts': {'psaNgMl': {'above': -3}}}",
        "{'cancer': 'prostate', 'facts': {'priorTherapies': []}}",
        "{'cancer': 'prostate', 'facts': {'priorTherapies': {'present': 'docetaxel', 'complete': null}}}",
      })
  void bothAccept(String description) throws Exception {
    JsonNode json = parse(description);
    assertEquals("[]", schema.validate(json).toString());
    assertTrue(isRead(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "'prostate'",
        "{}",
        "{'cancer': null}",
        "{'cancer': 'prostatic'}",
        "{'cancer': 'prostate', 'fact': {}}",
        "{'cancer': 'prostate', 'id': 7}",
        "{'cancer': 'prostate', 'facts': []}",
        "{'cancer': 'prostate', 'facts': {'psa': 3}}",
        "{'cancer': 'prostate', 'facts': {'cT': 'T2d'}}",
        "{'cancer': 'prostate', 'facts': {'cT': 't2b'}}",
        "{'cancer': 'prostate', 'facts': {'cT': ['T2b']}}",
        "{'cancer': 'prostate', 'facts': {'cT': {}}}",
        "{'cancer': 'prostate', 'facts': {'cT': {'anyOf': []}}}",
        "{'cancer': 'prostate', 'facts': {'cT': {'anyOf': null}}}",
        "{'cancer': 'prostate', 'facts': {'cT': {'oneOf': ['T2']}}}",
        "{'cancer': 'prostate', 'facts': {'ecog': 5}}",
        "{'cancer': 'prostate', 'facts': {'ecog': -1}}",
        "{'cancer': 'prostate', 'facts': {'ecog': 1.5}}",
        "{'cancer': 'prostate', 'facts': {'ecog': {'atLeast': 1.5}}}",
        "{'cancer': 'prostate', 'facts': {'ecog': {'atLeast': null}}}",
        "{'cancer': 'prostate', 'facts': {'ecog': {}}}",
        "{'cancer': 'prostate', 'facts': {'ecog': {'anyOf': []}}}",
        "{'cancer': 'prostate', 'facts': {'psaNgMl': '12'}}",
        "{'cancer': 'prostate', 'facts': {'psaNgMl': -1}}",
        "{'cancer': 'prostate', 'facts': {'psaNgMl': true}}",
        "{'cancer': 'prostate', 'facts': {'symptomatic': 'no'}}",
        "{'cancer': 'prostate', 'facts': {'symptomatic': 0}}",
        "{'cancer': 'prostate', 'facts': {'priorTherapies': 'docetaxel'}}",
        "{'cancer': 'prostate', 'facts': {'priorTherapies': ['docetaxal']}}",
        "{'cancer': 'prostate', 'facts': {'priorTherapies': {}}}",
        "{'cancer': 'prostate', 'facts': {'priorTherapies': {'present': [1]}}}",
        "{'cancer': 'prostate', 'facts': {'priorTherapies': {'complete': 'yes'}}}",
      })
  void bothRefuse(String description) throws Exception {
    JsonNode json = parse(description);
    assertFalse(schema.validate(json).isEmpty(), description);
    assertFalse(isRead(json), description);
  }

  @Test
  void everyCodeOfEveryFeatureIsAcceptedByBoth() throws Exception {
    for (Feature feature : knowledge.vocabulary("prostate").orElseThrow().features()) {
      if (feature.kind().isCoded()) {
        for (ValueClass value : feature.taxonomy().coded()) {
          ObjectNode description = MAPPER.createObjectNode().put("cancer", "prostate");
          ObjectNode facts = description.putObject("facts");
          if (feature.kind() == FeatureKind.CODE) {
            facts.put(feature.key(), value.code());
          } else {
            facts.putArray(feature.key()).add(value.code());
          }
          assertEquals("[]", schema.validate(description).toString());
          assertTrue(isRead(description), description::toString);
        }
      }
    }
  }

  @Test
  void everyFeatureIsThereWithItsMeaningAndUnit() {
    Vocabulary vocabulary = knowledge.vocabulary("prostate").orElseThrow();
    JsonNode features = prostate.at("/properties/facts/properties");
    Set<String> keys = new HashSet<>();
    features.fieldNames().forEachRemaining(keys::add);
    assertEquals(
        vocabulary.features().stream()
            .map(Feature::key)
            .collect(java.util.stream.Collectors.toSet()),
        keys);
    for (Feature feature : vocabulary.features()) {
      JsonNode node = features.get(feature.key());
      assertEquals(feature.label(), node.get("title").textValue());
      assertEquals(feature.iri(), node.get("x-iri").textValue());
      assertEquals(feature.unit(), node.path("x-ucumUnit").asText(""));
    }
  }

  @Test
  void theSameVocabularyGivesTheSameBytes() {
    ObjectNode again = VocabularySchema.of(knowledge.vocabulary("prostate").orElseThrow());
    assertEquals(prostate.toString(), again.toString());
  }

  private static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  private static boolean isRead(JsonNode description) {
    try {
      new PatientJsonReader(knowledge)
          .read(description.toString().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (PatientException e) {
      return false;
    }
  }
}
