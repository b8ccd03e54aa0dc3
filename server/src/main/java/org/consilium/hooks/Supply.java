package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client supplied for a key of the prefetch. That nothing was found and that nothing was
 * looked for are different things; neither says that something is absent.
 *
 * @param state what kind of answer it is
 * @param resource the resource or Bundle, if there is one
 */
record Supply(State state, Optional<JsonNode> resource) {
  /** How much is known of what the client has. */
  enum State {
    /** The key is not there. */
    NOT_SUPPLIED("not-supplied"),
    /** The client could not get the data and says so. */
    FAILED("failed"),
    /** The client has no data: the value is null. */
    NO_DATA("no-data"),
    /** There is more than was sent: a further page, or a part that could not be got. */
    PARTIAL("partial"),
    /** All that was asked for. */
    COMPLETE("complete");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word in answers. */
    String word() {
      return word;
    }

    /** Whether the client may have more than was sent. */
    boolean isIncomplete() {
      return this == NOT_SUPPLIED || this == FAILED || this == PARTIAL;
    }
  }

  static final Supply NONE = new Supply(State.NOT_SUPPLIED, Optional.empty());

  /** Reads the value of a key; it is {@code null}, or an object with a {@code resourceType}. */
  static Supply of(JsonNode value) {
    if (value.isNull()) {
      return new Supply(State.NO_DATA, Optional.empty());
    }
    if (value.path("resourceType").asText("").equals("OperationOutcome")) {
      return new Supply(State.FAILED, Optional.empty());
    }
    return new Supply(isPartial(value) ? State.PARTIAL : State.COMPLETE, Optional.of(value));
  }

  private static boolean isPartial(JsonNode bundle) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asText("").equals("next")) {
        return true;
      }
    }
    int matches = 0;
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (resource.path("resourceType").asText("").equals("OperationOutcome")) {
        for (JsonNode issue : resource.path("issue")) {
          String severity = issue.path("severity").asText("");
          if (severity.equals("error") || severity.equals("fatal")) {
            return true;
          }
        }
      } else if (!entry.path("search").path("mode").asText("match").equals("include")) {
        matches++;
      }
    }
    return bundle.path("total").asInt(matches) > matches;
  }

  /** The resources with their full URLs; none if there is no data. */
  List<Entry> entries(String pointer) {
    List<Entry> entries = new ArrayList<>();
    if (resource.isPresent()) {
      JsonNode json = resource.get();
      if (json.path("resourceType").asText("").equals("Bundle")) {
        int i = 0;
        for (JsonNode entry : json.path("entry")) {
          entries.add(
              new Entry(
                  entry.path("resource"),
                  entry.path("fullUrl").asText(""),
                  pointer + "/entry/" + i++ + "/resource"));
        }
      } else {
        entries.add(new Entry(json, "", pointer));
      }
    }
    return entries;
  }

  /**
   * A resource that was sent.
   *
   * @param resource the resource
   * @param fullUrl its address, or empty
   * @param pointer where it stands in the request
   */
  record Entry(JsonNode resource, String fullUrl, String pointer) {
    String type() {
      return resource.path("resourceType").asText("");
    }

    String id() {
      return resource.path("id").asText("");
    }

    /** {@code Type/id}. */
    String reference() {
      return type() + "/" + id();
    }
  }
}
