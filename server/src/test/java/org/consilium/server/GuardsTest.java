package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets, pools, identifiers, cross-origin requests. */
class GuardsTest {
  private static final String ORIGIN = "https://app.example.org";

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(ServerConfiguration.DEFAULT.with(Setting.CORS_ORIGINS, ORIGIN));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whoSendsTooManyRequestsIsToldWhenToComeAgain() throws Exception {
    try (RunningServer strict =
        RunningServer.start(ServerConfiguration.DEFAULT.with(Setting.REQUESTS_PER_MINUTE, "2"))) {
      Set<Integer> statuses = new TreeSet<>();
      HttpResponse<String> last = null;
      for (int i = 0; i < 10; i++) {
        last = strict.get("/health/live");
        statuses.add(last.statusCode());
      }
      assertEquals(Set.of(200, 429), statuses);
      assertProblem(429, "CNS-HTTP-015", last);
      assertTrue(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()) >= 1);
    }
  }

  @Test
  void cheapQueriesAreCountedTooAndLeaveRecommendingAlone() throws Exception {
    try (RunningServer strict =
        RunningServer.start(
            ServerConfiguration.DEFAULT.with(Setting.QUERY_SECONDS_PER_MINUTE, "1"))) {
      int refused = 0;
      for (int i = 0; i < 300; i++) {
        refused += strict.query("ASK {}").statusCode() == 429 ? 1 : 0;
      }
      assertTrue(refused > 0);
      assertProblem(429, "CNS-HTTP-015", strict.query("ASK {}"));
      assertProblem(429, "CNS-HTTP-015", strict.get("/api/queries/guideline-overview"));
      assertEquals(200, strict.advise("{'cancer': 'prostate'}").statusCode());
    }
  }

  @Test
  void queriesThatFillTheirPoolDoNotHoldUpRecommendations() throws Exception {
    try (RunningServer busy =
        RunningServer.start(
            ServerConfiguration.DEFAULT
                .with(Setting.QUERIES, "1")
                .with(Setting.QUERIES_WAITING, "2")
                .with(Setting.QUERY_WAIT, "1min")
                .with(Setting.QUERY_TIME, "2s"))) {
      String slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
      ExecutorService clients = Executors.newFixedThreadPool(12);
      try {
        List<CompletableFuture<Integer>> queries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          queries.add(
              CompletableFuture.supplyAsync(
                  () -> {
                    try {
                      return busy.query(slow).statusCode();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  },
                  clients));
        }
        // Those beyond the pool and its queue are turned away at once, while the first still runs.
        CompletableFuture.anyOf(queries.toArray(CompletableFuture[]::new)).join();
        assertEquals(200, busy.advise("{'cancer': 'prostate'}").statusCode());
        assertEquals(200, busy.get("/health/ready").statusCode());
        assertTrue(queries.stream().anyMatch(each -> !each.isDone()));
        queries.forEach(each -> assertEquals(503, each.join()));
      } finally {
        clients.shutdownNow();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/guidelines", "/nothing", "/sparql", "/api/recommendations?x=%ff"})
  void everyAnswerHasAnIdentifierAndEveryProblemNamesIt(String path) throws Exception {
    HttpResponse<String> own = server.get(path, "X-Request-Id", "order-7.a_b");
    assertEquals("order-7.a_b", own.headers().firstValue("X-Request-Id").orElse(""));
    HttpResponse<String> given = server.get(path);
    String id = given.headers().firstValue("X-Request-Id").orElseThrow();
    assertTrue(id.matches("[0-9a-f]{16}"), id);
    if (given.statusCode() >= 400) {
      assertEquals(id, RunningServer.json(given).get("requestId").textValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "{\"x\":1}", "<script>", "é"})
  void anIdentifierThatIsNoneIsReplaced(String id) throws Exception {
    HttpResponse<String> response = server.get("/health/live", "X-Request-Id", id);
    assertTrue(response.headers().firstValue("X-Request-Id").orElseThrow().matches("[0-9a-f]{16}"));
  }

  @Test
  void onlyConfiguredOriginsMayReadAndNoneWithCredentials() throws Exception {
    HttpResponse<String> known = server.get("/api/guidelines", "Origin", ORIGIN);
    assertEquals(ORIGIN, known.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    assertFalse(known.headers().firstValue("Access-Control-Allow-Credentials").isPresent());
    for (String origin : new String[] {"https://evil.example.org", "null", ORIGIN + ".evil.org"}) {
      HttpResponse<String> unknown = server.get("/api/guidelines", "Origin", origin);
      assertFalse(unknown.headers().firstValue("Access-Control-Allow-Origin").isPresent(), origin);
    }
    HttpResponse<String> preflight =
        server.send(
            server
                .request(
                    "/api/recommendations",
                    "Origin",
                    ORIGIN,
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(200, preflight.statusCode());
    assertEquals(ORIGIN, preflight.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
  }

  @Test
  void metricsNameRoutesByTheirTemplates() throws Exception {
    server.get("/api/studies/latitude");
    server.get("/api/studies/secret-name-of-nobody");
    String metrics = server.get("/metrics").body();
    assertTrue(metrics.contains("route=\"/api/studies/{id}\",status=\"200\""), metrics);
    assertTrue(metrics.contains("route=\"/api/studies/{id}\",status=\"404\""), metrics);
    assertFalse(metrics.contains("latitude") || metrics.contains("secret-name"), metrics);
    assertTrue(metrics.contains("consilium_recommendations "), metrics);
    assertTrue(metrics.contains("consilium_requests_waiting{pool=\"queries\"} 0.0"), metrics);
    assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
  }

  @Test
  void readinessTellsWhatWasLookedAt() throws Exception {
    JsonNode ready = RunningServer.json(server.get("/health/ready"));
    assertEquals("ok", ready.at("/checks/accepting").textValue());
    assertEquals("ok", ready.at("/checks/recommending").textValue());
  }

  @Test
  void aMethodOverrideIsIgnored() throws Exception {
    HttpResponse<String> response =
        server.get("/api/guidelines", "X-HTTP-Method-Override", "DELETE");
    assertEquals(200, response.statusCode());
  }
}
