package org.consilium.fhir;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.FeatureValue;

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
    FactTable file = new FactTable(knowledge, "answers.tsv", COLUMNS);
    for (String[] cells : file.rows(tsv)) {
      boolean known = false;
      for (String cancer : knowledge.cancers()) {
        Vocabulary vocabulary = knowledge.vocabulary(cancer).orElseThrow();
        Optional<Feature> feature = vocabulary.feature(cells[0]);
        if (feature.isPresent()) {
          known = true;
          table.values.put(
              new Key(cancer, cells[0], cells[1], cells[2]),
              file.value(cancer, feature.get(), cells[3]));
        }
      }
      if (!known) {
        throw file.fault("no feature " + cells[0]);
      }
    }
    return table;
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
