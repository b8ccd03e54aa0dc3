package org.consilium.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.ProblemCode;
import org.consilium.knowledge.Severity;

/**
 * The findings of a validation as text, JSON or SARIF.
 *
 * @param problems the findings in the order in which they are shown
 */
record ValidationReport(List<Problem> problems) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** One line for each finding, with its remedy below unless it is for information only. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      text.append(problem).append('\n');
      if (problem.severity() != Severity.INFO) {
        text.append("    ").append(problem.remedy()).append('\n');
      }
    }
    return text.append(
            java.util.Arrays.stream(Severity.values())
                .map(severity -> counted(count(severity), severity))
                .collect(Collectors.joining(", ")))
        .append('\n')
        .toString();
  }

  private static String counted(long number, Severity severity) {
    boolean countable = severity != Severity.INFO;
    return number + " " + severity.word() + (countable && number != 1 ? "s" : "");
  }

  private long count(Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).count();
  }

  /** An object with counts and {@code problems}. */
  String json() throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("errors", count(Severity.ERROR));
    root.put("warnings", count(Severity.WARNING));
    root.put("infos", count(Severity.INFO));
    ArrayNode list = root.putArray("problems");
    for (Problem problem : problems) {
      ObjectNode node = list.addObject();
      node.put("code", problem.code().id());
      node.put("severity", problem.severity().word());
      node.put("file", problem.file());
      node.put("line", problem.line());
      node.put("subject", problem.subject());
      node.put("message", problem.message());
      node.put("remedy", problem.remedy());
    }
    return MAPPER.writeValueAsString(root);
  }

  /**
   * The findings in the Static Analysis Results Interchange Format, version 2.1.0 of OASIS, which
   * code review tools show at the lines concerned.
   *
   * @param version version of this program
   */
  String sarif(String version) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    root.put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "consilium");
    driver.put("version", version);
    ArrayNode rules = driver.putArray("rules");
    List<ProblemCode> codes = new ArrayList<>(List.of(ProblemCode.values()));
    for (ProblemCode code : codes) {
      ObjectNode rule = rules.addObject();
      rule.put("id", code.id());
      rule.put("name", code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      rule.putObject("shortDescription").put("text", sentence(code));
      rule.putObject("help").put("text", code.remedy());
      rule.putObject("defaultConfiguration").put("level", level(code.severity()));
    }
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    for (Problem problem : problems) {
      ObjectNode result = results.addObject();
      result.put("ruleId", problem.code().id());
      result.put("ruleIndex", codes.indexOf(problem.code()));
      result.put("level", level(problem.severity()));
      result.putObject("message").put("text", problem.message() + " — " + problem.remedy());
      if (!problem.file().isEmpty()) {
        ObjectNode physical =
            result.putArray("locations").addObject().putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(problem.file()));
        if (problem.line() > 0) {
          physical.putObject("region").put("startLine", problem.line());
        }
      }
    }
    return MAPPER.writeValueAsString(root);
  }

  private static String sentence(ProblemCode code) {
    String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private static String uri(String file) {
    Path path = Path.of(file);
    if (path.isAbsolute()) {
      return path.toUri().toString();
    }
    String absolute = Path.of("/").resolve(file).toUri().getRawPath();
    return absolute.substring(1);
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }
}
