package org.consilium.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.RDFList;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.rdf.model.Statement;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.resultset.ResultsReader;
import org.apache.jena.vocabulary.RDF;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocol tests of the W3C SPARQL 1.1 test suite against the endpoint with the graphs of the
 * suite. Query tests pass as they are; every test of updates must be refused with a 4xx status. The
 * graph {@code data0.rdf}, which the suite names and does not give, is empty.
 */
class SparqlProtocolSuiteTest {
  private static final Path SUITE = Path.of("..", "test-data", "suites", "w3c-sparql11");
  private static final String MANIFEST =
      "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
  private static final String HTTP = "http://www.w3.org/2011/http#";
  private static final String CONTENT = "http://www.w3.org/2011/content#";
  private static final String DATA = "http://kasei.us/2009/09/sparql/data/data";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Model manifest;
  private static Server server;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Map<String, Graph> graphs = new HashMap<>();
    graphs.put(DATA + "0.rdf", GraphFactory.createDefaultGraph());
    for (int i = 1; i <= 3; i++) {
      graphs.put(
          DATA + i + ".rdf",
          RDFDataMgr.loadGraph(SUITE.resolve("protocol/data" + i + ".nt").toString()));
    }
    PublishedDataset dataset = PublishedDataset.of(GraphFactory.createDefaultGraph(), graphs);
    server = new Server();
    ServerConnector connector = new ServerConnector(server);
    server.addConnector(connector);
    ServerConfiguration configuration = ServerConfiguration.DEFAULT;
    Access access = new Access(configuration, Clock.systemUTC());
    Gatekeeper gatekeeper = new Gatekeeper(access, new Budgets(configuration));
    gatekeeper.setHandler(new Handler.Sequence(SparqlEndpoint.of(() -> dataset, configuration)));
    server.setHandler(gatekeeper);
    server.start();
    port = connector.getLocalPort();
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  static Stream<String> tests() {
    manifest = RDFDataMgr.loadModel(SUITE.resolve("protocol/manifest.ttl").toString());
    return manifest
        .listObjectsOfProperty(property(MANIFEST, "entries"))
        .next()
        .as(RDFList.class)
        .asJavaList()
        .stream()
        .map(entry -> entry.asResource().getLocalName());
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theProtocolIsSpoken(String name) throws Exception {
    Resource test =
        manifest.listResourcesWithProperty(property(MANIFEST, "action")).toList().stream()
            .filter(each -> each.getLocalName().equals(name))
            .findFirst()
            .orElseThrow();
    List<RDFNode> requests =
        test.getPropertyResourceValue(property(MANIFEST, "action"))
            .getPropertyResourceValue(property(HTTP, "requests"))
            .as(RDFList.class)
            .asJavaList();
    boolean update = name.contains("update");
    assertTrue(!requests.isEmpty());
    for (RDFNode each : requests) {
      Resource request = each.asResource();
      HttpResponse<String> response = send(request);
      if (update && isUpdate(request)) {
        assertEquals(4, response.statusCode() / 100, response.body());
      } else if (!update) {
        Resource expected = request.getPropertyResourceValue(property(HTTP, "resp"));
        String status = String.valueOf(response.statusCode());
        assertTrue(
            expected.listProperties(property(MANIFEST, "expectedStatus")).toList().stream()
                .map(Statement::getResource)
                .map(Resource::getLocalName)
                .map(code -> code.replace("StatusCode", "").replace("xx", ""))
                .anyMatch(status::startsWith),
            status + " " + response.body());
        Statement yes = expected.getProperty(property(MANIFEST, "expectedBoolean"));
        if (yes != null) {
          assertEquals(
              yes.getBoolean(),
              ResultsReader.create()
                  .lang(RDFLanguages.contentTypeToLang(type(response)))
                  .build()
                  .readAny(new ByteArrayInputStream(response.body().getBytes(UTF_8)))
                  .getBooleanResult());
        }
        Statement format = expected.getProperty(property(MANIFEST, "expectedFormat"));
        if (format != null) {
          assertFormat(format.getString(), response);
        }
      }
    }
  }

  private static boolean isUpdate(Resource request) {
    // Some update tests end with a query that looks whether the update was done.
    String body = body(request);
    return !request.getProperty(property(HTTP, "absolutePath")).getString().contains("query=")
        && !body.startsWith("query=")
        && !body.startsWith("ASK");
  }

  private static void assertFormat(String format, HttpResponse<String> response) {
    String type = type(response);
    if (format.equals("RDF")) {
      Lang language = RDFLanguages.contentTypeToLang(type);
      RDFParser.fromString(response.body(), language).toGraph();
    } else {
      assertTrue(type.contains("sparql-results"), type);
    }
  }

  private static String type(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
  }

  private static String body(Resource request) {
    Resource body = request.getPropertyResourceValue(property(HTTP, "body"));
    return body == null ? "" : body.getProperty(property(CONTENT, "chars")).getString();
  }

  private static HttpResponse<String> send(Resource request) throws Exception {
    String path =
        request
            .getProperty(property(HTTP, "absolutePath"))
            .getString()
            .replaceFirst("^/sparql/?", "/sparql");
    HttpRequest.Builder http =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path.replace(" ", "%20")));
    Resource headers = request.getPropertyResourceValue(property(HTTP, "headers"));
    if (headers != null) {
      for (RDFNode header : headers.as(RDFList.class).asJavaList()) {
        http.header(
            header.asResource().getProperty(property(HTTP, "fieldName")).getString(),
            header.asResource().getProperty(property(HTTP, "fieldValue")).getString());
      }
    }
    Resource body = request.getPropertyResourceValue(property(HTTP, "body"));
    Charset encoding =
        body == null
            ? UTF_8
            : Charset.forName(body.getProperty(property(CONTENT, "characterEncoding")).getString());
    return CLIENT.send(
        http.method(
                request.getProperty(property(HTTP, "methodName")).getString(),
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(body(request).getBytes(encoding)))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void theEndpointDescribesItself() throws Exception {
    String endpoint = "http://127.0.0.1:" + port + "/sparql";
    for (String accept :
        List.of("text/turtle", "application/rdf+xml", "application/n-triples", "*/*")) {
      HttpResponse<String> response =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create(endpoint)).header("Accept", accept).build(),
              BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), response.body());
      String type = type(response);
      assertTrue(accept.equals("*/*") || accept.equals(type), type);
      Model description =
          org.apache.jena.rdf.model.ModelFactory.createModelForGraph(
              RDFParser.fromString(response.body(), RDFLanguages.contentTypeToLang(type))
                  .toGraph());
      String sd = "http://www.w3.org/ns/sparql-service-description#";
      assertTrue(
          description.contains(
              null, property(sd, "endpoint"), ResourceFactory.createResource(endpoint)));
      assertTrue(
          description.contains(null, RDF.type, ResourceFactory.createResource(sd + "Service")));
      assertEquals(4, description.listObjectsOfProperty(property(sd, "name")).toList().size());
    }
    assertEquals(
        406,
        CLIENT
            .send(
                HttpRequest.newBuilder(URI.create(endpoint)).header("Accept", "image/png").build(),
                BodyHandlers.ofString())
            .statusCode());
  }

  private static Property property(String namespace, String name) {
    return ResourceFactory.createProperty(namespace, name);
  }
}
