package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.consilium.knowledge.ContentCounts;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.query.QualityGate;
import org.consilium.query.QueryCatalogue;
import org.junit.jupiter.api.Test;

/**
 * The numbers of the README are those of the content. The table as it should be is written to
 * {@code server/target/readme-counts.md}, to be pasted between the two marks.
 */
class ReadmeCountsTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final String START = "<!-- counts -->\n";
  private static final String END = "<!-- end of counts -->";
  private static final List<String> CANCERS = List.of("prostate", "breast", "lung");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theReadmeCountsWhatIsThere() throws Exception {
    String expected = table(KnowledgeBase.shipped());
    Files.writeString(Path.of("target", "readme-counts.md"), expected);
    String readme = Files.readString(REPOSITORY.resolve("README.md"));
    int start = readme.indexOf(START) + START.length();
    assertTrue(start >= START.length() && readme.indexOf(END) > start, "the marks are missing");
    assertEquals(expected, readme.substring(start, readme.indexOf(END)));
  }

  private static String table(KnowledgeBase knowledge) throws IOException {
    List<Optional<String>> columns = new ArrayList<>();
    CANCERS.forEach(cancer -> columns.add(Optional.of(cancer)));
    columns.add(Optional.empty());
    StringBuilder text =
        new StringBuilder("| | prostate | breast | lung | in all |\n|---|---|---|---|---|\n");
    List<ContentCounts> counts =
        columns.stream()
            .map(
                cancer ->
                    cancer
                        .map(code -> ContentCounts.of(knowledge, code))
                        .orElseGet(() -> ContentCounts.of(knowledge)))
            .toList();
    Function<Function<ContentCounts, Object>, List<Object>> each =
        count -> counts.stream().map(count).toList();
    row(text, "recommendations", each.apply(ContentCounts::recommendations));
    row(text, "of them research gaps", each.apply(ContentCounts::gaps));
    row(text, "distinct populations", each.apply(ContentCounts::populations));
    row(text, "decision questions", each.apply(ContentCounts::questions));
    row(text, "source documents", each.apply(ContentCounts::documents));
    row(text, "bodies that publish them", each.apply(ContentCounts::bodies));
    row(text, "studies that are cited", each.apply(ContentCounts::studies));
    row(text, "outcomes of those studies", each.apply(ContentCounts::outcomes));
    row(text, "publications of those studies", each.apply(ContentCounts::publications));
    row(text, "safety rules that can be decided", each.apply(ContentCounts::safetyRules));
    row(text, "features of a patient", each.apply(ContentCounts::features));
    row(text, "vignettes with expected answers", testData(columns, "vignettes", node -> 1));
    row(
        text,
        "further test patients, of single statements",
        testData(columns, "statements", node -> node.get("cases").size()));
    row(text, "oldest review of an encoding", each.apply(ContentCounts::oldestReview));
    long therapies = knowledge.therapies().size();
    long drugs = knowledge.therapies().stream().filter(t -> t.kind().equals("Drug")).count();
    long coded =
        knowledge.therapies().stream()
            .filter(t -> t.kind().equals("Drug"))
            .filter(t -> !t.atcCode().isEmpty() || !t.ncitCode().isEmpty())
            .count();
    return text.append("\nShared by the cancers: ")
        .append(therapies)
        .append(" therapies, procedures and tests, among them ")
        .append(drugs)
        .append(" drugs, ")
        .append(100 * coded / drugs)
        .append(" percent with a checked ATC or NCIt code;\n")
        .append(QueryCatalogue.packaged().queries().size())
        .append(" questions for the graph and ")
        .append(QualityGate.packaged().size())
        .append(" quality gates.\n")
        .toString();
  }

  private static void row(StringBuilder text, String name, List<?> numbers) {
    text.append("| ").append(name);
    numbers.forEach(number -> text.append(" | ").append(number));
    text.append(" |\n");
  }

  private static List<Long> testData(
      List<Optional<String>> columns, String kind, Function<JsonNode, Integer> size)
      throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Optional<String> cancer : columns) {
      long number = 0;
      Path folder = REPOSITORY.resolve("test-data").resolve(kind);
      Path root = cancer.map(folder::resolve).orElse(folder);
      try (Stream<Path> files = Files.isDirectory(root) ? Files.walk(root) : Stream.empty()) {
        for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
          number += size.apply(JSON.readTree(file.toFile()));
        }
      }
      numbers.add(number);
    }
    return numbers;
  }
}
