package org.consilium.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.FeatureValue;

/** Which genomic variants are which facts: {@code ontology/mappings/variants.tsv}. */
final class VariantTable {
  private static final int COLUMNS = 9;

  /** What a variant must be. */
  enum Kind {
    ANY,
    /** Neither a fusion nor a change of the copy number. */
    MUTATION,
    FUSION
  }

  /** Where a variant must have been found. */
  enum Origin {
    ANY,
    GERMLINE,
    SOMATIC
  }

  /** What must be said of its clinical significance. */
  enum Significance {
    /** Pathogenic or likely pathogenic. */
    PATHOGENIC,
    /** Uncertain. */
    UNCERTAIN,
    /** Pathogenic, or nothing is said. */
    REPORTED
  }

  /**
   * One line.
   *
   * @param cancer the cancer that has the feature
   * @param feature the feature
   * @param genes HGNC identifiers
   * @param protein what the protein change must be, in one-letter code
   * @param kind what the variant must be
   * @param origin where it must have been found
   * @param significance what must be said of its significance
   * @param present what its presence says
   * @param absent what it says that all genes were tested and nothing was found, if anything
   */
  record Row(
      String cancer,
      Feature feature,
      Set<String> genes,
      Pattern protein,
      Kind kind,
      Origin origin,
      Significance significance,
      FeatureValue present,
      Optional<FeatureValue> absent) {}

  private final List<Row> rows = new ArrayList<>();

  private VariantTable() {}

  /**
   * Reads the table; a feature that no cancer has is passed over, since the knowledge may be of
   * another version.
   *
   * @param tsv tab-separated lines below one header
   * @throws IllegalArgumentException if a line is no such line
   */
  static VariantTable of(KnowledgeBase knowledge, String tsv) {
    VariantTable table = new VariantTable();
    FactTable file = new FactTable(knowledge, "variants.tsv", COLUMNS);
    for (String[] cells : file.rows(tsv)) {
      for (String cancer : knowledge.cancers()) {
        Optional<Feature> feature = knowledge.vocabulary(cancer).orElseThrow().feature(cells[0]);
        if (feature.isPresent()) {
          table.rows.add(
              new Row(
                  cancer,
                  feature.get(),
                  Set.of(cells[1].split(" ")),
                  Pattern.compile(cells[2]),
                  Kind.valueOf(cells[3]),
                  Origin.valueOf(cells[4]),
                  Significance.valueOf(cells[5]),
                  file.value(cancer, feature.get(), cells[6]),
                  cells[7].isEmpty()
                      ? Optional.empty()
                      : Optional.of(file.value(cancer, feature.get(), cells[7]))));
        }
      }
    }
    return table;
  }

  /** The lines for a cancer, in their order: the first that fits a variant counts. */
  List<Row> rows(String cancer) {
    return rows.stream().filter(row -> row.cancer().equals(cancer)).toList();
  }
}
