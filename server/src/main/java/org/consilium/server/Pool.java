package org.consilium.server;

import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Lets only so many requests of a kind be worked on at a time, so that those of another kind always
 * find threads. The others wait without holding a thread, and are turned away after a time.
 */
final class Pool extends QoSHandler {
  private final ErrorCode code;

  /**
   * @param code the error for those that are turned away
   * @param running most requests worked on
   * @param waiting most requests that wait
   * @param time how long one waits
   */
  Pool(ErrorCode code, int running, int waiting, Duration time) {
    this.code = code;
    setMaxRequestCount(running);
    setMaxSuspendedRequestCount(waiting);
    setMaxSuspend(time);
  }

  /** The same in front of a handler. */
  Pool before(Handler handler) {
    setHandler(handler);
    return this;
  }

  @Override
  protected void reject(Request request, Response response, Callback callback, int status) {
    refuse(response, callback);
  }

  @Override
  protected void expireSuspended(Request request, Response response, Callback callback) {
    refuse(response, callback);
  }

  @Override
  protected void failSuspended(
      Request request, Response response, Callback callback, int status, Throwable failure) {
    refuse(response, callback);
  }

  private void refuse(Response response, Callback callback) {
    ProblemDetails.of(
            new Refusal(
                code,
                "as many requests as this server takes are being worked on",
                Map.of("Retry-After", "1")))
        .write(response, callback);
  }
}
