package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** The SPARQL protocol has its own rules for media types and parameters. */
  private static final String OWN_RULES = RoutePath.SPARQL;

  private static RunningServer server;
  private static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
    document = RunningServer.json(server.get("/openapi.json"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
  }

  private static Set<String> keys(JsonNode object) {
    Set<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** What the document says of each route: role, path and query parameters, bodies, answers. */
  private static Map<String, String> described() {
    Map<String, String> routes = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          assertTrue(METHODS.contains(method.getKey()), method::getKey);
                          routes.put(
                              method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                              describe(path.getKey(), method.getValue()));
                        }));
    return routes;
  }

  private static String describe(String path, JsonNode operation) {
    Set<String> variables = new TreeSet<>();
    Set<String> parameters = new TreeSet<>();
    for (JsonNode reference : operation.path("parameters")) {
      JsonNode parameter = resolve(reference);
      boolean any = parameter.at("/schema/type").asText().equals("object");
      String name = any ? QueryParameters.ANY : parameter.get("name").textValue();
      (parameter.get("in").textValue().equals("path") ? variables : parameters).add(name);
    }
    String role = operation.path("x-role").asText();
    return path.equals(OWN_RULES)
        ? role
        : role
            + " "
            + variables
            + parameters
            + keys(operation.at("/requestBody/content"))
            + keys(resolve(success(operation)).path("content"));
  }

  private static JsonNode success(JsonNode operation) {
    JsonNode created = operation.at("/responses/201");
    return created.isMissingNode() ? operation.at("/responses/200") : created;
  }

  private static Map<String, String> declared() {
    Map<String, String> routes = new TreeMap<>();
    for (Route route : server.server().routes().routes()) {
      Set<String> variables = new TreeSet<>();
      Matcher matcher = VARIABLE.matcher(route.path());
      while (matcher.find()) {
        variables.add(matcher.group(1));
      }
      String role = route.role().name().toLowerCase(Locale.ROOT);
      routes.put(
          route.method().name() + " " + route.path(),
          route.path().equals(OWN_RULES)
              ? role
              : role
                  + " "
                  + variables
                  + new TreeSet<>(route.parameters())
                  + new TreeSet<>(route.consumes())
                  + new TreeSet<>(route.produces()));
    }
    return routes;
  }

  @Test
  void theDocumentDescribesEveryRouteAsItIsAndNoOther() {
    assertEquals(lines(declared()), lines(described()));
  }

  private static String lines(Map<String, String> routes) {
    StringBuilder lines = new StringBuilder();
    routes.forEach((route, what) -> lines.append(route).append(": ").append(what).append('\n'));
    return lines.toString();
  }

  @Test
  void theDocumentIsValidOpenApi() {
    ParseOptions options = new ParseOptions();
    options.setResolve(false);
    SwaggerParseResult result =
        new OpenAPIV3Parser().readContents(document.toString(), List.of(), options);
    assertEquals(List.of(), result.getMessages() == null ? List.of() : result.getMessages());
    assertEquals("3.1.0", result.getOpenAPI().getOpenapi());
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryOperationHasItsName() {
    for (String reference : document.findValuesAsText("$ref")) {
      assertTrue(reference.startsWith("#/"), reference);
      assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
    }
    List<String> names = document.findValuesAsText("operationId");
    assertEquals(described().size(), names.size());
    assertEquals(names.size(), Set.copyOf(names).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/guidelines",
        "/api/recommendations?limit=1000",
        "/api/studies?limit=1000",
        "/api/questions?limit=1000",
        "/api/therapies?limit=1000",
        "/api/queries",
        "/api/queries/guideline-overview",
        "/cds-services",
        "/health/live",
        "/health/ready",
      })
  void answersAreWhatTheDocumentSays(String path) throws Exception {
    HttpResponse<String> response = server.get(path);
    assertEquals(200, response.statusCode());
    String template =
        path.startsWith("/api/queries/") ? "/api/queries/{name}" : path.split("\\?", -1)[0];
    check(template, "get", "200", response);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/guidelines, guidelines",
    "/api/recommendations, recommendations",
    "/api/studies, studies",
    "/api/questions, questions",
    "/api/therapies, therapies",
  })
  void soAreSingleRecords(String path, String key) throws Exception {
    for (JsonNode each : RunningServer.json(server.get(path + "?limit=3")).get(key)) {
      check(path + "/{id}", "get", "200", server.get(each.get("href").textValue()));
    }
  }

  @Test
  void soIsAdvice() throws Exception {
    for (String query : new String[] {"", "?explain=true"}) {
      HttpResponse<String> response =
          server.post(
              "/api/recommendations" + query,
              "application/json",
              "{\"id\": \"x\", \"cancer\": \"prostate\", \"facts\": {\"cM\": \"M0\"}}");
      check("/api/recommendations", "post", "200", response);
    }
  }

  @Test
  void soAreCardsAndFeedback() throws Exception {
    Path folder = Path.of("..", "test-data", "cds-hooks");
    for (String hook : new String[] {"patient-view", "order-select"}) {
      String body = Files.readString(folder.resolve(hook + ".json"));
      assertEquals(List.of(), errors("#/components/schemas/HookRequest", body));
      String path = "/cds-services/consilium-prostate-" + hook;
      check("/cds-services/{id}", "post", "200", server.post(path, "application/json", body));
      check(
          "/cds-services/{id}",
          "post",
          "412",
          server.post(path, "application/json", body.replace("conditions", "x")));
    }
    String feedback = Files.readString(folder.resolve("feedback.json"));
    assertEquals(List.of(), errors("#/components/schemas/HookFeedback", feedback));
    check(
        "/cds-services/{id}/feedback",
        "post",
        "200",
        server.post(
            "/cds-services/consilium-prostate-order-select/feedback",
            "application/json",
            feedback));
  }

  @Test
  void soAreProblems() throws Exception {
    check("/api/recommendations", "post", "default", server.advise("{'cancer': 'none'}"));
    check("/api/guidelines", "get", "default", server.get("/api/guidelines?x=1"));
    check("/api/audit", "get", "default", server.get("/api/audit"));
  }

  @Test
  void soIsEachLineOfABatch() throws Exception {
    String[] lines =
        server
            .post(
                "/api/recommendations/batch",
                "application/x-ndjson",
                "{\"cancer\": \"prostate\"}\n{}\n")
            .body()
            .split("\n", -1);
    assertEquals(List.of(), errors("#/components/schemas/BatchAnswer", lines[0]));
    assertEquals(List.of(), errors("#/components/schemas/BatchError", lines[1]));
  }

  private static void check(
      String path, String method, String status, HttpResponse<String> response) throws Exception {
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    JsonNode operation = document.get("paths").get(path).get(method);
    JsonNode media = resolve(operation.at("/responses/" + status)).path("content").path(type);
    assertTrue(media.has("schema"), path + " " + type);
    assertEquals(List.of(), errors(media.get("schema"), response.body()), response::body);
  }

  private static List<String> errors(String reference, String instance) throws Exception {
    return errors(new ObjectMapper().createObjectNode().put("$ref", reference), instance);
  }

  private static List<String> errors(JsonNode schema, String instance) throws Exception {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole);
    List<String> errors = new ArrayList<>();
    for (Error error : validator.validate(new ObjectMapper().readTree(instance))) {
      errors.add(error.toString());
    }
    return errors;
  }

  @Test
  void thePageTakesEverythingFromThisServer() throws Exception {
    HttpResponse<String> page = server.get("/api/docs", "Accept", "text/html");
    assertEquals(200, page.statusCode());
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertTrue(policy.contains("script-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertFalse(page.body().contains("http://") || page.body().contains("https://"), page::body);
    Matcher address = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"").matcher(page.body());
    int found = 0;
    while (address.find()) {
      assertEquals(200, server.get(address.group(1)).statusCode(), address.group(1));
      found++;
    }
    assertTrue(found >= 5);
  }
}
