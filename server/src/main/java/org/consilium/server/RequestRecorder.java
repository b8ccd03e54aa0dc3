package org.consilium.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/**
 * Notes every request when it is over: in the metrics, and as a line of the log. A line has the
 * template of the route, never the path as sent, no query string, no header and nothing of a body.
 */
final class RequestRecorder implements RequestLog {
  private static final int REFUSED_ACCESS = 401;
  private static final int FORBIDDEN = 403;

  private final Metrics metrics;
  private final AuditLog audit;
  private final boolean log;
  private final boolean auditRequests;

  RequestRecorder(Metrics metrics, AuditLog audit, ServerConfiguration configuration) {
    this.metrics = metrics;
    this.audit = audit;
    this.log = configuration.get(Setting.LOG_REQUESTS);
    this.auditRequests = configuration.get(Setting.AUDIT_REQUESTS);
  }

  @Override
  public void log(Request request, Response response) {
    RequestTrace trace = RequestTrace.of(request);
    String method = method(request.getMethod());
    int status = response.getStatus();
    long nanoseconds = System.nanoTime() - request.getBeginNanoTime();
    metrics.request(method, trace.route(), status, nanoseconds);
    if (log) {
      ObjectNode entry = JsonLog.entry("request");
      describe(entry, trace, method, status);
      entry.put("ms", TimeUnit.NANOSECONDS.toMicros(nanoseconds) / 1_000.0);
      JsonLog.write(entry);
    }
    boolean refused = status == REFUSED_ACCESS || status == FORBIDDEN;
    if (refused || auditRequests || trace.caller().role().mayAct(Role.AUTHOR)) {
      audit.record(
          refused ? "refused" : "request", entry -> describe(entry, trace, method, status));
    }
  }

  private static void describe(ObjectNode entry, RequestTrace trace, String method, int status) {
    entry
        .put("requestId", trace.id())
        .put("caller", trace.caller().name())
        .put("method", method)
        .put("route", trace.route())
        .put("status", status);
  }

  /** A method of the standard, or a word for all others, so that no client can make up labels. */
  private static String method(String method) {
    return switch (method == null ? "" : method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
      default -> "OTHER";
    };
  }
}
