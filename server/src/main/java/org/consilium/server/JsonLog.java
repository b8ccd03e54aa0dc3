package org.consilium.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The log of the server: one JSON object in a line, on standard error. */
final class JsonLog {
  private JsonLog() {}

  /** An entry with its time and the kind of the event. */
  static ObjectNode entry(String event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("event", event);
  }

  /** Writes an entry in one piece, so that those of several threads do not mix. */
  static void write(ObjectNode entry) {
    System.err.println(entry);
  }
}
