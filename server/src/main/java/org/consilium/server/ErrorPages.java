package org.consilium.server;

import java.util.Map;
import org.eclipse.jetty.http.HttpField;
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
    SecurityHeaders.addTo(response.getHeaders());
    response
        .getHeaders()
        .computeField(
            RequestTrace.HEADER,
            (name, present) ->
                present == null || present.isEmpty()
                    ? new HttpField(name, RequestTrace.of(request).id())
                    : present.get(0));
    problem.write(response, callback);
    return true;
  }

  private static ProblemDetails problem(int status) {
    return switch (status) {
      case 404 -> ProblemDetails.of(ErrorCode.NO_SUCH_ROUTE, "there is no such route");
      case 405 -> ProblemDetails.of(ErrorCode.METHOD_NOT_ALLOWED, "not with this method");
      case 408 ->
          ProblemDetails.of(
              ErrorCode.MALFORMED_REQUEST, status, "the request came too slowly", Map.of());
      case 414 ->
          ProblemDetails.of(
              ErrorCode.MALFORMED_REQUEST, status, "the address is too long", Map.of());
      case 431 ->
          ProblemDetails.of(
              ErrorCode.MALFORMED_REQUEST, status, "the headers are too large", Map.of());
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
