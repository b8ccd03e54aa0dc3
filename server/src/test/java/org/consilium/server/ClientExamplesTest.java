package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.Applicability;
import org.consilium.recommendation.Advice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client programs of the documentation, run against a real server. */
class ClientExamplesTest {
  private static final Path CLIENTS = Path.of("../docs/clients");
  private static final Path PATIENT = Path.of("../test-data/patients/mhspc-high-volume.json");

  private static RunningServer server;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Run(int exit, String out, String err) {}

  private static Run run(String program, String client, Path patient) throws Exception {
    assumeTrue(isThere(program), program + " is not installed");
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(program, CLIENTS.resolve(client).toString(), patient.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("CONSILIUM", "http://127.0.0.1:" + server.port());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), client + " does not end");
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static Advice expected() throws Exception {
    return server
        .snapshots()
        .current()
        .recommender()
        .advise(new PatientJsonReader(server.knowledge()).read(Files.readAllBytes(PATIENT)), false);
  }

  private static List<String> ids(Applicability applicability) throws Exception {
    return expected().recommendations().stream()
        .filter(each -> each.applicability() == applicability)
        .map(each -> each.recommendation().id())
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"python3,recommend.py", "node,recommend.mjs"})
  void aProgramPrintsWhatAppliesAndWhatIsUndetermined(String program, String client)
      throws Exception {
    Run run = run(program, client, PATIENT);
    assertEquals("", run.err());
    assertEquals(0, run.exit());
    List<String> applies = new ArrayList<>();
    List<String> undetermined = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals("applies")) {
        applies.add(parts[3]);
      } else {
        assertEquals("undetermined", parts[0]);
        assertTrue(!parts[4].isBlank(), "no fact would decide " + parts[3]);
        undetermined.add(parts[3]);
      }
    }
    assertEquals(ids(Applicability.APPLIES), applies.stream().sorted().toList());
    assertEquals(ids(Applicability.UNDETERMINED), undetermined.stream().sorted().toList());
  }

  @Test
  void theShellPrintsTheCompactAnswer() throws Exception {
    assumeTrue(isThere("curl"), "curl is not installed");
    Run run = run("sh", "recommend.sh", PATIENT);
    assertEquals("", run.err());
    JsonNode answer = new ObjectMapper().readTree(run.out());
    List<String> applies = new ArrayList<>();
    answer.get("applies").forEach(id -> applies.add(id.asText()));
    assertEquals(ids(Applicability.APPLIES), applies.stream().sorted().toList());
  }

  @ParameterizedTest
  @CsvSource({"python3,recommend.py", "node,recommend.mjs"})
  void aRefusalIsShownWithPlaceAndReason(String program, String client) throws Exception {
    Run run =
        run(program, client, write("{\"cancer\": \"prostate\", \"facts\": {\"cT\": \"T9\"}}"));
    assertEquals(1, run.exit());
    assertEquals("", run.out());
    assertTrue(run.err().contains("CNS-PAT-005\t/facts/cT\t"), run.err());
    assertTrue(!run.err().toLowerCase(Locale.ROOT).contains("traceback"), run.err());
  }

  private static Path write(String text) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "patient", ".json"), text, StandardCharsets.UTF_8);
  }
}
