package org.consilium.server;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers in problem details what never reaches a route: requests that break the rules of HTTP, are
 * too large, or come while the server stops.
 */
final class ErrorPages extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    ProblemDetails problem = problem(status < 400 ? 500 : status);
    byte[] bytes = problem.bytes();
    SecurityHeaders.addTo(response.getHeaders());
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
    return true;
  }

  private static ProblemDetails problem(int status) {
    return switch (status) {
      case 404 -> ProblemDetails.of(ErrorCode.NO_SUCH_ROUTE, "there is no such route");
      case 405 -> ProblemDetails.of(ErrorCode.METHOD_NOT_ALLOWED, "not with this method");
      case 413 -> ProblemDetails.of(ErrorCode.BODY_TOO_LARGE, "the body is too large");
      case 415 -> ProblemDetails.of(ErrorCode.MEDIA_TYPE, "not in this media type");
      case 503 -> ProblemDetails.of(ErrorCode.NOT_READY, "the server starts or stops");
      default ->
          status < 500
              ? ProblemDetails.of(
                  ErrorCode.MALFORMED_REQUEST,
                  status,
                  "the request breaks a rule of HTTP",
                  Map.of())
              : ProblemDetails.of(
                  ErrorCode.INTERNAL, status, "the server failed to answer this request", Map.of());
    };
  }
}
