package org.consilium.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A clinical system with the record of one patient, as far as CDS Hooks needs one: it fills
 * prefetch templates, with that subset of FHIR search that the specification recommends and no
 * other.
 */
public final class HookClient {
  /** A call identifier. */
  public static final String INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path FOLDER = Path.of("..", "test-data", "fhir");

  private final String patientId;
  private final List<ObjectNode> entries;

  private HookClient(String patientId, List<ObjectNode> entries) {
    this.patientId = patientId;
    this.entries = entries;
  }

  /** The record of a Bundle of the test data. */
  public static HookClient of(String file) {
    try {
      JsonNode bundle = stored(MAPPER.readTree(FOLDER.resolve(file).toFile()));
      List<ObjectNode> entries = new ArrayList<>();
      String patient = "";
      for (JsonNode entry : bundle.get("entry")) {
        if (entry.path("resource").path("resourceType").asText().equals("Patient")) {
          patient = entry.path("resource").path("id").asText();
        }
        entries.add(((ObjectNode) entry).deepCopy());
      }
      return new HookClient(patient, entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Bundle as a server keeps it: with identifiers and references of its own. */
  private static JsonNode stored(JsonNode bundle) throws IOException {
    String text = bundle.toString();
    for (JsonNode entry : bundle.get("entry")) {
      String address = entry.path("fullUrl").asText("");
      if (address.startsWith("urn:uuid:")) {
        ObjectNode resource = (ObjectNode) entry.get("resource");
        String id = resource.path("id").asText(address.substring("urn:uuid:".length()));
        String type = resource.get("resourceType").asText();
        text =
            text.replace(
                    "\"reference\":\"" + address + "\"",
                    "\"reference\":\"" + type + "/" + id + "\"")
                .replace(
                    "\"fullUrl\":\"" + address + "\",\"resource\":{",
                    "\"fullUrl\":\"https://fhir.example.org/"
                        + type
                        + "/"
                        + id
                        + "\",\"resource\":{"
                        + (resource.has("id") ? "" : "\"id\":\"" + id + "\","));
      }
    }
    return MAPPER.readTree(text);
  }

  /** The same with another resource, written with single quotes. */
  public HookClient with(String resource) {
    List<ObjectNode> more = new ArrayList<>(entries);
    more.add(MAPPER.createObjectNode().set("resource", json(resource)));
    return new HookClient(patientId, more);
  }

  /** The same with its resources in another order. */
  public HookClient ordered(List<Integer> order) {
    return new HookClient(patientId, order.stream().map(entries::get).toList());
  }

  /** The first entry with a resource of a type. */
  public JsonNode entry(String type) {
    return entries.stream()
        .filter(each -> each.path("resource").path("resourceType").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  public int size() {
    return entries.size();
  }

  public String patientId() {
    return patientId;
  }

  /** JSON that is written with single quotes. */
  public static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A call with everything that the templates ask for. */
  public ObjectNode call(HookService service) {
    ObjectNode call =
        MAPPER.createObjectNode().put("hook", service.hook().id()).put("hookInstance", INSTANCE);
    call.putObject("context").put("userId", "Practitioner/example").put("patientId", patientId);
    ObjectNode prefetch = call.putObject("prefetch");
    service.prefetch().forEach((key, template) -> prefetch.set(key, fill(template)));
    call.putObject("extension").put("org.consilium.day", "2026-03-02");
    return call;
  }

  /** A call with draft orders, written with single quotes, of which all are selected. */
  public ObjectNode order(HookService service, String... orders) {
    ObjectNode call = call(service);
    ObjectNode context = (ObjectNode) call.get("context");
    ArrayNode selections = context.putArray("selections");
    ObjectNode bundle = context.putObject("draftOrders").put("resourceType", "Bundle");
    for (String order : orders) {
      JsonNode resource = json(order.replace("PATIENT", patientId));
      bundle.withArray("entry").addObject().set("resource", resource);
      selections.add(resource.get("resourceType").asText() + "/" + resource.get("id").asText());
    }
    return call;
  }

  public static byte[] bytes(JsonNode call) {
    return call.toString().getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode fill(String template) {
    String query = template.replace("{{context.patientId}}", patientId);
    assertTrue(!query.contains("{{"), query);
    String[] parts = query.split("\\?", -1);
    if (parts.length == 1) {
      String[] read = query.split("/", -1);
      return entries.stream()
          .map(each -> each.get("resource"))
          .filter(each -> each.path("resourceType").asText().equals(read[0]))
          .filter(each -> each.path("id").asText().equals(read[1]))
          .findFirst()
          .orElse(MAPPER.nullNode());
    }
    assertEquals(2, parts.length, query);
    Map<String, Set<String>> parameters = new LinkedHashMap<>();
    for (String parameter : parts[1].split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      assertTrue(Set.of("patient", "code", "status", "_sort").contains(pair[0]), parameter);
      parameters.put(pair[0], Set.of(pair[1].replace("%23", "#").split(",", -1)));
    }
    ObjectNode bundle =
        MAPPER.createObjectNode().put("resourceType", "Bundle").put("type", "searchset");
    ArrayNode found = bundle.putArray("entry");
    for (ObjectNode entry : entries) {
      if (matches(entry.path("resource"), parts[0], parameters)) {
        found.add(entry);
      }
    }
    return found.isEmpty() ? MAPPER.nullNode() : bundle;
  }

  private static boolean matches(
      JsonNode resource, String type, Map<String, Set<String>> parameters) {
    return resource.path("resourceType").asText().equals(type)
        && (!parameters.containsKey("status")
            || parameters.get("status").contains(resource.path("status").asText()))
        && (!parameters.containsKey("code") || hasCode(resource, parameters.get("code")));
  }

  private static boolean hasCode(JsonNode resource, Set<String> tokens) {
    for (JsonNode coding : resource.path("code").path("coding")) {
      if (tokens.contains(coding.path("system").asText() + "|" + coding.path("code").asText())) {
        return true;
      }
    }
    return false;
  }
}
