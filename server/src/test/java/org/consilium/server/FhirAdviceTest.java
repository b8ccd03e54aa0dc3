package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FhirAdviceTest {
  private static final Path FOLDER = Path.of("..", "test-data", "fhir");
  private static final String FHIR = "application/fhir+json";
  private static final String ROUTE = "/api/recommendations";

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> send(String query, String file, String... headers)
      throws Exception {
    return server.post(ROUTE + query, FHIR, Files.readString(FOLDER.resolve(file)), headers);
  }

  @Test
  void aBundleIsAnsweredAsThePatientDescriptionWithAnAccount() throws Exception {
    HttpResponse<String> response = send("", "prostate-mhspc.json");
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    ObjectNode answer = (ObjectNode) RunningServer.json(response);
    JsonNode account = answer.remove("fhir");
    for (String member : new String[] {"used", "ignored", "notUnderstood", "contradictions"}) {
      assertTrue(account.path(member).isArray(), member);
    }
    String patient =
        new ObjectMapper()
            .readTree(FOLDER.resolve("prostate-mhspc.expected.json").toFile())
            .get("patient")
            .toString();
    assertEquals(answer, RunningServer.json(server.post(ROUTE, "application/json", patient)));
  }

  @Test
  void theCaseIsSelectedByParameters() throws Exception {
    assertEquals(422, send("", "hostile-two-cancers.json").statusCode());
    JsonNode lung = RunningServer.json(send("?cancer=lung", "hostile-two-cancers.json"));
    assertEquals("lung", lung.path("cancer").asText());
    JsonNode one = RunningServer.json(send("?patient=p2", "hostile-two-patients.json"));
    assertEquals("prostate", one.path("cancer").asText());
    JsonNode then = RunningServer.json(send("?day=2026-02-01", "prostate-mhspc.json"));
    assertEquals("2026-02-01", then.path("fhir").path("day").asText());
    assertEquals(400, send("?day=yesterday", "prostate-mhspc.json").statusCode());
    assertEquals(400, send("?as-of=2026-02-01", "prostate-mhspc.json").statusCode());
  }

  @Test
  void aRefusalIsAProblemDetailOrAnOperationOutcomeForWhoAcceptsFhir() throws Exception {
    HttpResponse<String> problem = send("", "hostile-two-patients.json");
    Problems.assertProblem(422, "CNS-FHIR-005", problem);
    HttpResponse<String> outcome = send("", "hostile-two-patients.json", "Accept", FHIR);
    assertEquals(422, outcome.statusCode());
    assertEquals(FHIR, outcome.headers().firstValue("Content-Type").orElse(""));
    JsonNode issue = RunningServer.json(outcome).path("issue").path(0);
    assertEquals("error", issue.path("severity").asText());
    assertEquals(
        "CNS-FHIR-005", issue.path("details").path("coding").path(0).path("code").asText());
    assertEquals(200, send("", "prostate-mhspc.json", "Accept", FHIR).statusCode());
  }

  @Test
  void aBundleAsPlainJsonIsToldWhereToGo() throws Exception {
    String bundle = Files.readString(FOLDER.resolve("prostate-mhspc.json"));
    HttpResponse<String> response = server.post(ROUTE, "application/json", bundle);
    Problems.assertProblem(422, "CNS-PAT-010", response);
    assertTrue(response.body().contains(FHIR));
    assertEquals(415, server.post(ROUTE, "application/fhir+xml", "<Bundle/>").statusCode());
  }

  @Test
  void aBundleMayBeLargerThanADescriptionWithinALimit() throws Exception {
    String bundle = Files.readString(FOLDER.resolve("prostate-mhspc.json"));
    String padded = bundle.replaceFirst("\\{", "{" + " ".repeat(1_500_000));
    assertEquals(200, server.post(ROUTE, FHIR, padded).statusCode());
    String large = bundle.replaceFirst("\\{", "{" + " ".repeat(5_000_000));
    assertEquals(413, server.post(ROUTE, FHIR, large).statusCode());
  }

  @Test
  void noAnswerRepeatsTheNameOfThePatient() throws Exception {
    String canary = "Canary-51c0";
    String bundle =
        Files.readString(FOLDER.resolve("prostate-mhspc.json"))
            .replace("\"gender\"", "\"name\": [{\"family\": \"" + canary + "\"}], \"gender\"");
    assertFalse(server.post(ROUTE, FHIR, bundle).body().contains(canary));
  }
}
