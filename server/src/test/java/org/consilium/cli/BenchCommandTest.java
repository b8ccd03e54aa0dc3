package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aSmallMeasurementFindsNoDisagreementAndIsWrittenAsJson(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("reasoning.json");
    int code =
        execute(
            "bench",
            "reasoning",
            "--sizes",
            "10",
            "--patients",
            "70",
            "--seconds",
            "0",
            "--output",
            file.toString());
    assertEquals(0, code, err::toString);
    assertTrue(out.toString().contains("synthetic vocabulary"), out::toString);
    JsonNode written = new ObjectMapper().readTree(file.toFile());
    assertEquals(3, written.get("measurements").size());
    for (JsonNode measurement : written.get("measurements")) {
      assertEquals(0, measurement.get("disagreements").asLong());
      assertTrue(measurement.get("hermitPatients").asInt() >= 1);
    }
  }

  @Test
  void everyLineOfTheServerHasItsResultAndAllAnswersAreEqual() throws Exception {
    int code = execute("bench", "server", "--rounds", "1", "--seconds", "0.05", "--json");
    assertEquals(0, code, err::toString);
    JsonNode written = new ObjectMapper().readTree(out.toString());
    assertEquals(0, written.get("differences").size(), written.get("differences")::toString);
    Set<String> ids = new TreeSet<>();
    for (JsonNode finding : written.get("findings")) {
      assertTrue(finding.get("result").get("median").isNumber(), finding::toString);
      ids.add(finding.get("id").asText());
    }
    assertEquals(
        Set.of("R1", "R2", "R3", "R4", "R5", "R8", "R9", "R11", "R12", "p99", "batch"), ids);
  }

  @Test
  void sayingNothingToMeasureOrNothingPossibleIsWrongUsage() {
    assertEquals(2, execute("bench"));
    assertEquals(2, execute("bench", "reasoning", "--sizes", "0"));
    assertEquals(2, execute("bench", "reasoning", "--cancer", "none"));
    assertEquals(2, execute("bench", "server", "--rounds", "0"));
    assertEquals(2, execute("bench", "server", "--heap", "much"));
  }

  private int execute(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
