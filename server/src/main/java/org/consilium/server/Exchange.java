package org.consilium.server;

import io.javalin.http.Context;
import java.io.IOException;

/**
 * A request under way that has passed the checks of its route.
 *
 * @param context request and response
 * @param knowledge the snapshot that was served when the request began, or the version that it
 *     names; the request works with it to the end
 * @param parameters its query parameters
 * @param mediaType what the client accepts best of what the route gives
 */
record Exchange(
    Context context, ServedKnowledge knowledge, QueryParameters parameters, String mediaType) {

  /** The value of a variable of the path template. */
  String path(String name) {
    return context.pathParam(name);
  }

  /** Who sends it. */
  Caller caller() {
    return RequestTrace.of(context.req()).caller();
  }

  /** Whether it names the knowledge by its content, so that the answer can never change. */
  boolean isPinned() {
    return parameters
        .text(Route.VERSION)
        .filter(version -> version.equals(knowledge.knowledge().hash()))
        .isPresent();
  }

  /**
   * The body.
   *
   * @param limit most bytes
   * @throws Refusal if it is larger
   */
  byte[] body(int limit) throws IOException {
    return RequestBody.read(context.req(), limit);
  }
}
