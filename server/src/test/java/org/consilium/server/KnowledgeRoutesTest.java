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
import org.consilium.knowledge.Guideline;
import org.consilium.knowledge.Recommendation;
import org.consilium.patient.VocabularySchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeRoutesTest {
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode read(String path) throws Exception {
    HttpResponse<String> response = server.get(path);
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    return RunningServer.json(response);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/guidelines, guidelines",
    "/api/recommendations, recommendations",
    "/api/studies, studies",
    "/api/questions, questions",
    "/api/therapies, therapies",
  })
  void everyListLeadsToItsEntriesAndBack(String path, String key) throws Exception {
    JsonNode list = read(path + "?limit=1000");
    assertEquals(server.knowledge().hash(), list.at("/knowledge/hash").textValue());
    assertEquals(server.knowledge().version(), list.at("/knowledge/version").textValue());
    assertTrue(list.get("notice").textValue().startsWith("Unofficial"));
    assertEquals(list.get("total").intValue(), list.get(key).size());
    assertTrue(list.get(key).size() > 0);
    for (JsonNode entry : list.get(key)) {
      assertEquals(path + "/" + entry.get("id").textValue(), entry.get("href").textValue());
    }
    JsonNode first = list.get(key).get(0);
    JsonNode alone = read(first.get("href").textValue());
    assertEquals(first.get("iri"), alone.get("iri"));
    assertTrue(alone.get("notice").textValue().contains("nofficial"));
    assertEquals(server.knowledge().hash(), alone.at("/knowledge/hash").textValue());
  }

  @Test
  void allRecommendationsAreThereInTheOrderOfTheirIris() throws Exception {
    List<String> expected =
        server.knowledge().recommendations().stream().map(Recommendation::iri).toList();
    List<String> found = new ArrayList<>();
    read("/api/recommendations?limit=1000")
        .get("recommendations")
        .forEach(entry -> found.add(entry.get("iri").textValue()));
    assertEquals(expected, found);
  }

  @Test
  void aRecommendationSaysWhatItsSourceSays() throws Exception {
    Recommendation expected = server.knowledge().recommendationById("eau-low-as").orElseThrow();
    JsonNode found = read("/api/recommendations/eau-low-as");
    assertEquals(expected.iri(), found.get("iri").textValue());
    assertEquals(expected.statement(), found.get("statement").textValue());
    assertEquals(expected.direction().word(), found.get("direction").textValue());
    assertEquals(expected.strength().word(), found.get("strength").textValue());
    assertEquals(expected.gradeAsPublished(), found.path("asPublished").asText(""));
    assertEquals(expected.population().text(), found.get("eligiblePopulation").textValue());
    assertEquals(expected.actions().size(), found.get("actions").size());
    assertEquals(expected.sources().get(0), found.at("/source/links/0").textValue());
  }

  @Test
  void referencesInARecommendationCanBeFollowed() throws Exception {
    for (JsonNode one : read("/api/recommendations?limit=1000").get("recommendations")) {
      List<JsonNode> references = one.findParents("href");
      for (JsonNode reference : references) {
        String href = reference.get("href").textValue();
        assertEquals(200, server.get(href).statusCode(), href);
      }
      if (references.size() > 4) {
        return; // One with a guideline, a question, a therapy and a study is enough.
      }
    }
  }

  @Test
  void filtersNarrowTheList() throws Exception {
    Guideline guideline = server.knowledge().guidelines().iterator().next();
    Recommendation one = server.knowledge().recommendations().iterator().next();
    JsonNode byGuideline = read("/api/recommendations?limit=1000&guideline=" + guideline.id());
    for (JsonNode entry : byGuideline.get("recommendations")) {
      assertEquals(guideline.id(), entry.get("guideline").textValue());
    }
    JsonNode byTopic =
        read("/api/recommendations?limit=1000&topic=" + RunningServer.encode(one.topic()));
    long expected =
        server.knowledge().recommendations().stream()
            .filter(other -> other.topic().equals(one.topic()))
            .count();
    assertEquals(expected, byTopic.get("total").longValue());
    assertEquals(
        server.knowledge().recommendations("prostate").size(),
        read("/api/recommendations?cancer=prostate").get("total").intValue());
    long current =
        server.knowledge().recommendations().stream()
            .filter(other -> other.status().equals("Current"))
            .count();
    assertEquals(current, read("/api/recommendations?status=current").get("total").longValue());
  }

  @Test
  void pagesFollowEachOtherByTheirLinksAndMissNothing() throws Exception {
    List<String> ids = new ArrayList<>();
    String path = "/api/recommendations?cancer=prostate&limit=7";
    int pages = 0;
    while (path != null) {
      HttpResponse<String> response = server.get(path);
      JsonNode page = RunningServer.json(response);
      page.get("recommendations").forEach(entry -> ids.add(entry.get("id").textValue()));
      path = null;
      for (String link : response.headers().firstValue("Link").orElse("").split(", ", -1)) {
        if (link.endsWith("rel=\"next\"")) {
          path = link.substring(1, link.indexOf('>'));
        }
      }
      pages++;
    }
    List<String> expected =
        server.knowledge().recommendations("prostate").stream().map(Recommendation::id).toList();
    assertEquals(expected, ids);
    assertEquals((expected.size() + 6) / 7, pages);
  }

  @Test
  void theVocabularyIsTheSchemaOfTheOntology() throws Exception {
    HttpResponse<String> response = server.get("/api/vocabulary/prostate");
    assertEquals(200, response.statusCode());
    assertEquals(
        "application/schema+json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        VocabularySchema.of(server.knowledge().vocabulary("prostate").orElseThrow()).toString(),
        response.body());
    HttpResponse<String> json =
        server.get("/api/vocabulary/prostate", "Accept", "application/json");
    assertEquals("application/json", json.headers().firstValue("Content-Type").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/guidelines",
        "/api/recommendations?limit=3",
        "/api/recommendations/eau-low-as",
        "/api/vocabulary/prostate"
      })
  void whatTheClientAlreadyHasIsNotSentAgain(String path) throws Exception {
    HttpResponse<String> first = server.get(path);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertEquals("no-cache", first.headers().firstValue("Cache-Control").orElse(""));
    HttpResponse<String> again = server.get(path, "If-None-Match", tag);
    assertEquals(304, again.statusCode());
    assertEquals("", again.body());
    assertEquals(tag, again.headers().firstValue("ETag").orElse(""));
    assertEquals(200, server.get(path, "If-None-Match", "\"other\"").statusCode());
  }

  @Test
  void theSameRequestGivesTheSameBytes() throws Exception {
    String path = "/api/recommendations?limit=1000";
    assertEquals(server.get(path).body(), server.get(path).body());
  }

  @Test
  void headTellsWhatGetWould() throws Exception {
    for (String path :
        new String[] {"/api/guidelines", "/api/recommendations/eau-low-as", "/health/live"}) {
      HttpResponse<String> response =
          server.send(server.request(path).method("HEAD", BodyPublishers.noBody()));
      assertEquals(200, response.statusCode());
      assertEquals("", response.body());
    }
    HttpResponse<String> missing =
        server.send(
            server.request("/api/recommendations/none").method("HEAD", BodyPublishers.noBody()));
    assertEquals(404, missing.statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
        "*/*",
        "application/*",
        "application/json;q=0.1",
        "application/json, text/turtle"
      })
  void jsonIsSentToWhomeverTakesIt(String accept) throws Exception {
    HttpResponse<String> response = server.get("/api/guidelines", "Accept", accept);
    assertEquals(200, response.statusCode());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/turtle", "text/html", "application/xml, text/*"})
  void nothingElseIsSentToWhoeverDoesNot(String accept) throws Exception {
    assertProblem(406, "CNS-HTTP-004", server.get("/api/guidelines", "Accept", accept));
  }

  @Test
  void aMistypedIdentifierIsAnsweredWithTheNearest() throws Exception {
    JsonNode problem =
        assertProblem(404, "CNS-HTTP-002", server.get("/api/recommendations/eau-low-ass"));
    assertTrue(problem.get("detail").textValue().contains("eau-low-as"), problem::toString);
    assertProblem(404, "CNS-HTTP-002", server.get("/api/guidelines/none"));
    assertProblem(404, "CNS-HTTP-002", server.get("/api/studies/none"));
    assertProblem(404, "CNS-HTTP-002", server.get("/api/questions/none"));
    assertProblem(404, "CNS-HTTP-002", server.get("/api/therapies/none"));
    assertProblem(404, "CNS-HTTP-002", server.get("/api/vocabulary/none"));
    assertProblem(404, "CNS-HTTP-002", server.get("/api/recommendations/" + "x".repeat(5_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api", "/api/nothing", "/health", "/index.html", "/favicon.ico"})
  void unknownRoutesAreNotFound(String path) throws Exception {
    assertProblem(404, "CNS-HTTP-001", server.get(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=many",
        "limit=",
        "offset=-1",
        "offset=99999999999",
        "limit=1&limit=2",
        "page=2",
        "cancr=prostate",
        "cancer=prostatic",
        "status=old",
        "topic=none",
        "guideline=none",
        "question=none"
      })
  void parametersThatMeanNothingAreRefused(String query) throws Exception {
    assertProblem(400, "CNS-HTTP-008", server.get("/api/recommendations?" + query));
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /api/recommendations",
    "DELETE, /api/recommendations/eau-low-as",
    "PATCH, /api/guidelines",
    "POST, /api/guidelines",
    "POST, /health/live",
  })
  void otherMethodsAreRefusedAndTheRightOnesNamed(String method, String path) throws Exception {
    HttpResponse<String> response =
        server.send(server.request(path).method(method, BodyPublishers.ofString("{}")));
    assertProblem(405, "CNS-HTTP-003", response);
    assertTrue(
        response.headers().firstValue("Allow").orElse("").contains("GET"),
        () -> response.headers().map().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/recommendations/%2e%2e%2fsecret",
        "/api/recommendations/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/etc/passwd",
        "/api/recommendations/%00",
        "/api/recommendations/%ff",
        "/api/recommendations/..;/x",
      })
  void pathsThatTryToClimbAreRefused(String path) throws Exception {
    HttpResponse<String> response = server.get(path);
    assertTrue(response.statusCode() == 400 || response.statusCode() == 404, response::body);
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
    assertFalse(response.body().contains("root:"));
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    for (String path :
        new String[] {
          "/api/guidelines", "/health/ready", "/none", "/sparql?query=ASK%7B%7D", "/sparql"
        }) {
      var headers = server.get(path).headers();
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""), path);
      assertEquals("no-referrer", headers.firstValue("Referrer-Policy").orElse(""), path);
      assertTrue(
          headers
              .firstValue("Content-Security-Policy")
              .orElse("")
              .contains("frame-ancestors 'none'"),
          path);
      assertFalse(headers.firstValue("Server").isPresent(), path);
      assertFalse(headers.firstValue("Set-Cookie").isPresent(), path);
    }
  }
}
