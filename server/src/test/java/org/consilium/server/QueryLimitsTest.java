package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that take more than they may get an error; the server is set to give them little. */
class QueryLimitsTest {
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        RunningServer.start(
            ServerConfiguration.DEFAULT
                .with(Setting.QUERY_TIME, "400ms")
                .with(Setting.RESULT_ROWS, "1000"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
        "SELECT DISTINCT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (CONCAT(STR(?a), STR(?d), STR(?g)) = 'never') }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (CONCAT(STR(?a), STR(?d), STR(?g)) = 'never') }",
      })
  void aQueryThatTakesTooLongIsAnErrorAndNeverAPartialAnswer(String query) throws Exception {
    HttpResponse<String> response = server.query(query);
    assertProblem(503, "CNS-SPARQL-008", response);
    assertTrue(response.headers().firstValue("Retry-After").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { BIND (REGEX(%1$s, '%2$s') AS ?x) }",
        "SELECT (REGEX(%1$s, '%2$s') AS ?x) {}",
        "SELECT * { ?s ?p ?o FILTER REGEX(CONCAT(STR(?s), %1$s), '%2$s') } LIMIT 1",
        "SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?p ?x FILTER REGEX(%1$s, '%2$s') } } LIMIT 1",
        "SELECT ?s { ?s ?p ?o } ORDER BY REGEX(CONCAT(STR(?s), %1$s), '%2$s')",
        "SELECT ?x { ?s ?p ?o } GROUP BY (REGEX(CONCAT(STR(?s), %1$s), '%2$s') AS ?x)",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (REGEX(CONCAT(STR(?s), %1$s), '%2$s'))",
        "SELECT (COUNT(REGEX(CONCAT(STR(?s), %1$s), '%2$s')) AS ?x) { ?s ?p ?o }",
        "SELECT * { { SELECT (REPLACE(%1$s, '%2$s', 'x') AS ?x) {} } }",
        "SELECT * { ?s ?p ?o OPTIONAL { ?s ?q ?r FILTER REGEX(CONCAT(STR(?o), %1$s), '%2$s') } }",
      })
  void aRegularExpressionThatRunsAwayIsStopped(String template) throws Exception {
    String text = "'" + "a".repeat(60) + "!'";
    for (String pattern : new String[] {"^(.*a){12}$", "^.*.*.*.*.*.*.*.*.*c$"}) {
      assertProblem(503, "CNS-SPARQL-008", server.query(template.formatted(text, pattern)));
    }
  }

  @Test
  void aClientCanAskForLessTimeButNotForMore() throws Exception {
    String slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    String path = "/sparql?query=" + RunningServer.encode(slow) + "&timeout=";
    assertProblem(503, "CNS-SPARQL-008", server.get(path + "0.1"));
    assertProblem(503, "CNS-SPARQL-008", server.get(path + "999999"));
  }

  @Test
  void aResultWithTooManyRowsIsAnErrorAndNeverAPartialAnswer() throws Exception {
    String query = "{ { SELECT ?a { ?a ?b ?c } LIMIT 40 } { SELECT ?d { ?d ?e ?f } LIMIT 40 } }";
    assertProblem(422, "CNS-SPARQL-009", server.query("SELECT * " + query));
    assertProblem(
        422, "CNS-SPARQL-009", server.query("CONSTRUCT { ?a <urn:p> ?d } WHERE " + query));
    assertEquals(200, server.query("SELECT * " + query + " LIMIT 10").statusCode());
  }

  @Test
  void recommendationsAreServedWhileQueriesRunAway() throws Exception {
    String slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    Thread[] clients = new Thread[12];
    for (int i = 0; i < clients.length; i++) {
      clients[i] =
          new Thread(
              () -> {
                try {
                  server.query(slow);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      clients[i].start();
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(200, server.advise("{'cancer': 'prostate'}").statusCode());
    }
    for (Thread client : clients) {
      client.join();
    }
    assertEquals(200, server.query("ASK {}").statusCode());
  }
}
