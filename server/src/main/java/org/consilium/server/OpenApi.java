package org.consilium.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The description of the routes for programs, and the page that shows it. It is kept by hand in the
 * resources {@code openapi/*.yaml}, one for each group of routes, which are put together here; a
 * test holds it and the route table equal in both directions.
 */
final class OpenApi implements RouteGroup {
  private static final String FOLDER = "openapi/";

  /** The first has the head of the document. */
  private static final List<String> PARTS =
      List.of("head", "patients", "hooks", "knowledge", "iris", "queries", "versions", "operation");

  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
  private static final Set<String> WEBJAR_FILES =
      Set.of("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png");
  private static final Set<String> OWN_FILES = Set.of("start.js", "page.css");

  private volatile byte[] document;

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(RoutePath.OPENAPI, Role.PUBLIC, this::document),
        Route.get(RoutePath.DOCS, Role.PUBLIC, OpenApi::page).giving("text/html"),
        Route.get(RoutePath.DOCS + "/{file}", Role.PUBLIC, OpenApi::file)
            .giving("text/css", "text/javascript", "image/png"));
  }

  /** The whole document. */
  static ObjectNode read() throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    ObjectNode whole = null;
    for (String part : PARTS) {
      JsonNode read = mapper.readTree(resource(FOLDER + part + ".yaml"));
      if (whole == null) {
        whole = (ObjectNode) read;
      } else {
        merge(whole, (ObjectNode) read);
      }
    }
    return whole;
  }

  private static void merge(ObjectNode into, ObjectNode part) {
    for (var entry : part.properties()) {
      JsonNode there = into.get(entry.getKey());
      if (there == null) {
        into.set(entry.getKey(), entry.getValue());
      } else if (there instanceof ObjectNode object
          && entry.getValue() instanceof ObjectNode more) {
        merge(object, more);
      } else {
        throw new IllegalStateException("two parts describe " + entry.getKey());
      }
    }
  }

  private void document(Exchange exchange) throws IOException {
    byte[] bytes = document;
    if (bytes == null) {
      bytes = read().toString().getBytes(StandardCharsets.UTF_8);
      document = bytes;
    }
    JsonAnswer.knowledge(exchange, bytes, JsonAnswer.MEDIA_TYPE);
  }

  private static void page(Exchange exchange) throws IOException {
    exchange.context().header("Content-Security-Policy", SecurityHeaders.EXPLORER_POLICY);
    JsonAnswer.knowledge(exchange, resource("docs/page.html"), "text/html;charset=utf-8");
  }

  private static void file(Exchange exchange) throws IOException {
    String name = exchange.path("file");
    if (WEBJAR_FILES.contains(name)) {
      JsonAnswer.knowledge(exchange, resource(WEBJAR + name), contentType(name));
    } else if (OWN_FILES.contains(name)) {
      JsonAnswer.knowledge(exchange, resource("docs/" + name), contentType(name));
    } else {
      throw new Refusal(ErrorCode.NO_SUCH_ROUTE, "there is no such route");
    }
  }

  private static String contentType(String name) {
    return name.endsWith(".js")
        ? "text/javascript;charset=utf-8"
        : name.endsWith(".css") ? "text/css;charset=utf-8" : "image/png";
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = OpenApi.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new UncheckedIOException(new IOException("not packaged: " + name));
      }
      return in.readAllBytes();
    }
  }
}
