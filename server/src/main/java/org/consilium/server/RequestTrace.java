package org.consilium.server;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * What is noted of a request while it is answered: nothing that it says, only who sent it and which
 * route it took. It travels with the request as an attribute.
 */
final class RequestTrace {
  static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = "org.consilium.trace";
  private static final String NO_ROUTE = "none";
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String id;
  private volatile String route = NO_ROUTE;
  private volatile Caller caller = Caller.anonymous(Role.PUBLIC);

  private RequestTrace(String id) {
    this.id = id;
  }

  /** Starts the trace of a request, under the identifier that it brings if that is a valid one. */
  static RequestTrace begin(Request request) {
    String brought = request.getHeaders().get(HEADER);
    RequestTrace trace =
        new RequestTrace(brought != null && VALID.matcher(brought).matches() ? brought : newId());
    request.setAttribute(ATTRIBUTE, trace);
    return trace;
  }

  /** An identifier for a request; only to be told apart, no secret. */
  static String newId() {
    byte[] bytes = new byte[8];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The trace of a request; a new one if it was refused before it had any. */
  static RequestTrace of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestTrace trace ? trace : begin(request);
  }

  static RequestTrace of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestTrace trace
        ? trace
        : new RequestTrace(newId());
  }

  String id() {
    return id;
  }

  /** The template of the path that the request took, or {@code none}. */
  String route() {
    return route;
  }

  void take(String template) {
    this.route = template;
  }

  Caller caller() {
    return caller;
  }

  void know(Caller known) {
    this.caller = known;
  }
}
