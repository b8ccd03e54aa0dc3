package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a patient description says never appears in what the server writes for its operator. */
class PatientPrivacyTest {
  private static final String CANARY = "canary-7f3a91";
  private static final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private static final PrintStream standardError = System.err;
  private static final PrintStream standardOutput = System.out;

  private static Path audit;
  private static RunningServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    PrintStream capture = new PrintStream(written, true, StandardCharsets.UTF_8);
    System.setErr(capture);
    System.setOut(capture);
    audit = folder.resolve("audit.jsonl");
    server =
        RunningServer.start(
            ServerConfiguration.DEFAULT
                .with(Setting.AUDIT_FILE, audit.toString())
                .with(Setting.AUDIT_REQUESTS, "true"));
  }

  @AfterAll
  static void stop() {
    server.close();
    System.setErr(standardError);
    System.setOut(standardOutput);
  }

  @Test
  void neitherAnswersNorRefusalsLeaveATrace() throws Exception {
    String id = "'id': '" + CANARY + "', 'cancer': 'prostate'";
    String[] patients = {
      "{" + id + "}",
      "{" + id + ", 'facts': {'ageYears': 68}}",
      "{" + id + ", 'facts': {'" + CANARY + "': 1}}",
      "{" + id + ", 'facts': {'cT': '" + CANARY + "'}}",
      "{" + id + ", 'facts': {'ecog': '" + CANARY + "'}}",
      "{" + id + ", 'facts': {'cM': {'anyOf': ['M0'], 'not': 'M0'}}}",
      "{'cancer': '" + CANARY + "'}",
      "{'" + CANARY + "'",
      "[[[[[[[[[[[[[[[[[[[[[[[[['" + CANARY + "']",
      CANARY.repeat(100_000),
    };
    for (String patient : patients) {
      String body = patient.replace('\'', '"');
      for (String type : new String[] {"application/json", "text/plain", CANARY}) {
        for (String query : new String[] {"", "?explain=true", "?" + CANARY + "=" + CANARY}) {
          int status = server.post("/api/recommendations" + query, type, body).statusCode();
          assertTrue(status < 500, () -> status + " for " + patient);
        }
      }
      for (String query : new String[] {"", "?full=true", "?" + CANARY + "=" + CANARY}) {
        server.post("/api/recommendations/batch" + query, "application/x-ndjson", body);
      }
      server.post("/api/" + CANARY, "application/json", body);
      server.post("/sparql", "application/sparql-query", body);
    }
    callHooks();
    hangUpInTheMiddle("");
    hangUpInTheMiddle("/batch");
    server.get("/" + CANARY + "/" + CANARY + "?" + CANARY + "=" + CANARY);
    server.get("/api/queries/" + CANARY + "?" + CANARY);
    server.get("/api/guidelines", "Authorization", "Bearer " + CANARY);
    server.get("/api/guidelines", "Cookie", CANARY, "User-Agent", CANARY, "Referer", CANARY);
    assertEquals(200, server.get("/health/live").statusCode());
    String log = written.toString(StandardCharsets.UTF_8);
    assertTrue(log.contains("\"route\":\"/api/recommendations/batch\""), log);
    assertTrue(log.contains("\"route\":\"/cds-services/{id}\""), log);
    assertFalse(log.contains(CANARY));
    assertFalse(server.get("/metrics").body().contains(CANARY));
    String recorded = Files.readString(audit);
    assertTrue(recorded.contains("\"route\":\"/api/recommendations/batch\""), recorded);
    assertFalse(recorded.contains(CANARY));
  }

  /** Calls of CDS Hooks with the canary in every place that can have a text, good and bad ones. */
  private static void callHooks() throws Exception {
    String service = "/cds-services/consilium-prostate-order-select";
    String good =
        Files.readString(Path.of("..", "test-data", "cds-hooks", "order-select.json"))
            .replace("\"gender\"", "\"name\": [{\"family\": \"" + CANARY + "\"}], \"gender\"")
            .replace("Practitioner/example", "Practitioner/" + CANARY)
            .replace("radium (223Ra) dichloride", CANARY)
            .replace("\"89284\"", "\"" + CANARY + "\"");
    String server2 = "\"fhirServer\": \"http://127.0.0.1:1/" + CANARY + "\", \"hook\"";
    String[] bodies = {
      good,
      good.replaceFirst("\"hook\"", server2),
      good.replace("p1", CANARY),
      good.replaceFirst("order-select", CANARY),
      good.replaceFirst("6f0f2a3c-8f0b-4a7e-9a53-0f7d0c1b2a10", CANARY),
      good.replace("Patient/p1", "Patient/" + CANARY),
      good.replace("\"conditions\"", "\"" + CANARY + "\""),
      good.replace("searchset", CANARY),
      good.replace("2026-03-02", CANARY),
      good.substring(0, good.length() / 2),
      "{\"" + CANARY,
    };
    for (String body : bodies) {
      for (String accept : new String[] {"application/json", "application/fhir+json", CANARY}) {
        for (String path : new String[] {service, service + "/feedback", service + CANARY}) {
          int status = server.post(path, "application/json", body, "Accept", accept).statusCode();
          assertTrue(status < 500, () -> status + " for " + body);
        }
      }
    }
    assertEquals(200, server.post(service, "application/json", good).statusCode());
    server.post(
        service + "/feedback",
        "application/json",
        Files.readString(Path.of("..", "test-data", "cds-hooks", "feedback.json"))
            .replace("never kept", CANARY)
            .replace("tumour-board", CANARY));
  }

  private static void hangUpInTheMiddle(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          "POST /api/recommendations"
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
              + (path.isEmpty() ? "application/json" : "application/x-ndjson")
              + "\r\n"
              + "Content-Length: 1000\r\n\r\n{\"id\": \""
              + CANARY;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
  }

  @Test
  void aFaultOfTheServerIsReportedWithItsPlaceAndWithoutItsMessage() {
    IllegalStateException fault =
        new IllegalStateException(CANARY, new IllegalArgumentException(CANARY));
    ProblemDetails problem = InternalErrors.report(fault);
    String log = written.toString(StandardCharsets.UTF_8);
    assertTrue(log.contains("java.lang.IllegalStateException"), log);
    assertTrue(log.contains("java.lang.IllegalArgumentException"), log);
    assertTrue(log.contains("PatientPrivacyTest.java"), log);
    assertFalse(log.contains(CANARY));
    assertEquals(500, problem.status());
    assertFalse(problem.body().toString().contains("IllegalState"));
  }
}
