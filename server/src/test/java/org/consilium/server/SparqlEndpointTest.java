package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparqlEndpointTest {
  private static final String GUIDELINES =
      "PREFIX cns: <https://w3id.org/consilium/core#> SELECT ?g WHERE { ?g a cns:Guideline }";

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "application/sparql-results+json, application/sparql-results+json",
    "application/sparql-results+xml, application/sparql-results+xml",
    "text/csv, text/csv",
    "text/tab-separated-values, text/tab-separated-values",
    "application/json, application/json",
  })
  void resultsComeInTheFormatAskedFor(String accept, String expected) throws Exception {
    HttpResponse<String> response = server.query(GUIDELINES, "Accept", accept);
    assertEquals(200, response.statusCode(), response.body());
    String type = response.headers().firstValue("Content-Type").orElse("");
    assertTrue(type.startsWith(expected), type);
    server
        .knowledge()
        .guidelines()
        .forEach(guideline -> assertTrue(response.body().contains(guideline.iri())));
  }

  @Test
  void jsonResultsListEveryGuidelineOnce() throws Exception {
    JsonNode results =
        RunningServer.json(server.query(GUIDELINES, "Accept", "application/sparql-results+json"));
    assertEquals(server.knowledge().guidelines().size(), results.at("/results/bindings").size());
  }

  @Test
  void graphsComeAsTurtle() throws Exception {
    HttpResponse<String> response =
        server.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 10", "Accept", "text/turtle");
    assertEquals(200, response.statusCode());
    assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/turtle"));
    assertFalse(response.body().isBlank());
    assertEquals(
        200, server.query("DESCRIBE <https://w3id.org/consilium/core#Guideline>").statusCode());
  }

  @Test
  void askIsAnsweredWithYesOrNo() throws Exception {
    HttpResponse<String> response =
        server.query("ASK { ?s ?p ?o }", "Accept", "application/sparql-results+json");
    assertTrue(RunningServer.json(response).get("boolean").booleanValue());
  }

  @Test
  void aQueryCanBePostedAsFormOrBody() throws Exception {
    HttpResponse<String> form =
        server.post(
            "/sparql",
            "application/x-www-form-urlencoded",
            "query=" + RunningServer.encode(GUIDELINES),
            "Accept",
            "text/csv");
    HttpResponse<String> body =
        server.post("/sparql", "application/sparql-query", GUIDELINES, "Accept", "text/csv");
    HttpResponse<String> get = server.query(GUIDELINES, "Accept", "text/csv");
    assertEquals(200, form.statusCode(), form.body());
    assertEquals(200, body.statusCode(), body.body());
    assertEquals(get.body().lines().sorted().toList(), form.body().lines().sorted().toList());
    assertEquals(get.body().lines().sorted().toList(), body.body().lines().sorted().toList());
  }

  @Test
  void populationsCanBeQueried() throws Exception {
    HttpResponse<String> response =
        server.query(
            "PREFIX cns: <https://w3id.org/consilium/core#> SELECT (COUNT(DISTINCT ?r) AS ?n)"
                + " WHERE { ?r cns:eligiblePopulation ?p }",
            "Accept",
            "text/csv");
    assertEquals("n\r\n" + server.knowledge().recommendations().size() + "\r\n", response.body());
  }

  @Test
  void populationsAreThereAsOwlClassesAndAsTheyWereWritten() throws Exception {
    HttpResponse<String> response =
        server.query(
            "PREFIX cns: <https://w3id.org/consilium/core#>"
                + " PREFIX owl: <http://www.w3.org/2002/07/owl#> ASK {"
                + " <https://w3id.org/consilium/recommendation/eau-low-as>"
                + " cns:eligiblePopulation ?c ; cns:populationText ?t ."
                + " ?c a owl:Class ; owl:equivalentClass ?e }",
            "Accept",
            "application/sparql-results+json");
    assertTrue(RunningServer.json(response).get("boolean").booleanValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
      })
  void updatesAreRefusedInEveryForm(String update) throws Exception {
    assertProblem(
        422, "CNS-SPARQL-004", server.post("/sparql", "application/sparql-update", update));
    assertProblem(
        422,
        "CNS-SPARQL-004",
        server.post(
            "/sparql",
            "application/x-www-form-urlencoded",
            "update=" + RunningServer.encode(update)));
    assertProblem(
        422, "CNS-SPARQL-004", server.get("/sparql?update=" + RunningServer.encode(update)));
    assertProblem(400, "CNS-SPARQL-002", server.query(update));
    assertProblem(
        400, "CNS-SPARQL-002", server.post("/sparql", "application/sparql-query", update));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "HEAD", "TRACE", "BREW"})
  void otherMethodsAreRefused(String method) throws Exception {
    HttpResponse<String> response =
        server.send(server.request("/sparql?default").method(method, BodyPublishers.noBody()));
    assertTrue(
        response.statusCode() >= 400 && response.statusCode() < 500,
        () -> method + " " + response.statusCode());
  }

  @Test
  void castsToDatatypesAreAllowed() throws Exception {
    HttpResponse<String> response =
        server.query(
            "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (xsd:integer('7') AS ?n) {}",
            "Accept",
            "text/csv");
    assertEquals("n\r\n7\r\n", response.body());
  }

  @Test
  void propertyFunctionsAreOrdinaryProperties() throws Exception {
    HttpResponse<String> response =
        server.query(
            "SELECT * { ?s <http://jena.apache.org/ARQ/property#concat> ('a' 'b') }",
            "Accept",
            "text/csv");
    assertEquals("s\r\n", response.body());
  }

  @Test
  void regularExpressionsWorkAsUsual() throws Exception {
    HttpResponse<String> response =
        server.query(
            "SELECT (REGEX('Prostate', '^pro', 'i') AS ?a) (REGEX('a.c', 'abc') AS ?b)"
                + " (REPLACE('abcd', 'b(.)', '[$1]') AS ?c) (REPLACE('abc', 'B', 'x', 'i') AS ?d)"
                + " (CONCAT('a', 'b') AS ?e) (ENCODE_FOR_URI('a b') AS ?f)"
                + " (REPLACE('aaa', 'x*', '-') AS ?g) (LANG(REPLACE('ab'@en, 'b', 'c')) AS ?h)"
                + " {}",
            "Accept",
            "text/csv");
    assertEquals("a,b,c,d,e,f,g,h\r\ntrue,false,a[c]d,axc,ab,a%20b,-aaa,en\r\n", response.body());
  }

  @Test
  void groupedTextsWorkAsUsual() throws Exception {
    String values = "{ VALUES ?x { 'b' 'b' 'b' } }";
    HttpResponse<String> response =
        server.query(
            "SELECT (GROUP_CONCAT(?x) AS ?a) (GROUP_CONCAT(?x; SEPARATOR=',') AS ?b)"
                + " (GROUP_CONCAT(DISTINCT ?x) AS ?c) "
                + values,
            "Accept",
            "text/tab-separated-values");
    assertEquals("?a\t?b\t?c\n\"b b b\"\t\"b,b,b\"\t\"b\"\n", response.body());
  }

  @Test
  void malformedRequestsSayWhatIsWrong() throws Exception {
    assertProblem(400, "CNS-SPARQL-001", server.get("/sparql?format=json"));
    assertProblem(400, "CNS-SPARQL-001", server.get("/sparql?query="));
    assertProblem(400, "CNS-SPARQL-001", server.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D"));
    assertProblem(400, "CNS-SPARQL-001", server.post("/sparql", "application/sparql-query", "  "));
    assertProblem(400, "CNS-SPARQL-002", server.query("SELEC * { ?s ?p ?o }"));
    assertProblem(400, "CNS-SPARQL-002", server.query("JSON { 's' : ?s } WHERE { ?s ?p ?o }"));
    assertProblem(415, "CNS-HTTP-006", server.post("/sparql", "text/plain", "ASK { ?s ?p ?o }"));
    assertProblem(
        415,
        "CNS-HTTP-007",
        server.post("/sparql", "application/sparql-query", "ASK {}", "Content-Encoding", "gzip"));
    assertProblem(400, "CNS-HTTP-008", server.get("/sparql?query=ASK%7B%7D&timeout=soon"));
    assertProblem(400, "CNS-HTTP-008", server.get("/sparql?query=ASK%7B%7D&callback=f"));
    assertProblem(400, "CNS-HTTP-008", server.get("/sparql?query=ASK%7B%7D&format=elephant"));
  }

  @Test
  void aFormThatIsTooLargeIsRefused() throws Exception {
    assertProblem(
        413,
        "CNS-HTTP-005",
        server.post(
            "/sparql", "application/x-www-form-urlencoded", "query=" + "x".repeat(900_000)));
    assertProblem(
        413,
        "CNS-HTTP-005",
        server.post("/sparql", "application/sparql-query", "x".repeat(2_000_000)));
  }

  @Test
  void whatIsSaidAndWhatFollowsAreGraphsOfTheirOwn() throws Exception {
    String asserted = "https://w3id.org/consilium/graph/asserted";
    String inferred = "https://w3id.org/consilium/graph/inferred";
    String count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }";
    long standard = count(count, "");
    assertTrue(standard > 0);
    assertEquals(
        standard, count("SELECT (COUNT(*) AS ?n) FROM <" + asserted + "> WHERE { ?s ?p ?o }", ""));
    long conclusions = count(count, "&default-graph-uri=" + RunningServer.encode(inferred));
    assertTrue(conclusions > 0);
    assertEquals(
        standard + conclusions,
        count(
            "SELECT (COUNT(*) AS ?n) FROM <"
                + asserted
                + "> FROM <"
                + inferred
                + "> WHERE { ?s ?p ?o }",
            ""));
    HttpResponse<String> names =
        server.query(
            "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", "Accept", "text/csv");
    assertEquals(java.util.List.of("g", asserted, inferred), names.body().lines().toList());
  }

  private static long count(String query, String more) throws Exception {
    HttpResponse<String> response =
        server.get(
            "/sparql?query=" + RunningServer.encode(query) + more,
            "Accept",
            "application/sparql-results+json");
    assertEquals(200, response.statusCode(), response.body());
    return RunningServer.json(response).at("/results/bindings/0/n/value").asLong();
  }
}
