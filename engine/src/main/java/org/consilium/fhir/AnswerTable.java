package org.consilium.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;

/**
 * What an answer code says of a feature where no class of the ontology stands for the answer: the
 * grade group behind a code, the percentage behind "positive". Read from {@code
 * ontology/mappings/answers.tsv}, whose values are written as in a patient description.
 */
final class AnswerTable {
  /** In the place of a code system: any code for positive or negative. */
  static final String ANY_SYSTEM = "answer";

  private static final int COLUMNS = 5;

  private record Key(String cancer, String feature, String system, String code) {}

  private final Map<Key, FeatureValue> values = new HashMap<>();

  private AnswerTable() {}

  /**
   * Reads the table for all cancers that have the features.
   *
   * @param tsv lines of feature, system, code, value and source, tab-separated, below one header
   * @throws IllegalArgumentException if a line is no such line
   */
  static AnswerTable of(KnowledgeBase knowledge, String tsv) {
    AnswerTable table = new AnswerTable();
    List<String> lines =
        new ArrayList<>(
            tsv.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      if (cells.length != COLUMNS) {
        throw new IllegalArgumentException("answers.tsv: not five cells: " + line);
      }
      boolean known = false;
      for (String cancer : knowledge.cancers()) {
        Vocabulary vocabulary = knowledge.vocabulary(cancer).orElseThrow();
        Optional<Feature> feature = vocabulary.feature(cells[0]);
        if (feature.isPresent()) {
          known = true;
          table.values.put(
              new Key(cancer, cells[0], cells[1], cells[2]),
              value(knowledge, cancer, feature.get(), cells[3]));
        }
      }
      if (!known) {
        throw new IllegalArgumentException("answers.tsv: no feature " + cells[0]);
      }
    }
    return table;
  }

  private static FeatureValue value(
      KnowledgeBase knowledge, String cancer, Feature feature, String json) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode description = mapper.createObjectNode().put("cancer", cancer);
    try {
      description.putObject("facts").set(feature.key(), mapper.readTree(json));
      return new PatientJsonReader(knowledge).read(description).facts().get(feature);
    } catch (JsonProcessingException | PatientException e) {
      throw new IllegalArgumentException("answers.tsv: " + feature.key() + " " + json, e);
    }
  }

  /** What the answer says, if the table has it. */
  Optional<FeatureValue> find(String cancer, Feature feature, String system, String code) {
    return Optional.ofNullable(values.get(new Key(cancer, feature.key(), system, code)));
  }

  /** What a positive or negative answer says, if the table has it. */
  Optional<FeatureValue> find(String cancer, Feature feature, Answer answer) {
    return find(cancer, feature, ANY_SYSTEM, answer == Answer.POSITIVE ? "positive" : "negative");
  }
}
