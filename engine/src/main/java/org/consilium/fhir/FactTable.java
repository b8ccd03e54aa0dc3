package org.consilium.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;

/**
 * A table of {@code ontology/mappings/} whose cells hold values as they stand in a patient
 * description: lines of cells separated by tabs, below one header, with comments after {@code #}.
 */
final class FactTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final int columns;
  private final PatientJsonReader reader;

  /**
   * @param name the file, for messages
   * @param columns how many cells a line has
   */
  FactTable(KnowledgeBase knowledge, String name, int columns) {
    this.name = name;
    this.columns = columns;
    this.reader = new PatientJsonReader(knowledge);
  }

  /**
   * The lines below the header, cell by cell.
   *
   * @throws IllegalArgumentException if a line has another number of cells
   */
  List<String[]> rows(String tsv) {
    List<String[]> rows =
        tsv.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .skip(1)
            .map(line -> line.split("\t", -1))
            .toList();
    for (String[] cells : rows) {
      if (cells.length != columns) {
        throw fault("not " + columns + " cells: " + String.join("\t", cells));
      }
    }
    return rows;
  }

  /**
   * A value of a feature.
   *
   * @param json as in the facts of a patient description
   * @throws IllegalArgumentException if the feature cannot have it
   */
  FeatureValue value(String cancer, Feature feature, String json) {
    ObjectNode description = JSON.createObjectNode().put("cancer", cancer);
    try {
      description.putObject("facts").set(feature.key(), JSON.readTree(json));
      return reader.read(description).facts().get(feature);
    } catch (JsonProcessingException | PatientException e) {
      throw new IllegalArgumentException(name + ": " + feature.key() + " " + json, e);
    }
  }

  /** An error of this table. */
  IllegalArgumentException fault(String message) {
    return new IllegalArgumentException(name + ": " + message);
  }
}
