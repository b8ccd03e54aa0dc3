package org.consilium.server;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before every route, those of the router and those outside: gives the request its
 * identifier, counts it against the budget of its client, and finds out who sends it.
 */
final class Gatekeeper extends Handler.Wrapper {
  private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

  private final Access access;
  private final Budgets budgets;

  Gatekeeper(Access access, Budgets budgets) {
    this.access = access;
    this.budgets = budgets;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RequestTrace trace = RequestTrace.begin(request);
    response.getHeaders().put(RequestTrace.HEADER, trace.id());
    Optional<ProblemDetails> refused = refuse(request, trace);
    if (refused.isPresent()) {
      refused.get().write(response, callback);
      return true;
    }
    boolean query = RoutePath.isQuery(Request.getPathInContext(request));
    String client = client(request, trace);
    if (query) {
      long begin = System.nanoTime();
      Request.addCompletionListener(
          request, failure -> budgets.endQuery(client, System.nanoTime() - begin));
    }
    return super.handle(withoutOverride(request), response, callback);
  }

  /** Javalin would take the method from a header; a method is what stands in the request line. */
  private static Request withoutOverride(Request request) {
    if (!request.getHeaders().contains(METHOD_OVERRIDE)) {
      return request;
    }
    HttpFields headers = HttpFields.build(request.getHeaders()).remove(METHOD_OVERRIDE);
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return headers;
      }
    };
  }

  private Optional<ProblemDetails> refuse(Request request, RequestTrace trace) {
    try {
      String address = Request.getRemoteAddr(request);
      // Before looking at what was brought, so that nobody can try tokens without end.
      budgets.request(address);
      trace.know(
          access.caller(
              request.getHeaders().get(HttpHeader.AUTHORIZATION), request.getHttpURI().getPath()));
      if (RoutePath.isQuery(Request.getPathInContext(request))) {
        budgets.beginQuery(client(request, trace));
      }
      return Optional.empty();
    } catch (Refusal e) {
      return Optional.of(ProblemDetails.of(e));
    }
  }

  private static String client(Request request, RequestTrace trace) {
    return trace.caller().anonymous()
        ? Request.getRemoteAddr(request)
        : "caller " + trace.caller().name();
  }
}
