package org.consilium.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Vocabulary;
import org.junit.jupiter.api.Test;

/** The list of features in {@code docs/fhir.md} is that of the tables. */
class FhirDocumentationTest {
  private static final Set<String> READ_WITHOUT_TABLE =
      Set.of("ageYears", "sex", "ecog", "diagnosticStage", "lungCancerStatus", "germlineTested");

  private static final Map<String, String> PREFIXES =
      Map.of("oncology", "onc", "prostate", "pca", "breast", "bca", "lung", "lca");

  private static Path root() {
    return Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
  }

  private static Set<String> mapped() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(root().resolve("ontology").resolve("mappings"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        // A code of the SSSOM tables is read, too, once it is checked; these are read in any case.
        if (name.endsWith(".tsv") && !name.endsWith(".sssom.tsv")) {
          Files.readAllLines(file).stream()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("\t", -1)[0])
              .forEach(names::add);
        }
      }
    }
    return names;
  }

  private static boolean isMapped(Set<String> names, String iri) {
    String[] parts = iri.substring(iri.lastIndexOf('/') + 1).split("#", 2);
    return names.contains(PREFIXES.get(parts[0]) + ":" + parts[1]);
  }

  private static boolean isRead(Set<String> names, Feature feature) {
    return READ_WITHOUT_TABLE.contains(feature.key())
        || names.contains(feature.key())
        || isMapped(names, feature.iri())
        || feature
            .values()
            .map(
                taxonomy ->
                    taxonomy.classes().stream().anyMatch(each -> isMapped(names, each.iri())))
            .orElse(false);
  }

  private static String table() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    Set<String> names = mapped();
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    for (String cancer : knowledge.cancers()) {
      Vocabulary vocabulary = knowledge.vocabulary(cancer).orElseThrow();
      for (Feature feature : vocabulary.features()) {
        if (isRead(names, feature)) {
          rows.computeIfAbsent(cancer, each -> new TreeSet<>()).add(feature.key());
        }
      }
    }
    StringBuilder table = new StringBuilder("| cancer | features |\n|---|---|\n");
    rows.forEach(
        (cancer, keys) ->
            table
                .append("| ")
                .append(cancer)
                .append(" | ")
                .append(String.join(", ", keys))
                .append(" |\n"));
    return table.toString();
  }

  @Test
  void theListOfFeaturesIsThatOfTheTables() throws Exception {
    String text = Files.readString(root().resolve("docs").resolve("fhir.md"));
    String listed = text.split("<!-- /?features -->", -1)[1].strip();
    assertEquals(table().strip(), listed, "docs/fhir.md, between the marks of features");
  }
}
