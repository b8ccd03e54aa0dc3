package org.consilium.fhir;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.FeatureValue;

/**
 * What "positive", "negative" and "not performed" say of a feature that is no yes or no: the
 * percentage behind "positive". Read from {@code ontology/mappings/answers.tsv}, whose values are
 * written as in a patient description.
 */
final class AnswerTable {
  /** The answer that a test was not done, as a reason for the absence of a value says it. */
  static final String NOT_PERFORMED = "not-performed";

  private static final int COLUMNS = 4;

  private record Key(String cancer, String feature, String answer) {}

  private final Map<Key, FeatureValue> values = new HashMap<>();

  private AnswerTable() {}

  /**
   * Reads the table for all cancers that have the features; a feature that no cancer has is passed
   * over, since the knowledge may be of another version.
   *
   * @param tsv lines of feature, answer, value and source, tab-separated, below one header
   * @throws IllegalArgumentException if a line is no such line
   */
  static AnswerTable of(KnowledgeBase knowledge, String tsv) {
    AnswerTable table = new AnswerTable();
    FactTable file = new FactTable(knowledge, "answers.tsv", COLUMNS);
    for (String[] cells : file.rows(tsv)) {
      for (String cancer : knowledge.cancers()) {
        Vocabulary vocabulary = knowledge.vocabulary(cancer).orElseThrow();
        Optional<Feature> feature = vocabulary.feature(cells[0]);
        if (feature.isPresent()) {
          table.values.put(
              new Key(cancer, cells[0], cells[1]), file.value(cancer, feature.get(), cells[2]));
        }
      }
    }
    return table;
  }

  /** What a positive or negative answer says, if the table has it. */
  Optional<FeatureValue> find(String cancer, Feature feature, Answer answer) {
    return find(cancer, feature, answer.name().toLowerCase(Locale.ROOT));
  }

  /** What an answer says, if the table has it. */
  Optional<FeatureValue> find(String cancer, Feature feature, String answer) {
    return Optional.ofNullable(values.get(new Key(cancer, feature.key(), answer)));
  }
}
