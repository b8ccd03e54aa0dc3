package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.hooks.HookAdvisor;
import org.consilium.hooks.HookClient;
import org.consilium.hooks.HookSchemas;
import org.consilium.hooks.HookService;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.recommendation.Recommender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** CDS Hooks as a client meets it. */
class CdsHooksRoutesTest {
  private static final String ORIGIN = "https://ehr.example.org";
  private static final String ID = "consilium-prostate-patient-view";
  private static final String PATH = "/cds-services/" + ID;
  private static final String CARD = "4e0a3a1e-3283-4575-ab82-028d55fe2719";

  private static RunningServer server;
  private static ObjectNode call;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(ServerConfiguration.DEFAULT.with(Setting.CORS_ORIGINS, ORIGIN));
    HookAdvisor advisor =
        new HookAdvisor(
            new Recommender(server.knowledge(), CompiledReasoner.of(server.knowledge())),
            FhirBundleReader.of(server.knowledge()));
    HookService service = advisor.service(ID).orElseThrow();
    call = HookClient.of("prostate-mhspc.json").call(service);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> post(String path, String body, String... headers)
      throws Exception {
    return server.post(path, "application/json", body, headers);
  }

  private static String without(String key) {
    ObjectNode copy = call.deepCopy();
    ((ObjectNode) copy.get("prefetch")).remove(key);
    return copy.toString();
  }

  @Test
  void theDiscoveryLeadsToTheServices() throws Exception {
    HttpResponse<String> response = server.get("/cds-services");
    assertEquals(200, response.statusCode());
    JsonNode discovery = RunningServer.json(response);
    HookSchemas.assertDiscovery(discovery);
    assertEquals(6, discovery.get("services").size());
    for (JsonNode service : discovery.get("services")) {
      String path = "/cds-services/" + service.get("id").asText();
      assertProblem(400, "CNS-CDS-001", post(path, "{}"));
    }
  }

  @Test
  void aCallIsAnsweredWithCardsWhoseLinksLeadToPagesOfThisServer() throws Exception {
    HttpResponse<String> response = post(PATH, call.toString());
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    JsonNode answer = RunningServer.json(response);
    HookSchemas.assertResponse(answer);
    assertEquals(
        server.knowledge().hash(), answer.at("/extension/org.consilium.knowledge/hash").asText());
    String base = "http://127.0.0.1:" + server.port();
    int followed = 0;
    for (String url : answer.get("cards").findValuesAsText("url")) {
      assertTrue(url.startsWith(base + "/"), url);
      assertEquals(
          200, server.get(url.substring(base.length()), "Accept", "text/html").statusCode(), url);
      followed++;
    }
    assertTrue(followed >= 3);
    assertEquals(response.body(), post(PATH, call.toString()).body());
  }

  @Test
  void refusalsAreProblemDetailsThatNameThePlace() throws Exception {
    JsonNode missing = assertProblem(412, "CNS-CDS-003", post(PATH, without("conditions")));
    assertEquals("/prefetch/conditions", missing.at("/errors/0/pointer").asText());
    assertTrue(missing.get("detail").asText().contains("conditions"));
    assertProblem(
        400, "CNS-CDS-002", post(PATH, call.deepCopy().put("hook", "order-sign").toString()));
    ObjectNode mixed = call.deepCopy();
    ((ObjectNode) mixed.get("context")).put("patientId", "p2");
    assertProblem(422, "CNS-CDS-004", post(PATH, mixed.toString()));
    assertProblem(404, "CNS-CDS-005", post("/cds-services/consilium-prostate-patient-vew", "{}"));
    assertProblem(405, "CNS-HTTP-003", server.get(PATH));
    assertProblem(415, "CNS-HTTP-006", server.post(PATH, "text/plain", call.toString()));
    assertProblem(
        413, "CNS-HTTP-005", post(PATH, " ".repeat(FhirBundleReader.MAXIMUM_BYTES) + call));
    assertProblem(400, "CNS-HTTP-008", post(PATH + "?patient=p1", call.toString()));
  }

  @Test
  void aClientThatAcceptsFhirGetsRefusalsAsAnOperationOutcome() throws Exception {
    String fhir = "application/fhir+json";
    HttpResponse<String> response = post(PATH, without("patient"), "Accept", fhir);
    assertEquals(412, response.statusCode());
    assertEquals(fhir, response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    JsonNode issue = RunningServer.json(response).at("/issue/0");
    assertEquals("error", issue.get("severity").asText());
    assertEquals("CNS-CDS-003", issue.at("/details/coding/0/code").asText());
    assertTrue(issue.get("diagnostics").asText().contains("/prefetch/patient"));
    assertEquals(400, post(PATH + "/feedback", "{}", "Accept", fhir).statusCode());
    assertEquals(200, post(PATH, call.toString(), "Accept", fhir).statusCode());
  }

  @Test
  void aPageOfAConfiguredOriginMayCall() throws Exception {
    HttpResponse<String> preflight =
        server.send(
            server
                .request(
                    PATH,
                    "Origin",
                    ORIGIN,
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "authorization,content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(ORIGIN, preflight.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    HttpResponse<String> response = post(PATH, call.toString(), "Origin", ORIGIN);
    assertEquals(ORIGIN, response.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
  }

  @Test
  void feedbackIsCountedByServiceOutcomeAndReasonAndNothingElseIsKept() throws Exception {
    String canary = "canary-2f81";
    String feedback =
        ("{'feedback': [{'card': '"
                + CARD
                + "', 'outcome': 'overridden', 'overrideReason': {'reason': {'code': 'tumour-board',"
                + " 'system': 'https://w3id.org/consilium/override-reasons'}, 'userComment': '"
                + canary
                + "'}, 'outcomeTimestamp': '2026-03-02T09:00:00Z'}, {'card': '"
                + CARD
                + "', 'outcome': 'overridden', 'overrideReason': {'reason': {'code': '"
                + canary
                + "'}}, 'outcomeTimestamp': '2026-03-02T09:00:00Z'}]}")
            .replace('\'', '"');
    HttpResponse<String> response = post(PATH + "/feedback", feedback);
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertProblem(400, "CNS-CDS-006", post(PATH + "/feedback", "{}"));
    assertProblem(404, "CNS-CDS-005", post("/cds-services/" + canary + "/feedback", feedback));
    String metrics = server.get("/metrics").body();
    assertFalse(metrics.contains(canary));
    for (String reason : new String[] {"tumour-board", "other"}) {
      assertTrue(
          metrics.contains(
              "consilium_cds_feedback_total{outcome=\"overridden\",reason=\""
                  + reason
                  + "\",service=\""
                  + ID
                  + "\"} 1.0"),
          metrics);
    }
  }
}
