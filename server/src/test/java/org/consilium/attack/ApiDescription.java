package org.consilium.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The routes as the server itself describes them, to attack each. */
final class ApiDescription {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final JsonNode document;

  /**
   * @param document OpenAPI 3.1
   */
  ApiDescription(JsonNode document) {
    this.document = document;
  }

  static ApiDescription of(AttackedServer server) throws Exception {
    return new ApiDescription(server.get("/openapi.json").json());
  }

  /**
   * A method on a path.
   *
   * @param path template with {@code {variables}}
   * @param role least role
   * @param queryParameters names of the query parameters
   * @param mediaType one that its body may have; empty if it takes none
   */
  record Operation(
      String method, String path, String role, List<String> queryParameters, String mediaType) {

    /** The path with a value for all variables. */
    String path(String value) {
      return path.replaceAll("\\{\\w+}", value.replace("\\", "\\\\").replace("$", "\\$"));
    }

    boolean hasVariable() {
      return path.contains("{");
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              for (String method : METHODS) {
                JsonNode operation = path.getValue().get(method.toLowerCase(Locale.ROOT));
                if (operation != null) {
                  operations.add(operation(method, path.getKey(), path.getValue(), operation));
                }
              }
            });
    return operations;
  }

  private Operation operation(String method, String path, JsonNode item, JsonNode operation) {
    List<String> names =
        Stream.of(item.path("parameters"), operation.path("parameters"))
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .map(this::resolved)
            .filter(one -> one.path("in").asText().equals("query"))
            .map(one -> one.get("name").asText())
            .toList();
    JsonNode content = resolved(operation.path("requestBody")).path("content");
    return new Operation(
        method,
        path,
        operation.path("x-role").asText(),
        names,
        content.isEmpty() ? "" : content.fieldNames().next());
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
