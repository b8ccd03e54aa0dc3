package org.consilium.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Keeps what came of each case, for the table of docs/reliability.md. It is written to {@code
 * target/reliability}, one file for each class of tests.
 */
final class Recording implements BeforeEachCallback, AfterAllCallback, TestWatcher {
  static final Path FOLDER = ServerProcess.MODULE.resolve("target").resolve("reliability");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String target;
  private final Map<String, String> outcomes = new TreeMap<>();
  private final Map<String, Integer> seen = new TreeMap<>();

  /**
   * @param target the program that is attacked
   */
  Recording(String target) {
    this.target = target;
  }

  /** Notes one observation of the case that runs; equal ones are counted. */
  synchronized void note(String observation) {
    seen.merge(observation, 1, Integer::sum);
  }

  /** Ends a case that is no test of its own, and begins the next. */
  synchronized void end(String id) {
    outcomes.put(id, summary());
    seen.clear();
  }

  private synchronized String summary() {
    return seen.entrySet().stream()
        .map(one -> one.getKey() + (one.getValue() > 1 ? " ×" + one.getValue() : ""))
        .collect(Collectors.joining("; "));
  }

  @Override
  public synchronized void beforeEach(ExtensionContext context) {
    seen.clear();
  }

  private static Optional<String> id(ExtensionContext context) {
    return context
        .getTestMethod()
        .map(method -> method.getAnnotation(AttackCase.class))
        .map(AttackCase::id);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    id(context).ifPresent(id -> outcomes.put(id, summary()));
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    id(context).ifPresent(id -> outcomes.put(id, "**failed**"));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    ObjectNode file =
        JSON.createObjectNode()
            .put("target", target)
            .put("date", LocalDate.now(ZoneOffset.UTC).toString());
    outcomes.forEach(file.putObject("outcomes")::put);
    Files.createDirectories(FOLDER);
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(
            FOLDER.resolve(context.getRequiredTestClass().getSimpleName() + ".json").toFile(),
            file);
  }
}
