package org.consilium.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The table of docs/reliability.md. It has a row for each case that is tested, with what came of it
 * when it was last recorded. {@code main} brings the table up to date from {@code
 * target/reliability}, where the tests leave their outcomes.
 */
final class ReliabilityPage {
  static final Path FILE = ServerProcess.MODULE.resolve("../docs/reliability.md").normalize();

  private static final String START = "<!-- cases -->\n";
  private static final String END = "<!-- end of cases -->";
  private static final String HEAD =
      """
      | id | what is sent or done | expected | Consilium | stock Fuseki |
      |---|---|---|---|---|
      """;

  /** One row. */
  private record Row(String sends, String expects, String consilium, String fuseki) {}

  private ReliabilityPage() {}

  /** All cases that are tests, by their identifiers. */
  static SortedMap<String, AttackCase> cases() {
    SortedMap<String, AttackCase> cases = new TreeMap<>();
    new ClassFileImporter()
        .importPackagesOf(ReliabilityPage.class).stream()
            .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
            .map((Method method) -> method.getAnnotation(AttackCase.class))
            .filter(Objects::nonNull)
            .forEach(
                one -> {
                  if (cases.put(one.id(), one) != null) {
                    throw new IllegalStateException("there are two of " + one.id());
                  }
                });
    return cases;
  }

  /** The page with its table made anew; outcomes that were not recorded now stay as they are. */
  static String with(String page, Map<String, String> consilium, Map<String, String> fuseki) {
    SortedMap<String, Row> old = rows(page);
    StringBuilder table = new StringBuilder(HEAD);
    cases()
        .forEach(
            (id, one) -> {
              Row before = old.getOrDefault(id, new Row("", "", "", ""));
              List<String> cells =
                  List.of(
                      id,
                      one.sends(),
                      one.expects(),
                      consilium.getOrDefault(id, before.consilium()),
                      fuseki.getOrDefault(id, before.fuseki()));
              cells.forEach(
                  cell -> table.append("| ").append(cell.replace("|", "\\|")).append(' '));
              table.append("|\n");
            });
    int start = page.indexOf(START) + START.length();
    return page.substring(0, start) + table + page.substring(page.indexOf(END));
  }

  private static SortedMap<String, Row> rows(String page) {
    SortedMap<String, Row> rows = new TreeMap<>();
    String table = page.substring(page.indexOf(START) + START.length(), page.indexOf(END));
    for (String line : table.lines().skip(2).toList()) {
      List<String> cells = new ArrayList<>();
      for (String cell : line.split("(?<!\\\\)\\|", -1)) {
        cells.add(cell.strip().replace("\\|", "|"));
      }
      rows.put(cells.get(1), new Row(cells.get(2), cells.get(3), cells.get(4), cells.get(5)));
    }
    return rows;
  }

  private static Map<String, String> recorded(String target) throws IOException {
    Map<String, String> outcomes = new HashMap<>();
    try (Stream<Path> files = Files.list(Recording.FOLDER)) {
      for (Path file : files.sorted().toList()) {
        JsonNode content = new ObjectMapper().readTree(file.toFile());
        if (content.path("target").asText().equals(target)) {
          content
              .path("outcomes")
              .properties()
              .forEach(one -> outcomes.put(one.getKey(), one.getValue().asText()));
        }
      }
    }
    return outcomes;
  }

  /** Brings the page up to date. */
  public static void main(String... arguments) throws IOException {
    Files.writeString(
        FILE, with(Files.readString(FILE), recorded("Consilium"), recorded("Fuseki")));
  }
}
