package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryRoutesTest {
  private static final String CITING = "/api/queries/recommendations-citing-study";

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyQuestionOfTheLibraryIsAnsweredAsItsTestExpects() throws Exception {
    JsonNode list = RunningServer.json(server.get("/api/queries"));
    assertTrue(list.get("queries").size() >= 10);
    for (JsonNode query : list.get("queries")) {
      String name = query.get("name").textValue();
      HttpResponse<String> csv = server.get(query.get("href").textValue(), "Accept", "text/csv");
      assertEquals(200, csv.statusCode(), csv.body());
      assertEquals("text/csv;charset=utf-8", csv.headers().firstValue("Content-Type").orElse(""));
      Path expected = Path.of("..", "test-data", "queries", "expected", name + ".csv");
      if (Files.exists(expected)) {
        assertEquals(Files.readString(expected), csv.body(), name);
      }
    }
  }

  @Test
  void aParameterChangesTheAnswer() throws Exception {
    JsonNode latitude =
        RunningServer.json(server.get(CITING + "?study=study:latitude")).at("/results/bindings");
    JsonNode same =
        RunningServer.json(
                server.get(
                    CITING
                        + "?study="
                        + RunningServer.encode("https://w3id.org/consilium/study/latitude")))
            .at("/results/bindings");
    assertEquals(latitude, same);
    assertFalse(latitude.isEmpty());
    JsonNode none =
        RunningServer.json(server.get(CITING + "?study=study:none")).at("/results/bindings");
    assertTrue(none.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "} ; DROP ALL #",
        "study:x> ?p ?o } #",
        "\" UNION { ?s ?p ?o } #",
        "\\u0022",
        "a\nb",
        "\\\\",
        "<https://w3id.org/consilium/study/latitude> . ?s ?p ?o",
      })
  void aValueIsNeverPartOfTheText(String value) throws Exception {
    HttpResponse<String> response = server.get(CITING + "?study=" + RunningServer.encode(value));
    assertTrue(response.statusCode() == 400 || response.statusCode() == 200, response::body);
    if (response.statusCode() == 200) {
      assertTrue(RunningServer.json(response).at("/results/bindings").isEmpty());
    } else {
      assertProblem(400, "CNS-HTTP-008", response);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    assertProblem(400, "CNS-HTTP-008", server.get(CITING + "?studdy=study:latitude"));
    assertProblem(400, "CNS-HTTP-008", server.get(CITING + "?study=a&study=b"));
    JsonNode problem = assertProblem(404, "CNS-HTTP-002", server.get(CITING + "s"));
    assertTrue(problem.get("detail").textValue().contains("recommendations-citing-study"));
    assertProblem(406, "CNS-HTTP-004", server.get(CITING, "Accept", "text/turtle"));
    assertProblem(404, "CNS-HTTP-009", server.get(CITING + "?version=none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values"
      })
  void theFormatIsThatWhichTheClientAccepts(String type) throws Exception {
    HttpResponse<String> response = server.get(CITING, "Accept", type);
    assertEquals(200, response.statusCode());
    assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith(type));
    String tag = response.headers().firstValue("ETag").orElseThrow();
    assertEquals(304, server.get(CITING, "Accept", type, "If-None-Match", tag).statusCode());
  }
}
