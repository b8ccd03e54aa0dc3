package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.PublishedGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IriRoutesTest {
  private static final Pattern KIND =
      Pattern.compile("https://w3id\\.org/consilium/([a-z]+)/[^#]+");

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Graph parse(HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    Lang lang = RDFLanguages.contentTypeToLang(type);
    return RDFParser.create().source(new StringReader(response.body())).lang(lang).toGraph();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/recommendation/eau-low-as",
        "/guideline/eau-prostate-2025",
        "/therapy/docetaxel",
        "/study/latitude",
        "/core",
        "/oncology",
        "/prostate",
      })
  void eachFormatSaysTheSame(String path) throws Exception {
    Graph turtle = parse(server.get(path, "Accept", "text/turtle"));
    assertTrue(
        turtle.contains(NodeFactory.createURI(Namespaces.BASE + path.substring(1)), null, null)
            || turtle.size() > 100);
    for (String type :
        new String[] {"application/ld+json", "application/n-triples", "application/rdf+xml"}) {
      HttpResponse<String> response = server.get(path, "Accept", type);
      assertEquals(200, response.statusCode());
      assertEquals(type, response.headers().firstValue("Content-Type").orElse(""));
      assertTrue(turtle.isIsomorphicWith(parse(response)), type);
    }
  }

  @Test
  void everyIdentifierOfTheKnowledgeIsAnswered() throws Exception {
    Graph graph = PublishedGraph.of(server.knowledge()).graph();
    Set<String> kinds = new TreeSet<>();
    Set<String> answered = new TreeSet<>();
    graph.stream()
        .map(Triple::getSubject)
        .filter(subject -> subject.isURI() && KIND.matcher(subject.getURI()).matches())
        .map(subject -> subject.getURI())
        .distinct()
        .sorted()
        .forEach(
            iri -> {
              String path = iri.substring(Namespaces.BASE.length() - 1);
              String kind = path.substring(1, path.indexOf('/', 1));
              kinds.add(kind);
              if (answered.add(kind)) {
                assertEquals(200, status(path), path);
              }
            });
    assertEquals(
        Set.of(
            "body",
            "guideline",
            "outcome",
            "publication",
            "question",
            "recommendation",
            "safety",
            "study",
            "therapy"),
        kinds);
  }

  private static int status(String path) {
    try {
      return server.get(path).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void peopleGetAPageWithoutScriptWhoseLinksLeadOn() throws Exception {
    HttpResponse<String> page =
        server.get(
            "/recommendation/eau-low-as", "Accept", "text/html,application/xml;q=0.9,*/*;q=0.8");
    assertEquals("text/html;charset=utf-8", page.headers().firstValue("Content-Type").orElse(""));
    assertTrue(page.body().contains("<h1>"), page::body);
    assertFalse(page.body().contains("<script") || page.body().contains("javascript:"));
    var link = Pattern.compile("href=\"(/[^\"]+)\"").matcher(page.body());
    int found = 0;
    while (link.find()) {
      assertEquals(200, status(link.group(1).split("#", -1)[0]), link.group(1));
      found++;
    }
    assertTrue(found > 10);
    assertTrue(page.body().contains("not endorsed"), page::body);
  }

  @Test
  void aPageShowsMarkupAsText() {
    assertEquals("&lt;a href=&quot;x&quot;&gt;&#39;&amp;", TermPage.escape("<a href=\"x\">'&"));
  }

  @Test
  void eachFormatHasItsOwnTagAndIsNotSentTwice() throws Exception {
    HttpResponse<String> turtle = server.get("/study/latitude", "Accept", "text/turtle");
    HttpResponse<String> page = server.get("/study/latitude", "Accept", "text/html");
    String tag = turtle.headers().firstValue("ETag").orElseThrow();
    assertNotEquals(tag, page.headers().firstValue("ETag").orElseThrow());
    assertTrue(turtle.headers().allValues("Vary").toString().contains("Accept"));
    assertEquals(
        304,
        server.get("/study/latitude", "Accept", "text/turtle", "If-None-Match", tag).statusCode());
  }

  @Test
  void aVersionNamedByItsContentNeverChanges() throws Exception {
    HttpResponse<String> pinned =
        server.get("/study/latitude?version=" + server.knowledge().hash());
    assertEquals(
        "max-age=31536000, immutable", pinned.headers().firstValue("Cache-Control").orElse(""));
  }

  @Test
  void anotherFormatIsRefusedInWords() throws Exception {
    var problem =
        assertProblem(406, "CNS-HTTP-004", server.get("/study/latitude", "Accept", "image/png"));
    assertTrue(problem.get("detail").textValue().contains("text/turtle"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/study/none", "/recommendation/x%20y", "/therapy/%3Cscript%3E"})
  void whatNothingIsSaidOfIsNotFound(String path) throws Exception {
    assertProblem(404, "CNS-HTTP-002", server.get(path));
  }

  @Test
  void answersAreCompressedForWhoeverAsks() throws Exception {
    HttpResponse<byte[]> plain =
        server.sendFor(server.request("/prostate").GET(), HttpResponse.BodyHandlers.ofByteArray());
    HttpResponse<byte[]> packed =
        server.sendFor(
            server.request("/prostate", "Accept-Encoding", "gzip").GET(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""));
    assertTrue(packed.body().length * 3 < plain.body().length);
    assertTrue(packed.headers().allValues("Vary").toString().contains("Accept-Encoding"));
    String tag = packed.headers().firstValue("ETag").orElseThrow();
    assertNotEquals(plain.headers().firstValue("ETag").orElseThrow(), tag);
    assertEquals(
        304, server.get("/prostate", "Accept-Encoding", "gzip", "If-None-Match", tag).statusCode());
  }
}
