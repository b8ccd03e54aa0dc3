package org.consilium.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What CDS Hooks 2.0 says of answers, as JSON Schema. */
public final class HookSchemas {
  private HookSchemas() {}

  /** The faults of an answer of a service. */
  static List<String> faultsOfResponse(JsonNode response) throws IOException {
    return faults("response", response);
  }

  /** The faults of a discovery. */
  static List<String> faultsOfDiscovery(JsonNode discovery) throws IOException {
    return faults("discovery", discovery);
  }

  /** The answer is one of CDS Hooks. */
  public static void assertResponse(JsonNode response) throws IOException {
    assertEquals(List.of(), faultsOfResponse(response), response::toPrettyString);
  }

  /** The discovery is one of CDS Hooks. */
  public static void assertDiscovery(JsonNode discovery) throws IOException {
    assertEquals(List.of(), faultsOfDiscovery(discovery), discovery::toPrettyString);
  }

  private static List<String> faults(String name, JsonNode instance) throws IOException {
    try (InputStream in = HookSchemas.class.getResourceAsStream(name + ".schema.json")) {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(new ObjectMapper().readTree(in));
      return schema.validate(instance).stream().map(Error::toString).toList();
    }
  }
}
