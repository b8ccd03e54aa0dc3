package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparqlEndpointTest {
  private static final String GUIDELINES =
      "PREFIX cns: <https://w3id.org/consilium/core#> SELECT ?g WHERE { ?g a cns:Guideline }";

  private static final AtomicInteger hits = new AtomicInteger();
  private static RunningServer server;
  private static ServerSocket listener;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread counter = new Thread(SparqlEndpointTest::countConnections);
    counter.setDaemon(true);
    counter.start();
  }

  private static void countConnections() {
    while (!listener.isClosed()) {
      try {
        listener.accept().close();
        hits.incrementAndGet();
      } catch (IOException e) {
        return; // The listener is closed at the end of the tests.
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    listener.close();
    server.close();
  }

  private static String outside(String path) {
    return "http://127.0.0.1:" + listener.getLocalPort() + path;
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
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <%s> } SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { ?a ?b ?c OPTIONAL { SERVICE <%s> { ?s ?p ?o } } }",
        "SELECT * { { ?a ?b ?c } UNION { SERVICE <%s> { ?s ?p ?o } } }",
        "SELECT * { ?a ?b ?c MINUS { SERVICE <%s> { ?a ?p ?o } } }",
        "SELECT * { GRAPH ?g { SERVICE <%s> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
        "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
        "SELECT * { ?a ?b ?c FILTER NOT EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
        "SELECT * { ?a ?b ?c FILTER (1 = 2 || !(EXISTS { SERVICE <%s> { ?s ?p ?o } })) }",
        "SELECT * { ?a ?b ?c BIND (EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x) }",
        "SELECT (EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x) { ?a ?b ?c }",
        "SELECT ?a { ?a ?b ?c } ORDER BY (EXISTS { SERVICE <%s> { ?s ?p ?o } })",
        "SELECT ?x { ?a ?b ?c } GROUP BY (EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x)",
        "SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING (EXISTS { SERVICE <%s> { ?s ?p ?o } })",
        "SELECT (COUNT(EXISTS { SERVICE <%s> { ?s ?p ?o } }) AS ?x) { ?a ?b ?c }",
        "ASK { SERVICE <%s> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
        "DESCRIBE ?s WHERE { SERVICE <%s> { ?s ?p ?o } }",
      })
  void serviceIsRefusedWithoutAConnection(String query) throws Exception {
    assertProblem(422, "CNS-SPARQL-005", server.query(query.formatted(outside("/s"))));
    assertEquals(0, hits.get());
  }

  @Test
  void graphsThatAreNotHereAreRefusedAndNotFetched() throws Exception {
    String from = "SELECT * FROM <%s> { ?s ?p ?o }";
    String named = "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }";
    for (String iri : new String[] {outside("/f"), "file:///etc/passwd", "urn:x"}) {
      assertProblem(422, "CNS-SPARQL-006", server.query(from.formatted(iri)));
      assertProblem(422, "CNS-SPARQL-006", server.query(named.formatted(iri)));
      for (String parameter : new String[] {"default-graph-uri", "named-graph-uri"}) {
        assertProblem(
            422,
            "CNS-SPARQL-006",
            server.get(
                "/sparql?query="
                    + RunningServer.encode(GUIDELINES)
                    + "&"
                    + parameter
                    + "="
                    + RunningServer.encode(iri)));
      }
    }
    assertEquals(0, hits.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <%s>",
        "LOAD SILENT <file:///etc/passwd>",
        "CLEAR ALL",
        "DROP ALL",
      })
  void updatesAreRefusedInEveryForm(String template) throws Exception {
    String update = template.replace("%s", outside("/l"));
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
    assertEquals(0, hits.get());
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
  void theGraphStoreAndTheAdministrationOfFusekiAreNotThere() throws Exception {
    for (String path :
        new String[] {
          "/sparql/",
          "/sparql/data",
          "/sparql/query",
          "/sparql/update",
          "/$/ping",
          "/$/server",
          "/$/datasets",
          "/$/stats",
          "/$/metrics",
          "/$/compact/sparql"
        }) {
      HttpResponse<String> response = server.get(path);
      assertProblem(404, "CNS-HTTP-001", response);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT (<java:java.lang.System>() AS ?x) {}",
        "SELECT (<http://jena.apache.org/ARQ/function#now>() AS ?x) {}",
        "SELECT * { BIND (<http://jena.apache.org/ARQ/js#f>(1) AS ?x) }",
        "SELECT * { ?s ?p ?o FILTER (<urn:f>(?o)) }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?p ?x FILTER (<urn:f>(?x)) } }",
        "SELECT (<urn:aggregate>(DISTINCT ?o) AS ?x) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } ORDER BY <urn:f>(?o)",
      })
  void functionsThatAreNotOfTheStandardAreRefused(String query) throws Exception {
    assertProblem(422, "CNS-SPARQL-007", server.query(query));
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
  void textsThatGrowWithoutEndFailTheQuery() throws Exception {
    StringBuilder doubling = new StringBuilder("SELECT ?x29 { BIND ('aaaaaaaaaa' AS ?x0)");
    StringBuilder replacing = new StringBuilder("SELECT ?x29 { BIND ('aaaaaaaaaa' AS ?x0)");
    for (int i = 1; i < 30; i++) {
      String before = "?x" + (i - 1);
      String here = " AS ?x" + i + ")";
      doubling.append("BIND (CONCAT(" + before + ", " + before + ")" + here);
      replacing.append("BIND (REPLACE(" + before + ", 'a', 'aaaa')" + here);
    }
    assertProblem(422, "CNS-SPARQL-011", server.query(doubling + "}"));
    String most = "%".repeat(1_000);
    assertProblem(
        422,
        "CNS-SPARQL-011",
        server.query(
            "SELECT (ENCODE_FOR_URI(REPLACE('"
                + most
                + "', '%', '"
                + "%".repeat(900)
                + "')) AS ?x) {}"));
    assertProblem(422, "CNS-SPARQL-011", server.query(replacing + "}"));
    assertProblem(
        422,
        "CNS-SPARQL-011",
        server.query("SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }"));
  }

  @Test
  void queriesThatAreTooDeepOrTooLongAreRefused() throws Exception {
    String deep = "SELECT * { FILTER " + "(".repeat(2_000) + "1" + ")".repeat(2_000) + " }";
    String braces = "SELECT * " + "{".repeat(2_000) + "}".repeat(2_000);
    String sum = "SELECT * { FILTER (0" + "+1".repeat(30_000) + " > 0) }";
    String longOne = "SELECT * { ?s ?p '" + "x".repeat(70_000) + "' }";
    for (String query : new String[] {deep, braces, sum, longOne}) {
      assertProblem(
          400, "CNS-SPARQL-003", server.post("/sparql", "application/sparql-query", query));
    }
  }

  @Test
  void queriesWithManyPartsAreAnsweredOrRefused() throws Exception {
    String unions = "ASK {" + "{}UNION".repeat(7_000) + "{} }";
    String optionals = "ASK {" + "OPTIONAL{}".repeat(6_000) + "}";
    String values = "ASK { VALUES ?x {" + " 1".repeat(30_000) + "} }";
    for (String query : new String[] {unions, optionals, values}) {
      int status = server.post("/sparql", "application/sparql-query", query).statusCode();
      assertTrue(status == 200 || status == 400, () -> Integer.toString(status));
    }
  }

  /** SPARQLWrapper sends each of them under three names, beside an Accept header. */
  @ParameterizedTest
  @CsvSource({
    "turtle,text/turtle",
    "n3,text/turtle",
    "rdf,application/rdf+xml",
    "rdf+xml,application/rdf+xml",
    "xml,application/rdf+xml",
    "json-ld,application/ld+json"
  })
  void theNamesOfFormatsThatLibrariesSendAreKnown(String name, String mediaType) throws Exception {
    HttpResponse<String> answer =
        server.get(
            "/sparql?query="
                + RunningServer.encode("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1")
                + String.join(
                    "&",
                    "",
                    "format=" + RunningServer.encode(name),
                    "output=" + RunningServer.encode(name),
                    "results=" + RunningServer.encode(name)));
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith(mediaType));
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
