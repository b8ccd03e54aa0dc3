package org.consilium.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.consilium.knowledge.PublishedGraph;
import org.consilium.patient.PatientException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;

/**
 * The HTTP server: an ordinary object, of which there can be many in one process. It is started
 * once and stopped once.
 */
public final class ConsiliumServer implements AutoCloseable {
  private enum State {
    NEW,
    RUNNING,
    STOPPED
  }

  private final ServerConfiguration configuration;
  private final AtomicReference<ServedKnowledge> served;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final Javalin application;

  private ConsiliumServer(ServerConfiguration configuration) {
    this.configuration = configuration;
    this.served =
        new AtomicReference<>(
            new ServedKnowledge(configuration.knowledge(), configuration.reasoner()));
    this.application = Javalin.create(this::configure);
  }

  /** A server that is not yet started. */
  public static ConsiliumServer create(ServerConfiguration configuration) {
    return new ConsiliumServer(configuration);
  }

  /**
   * Starts to listen; returns when requests are answered.
   *
   * @throws IOException if the port cannot be had
   * @throws IllegalStateException if it was started before
   */
  public ConsiliumServer start() throws IOException {
    if (!state.compareAndSet(State.NEW, State.RUNNING)) {
      throw new IllegalStateException("a server is started once");
    }
    try {
      application.start(configuration.host(), configuration.port());
    } catch (RuntimeException e) {
      stop();
      throw new IOException(
          "cannot listen on " + configuration.host() + ":" + configuration.port(), e);
    }
    return this;
  }

  /** The port it listens on. */
  public int port() {
    return application.port();
  }

  /** Lets requests under way finish, for a limited time, and ends all threads; harmless twice. */
  public void stop() {
    if (state.getAndSet(State.STOPPED) != State.STOPPED) {
      application.stop();
    }
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.router.javaLangErrorHandler(
        (response, error) -> {
          try {
            InternalErrors.report(error).write(response);
          } catch (IOException e) {
            return; // The client has gone.
          }
        });
    config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.DEFAULT));
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new ErrorPages()));
    config.jetty.modifyServer(this::configure);
    addRoutes(config.routes);
  }

  private void configure(Server server) {
    ServerLimits limits = configuration.limits();
    server.setErrorHandler(new ErrorPages());
    server.setStopTimeout(limits.stopTime().toMillis());
    server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    Handler sparql =
        SparqlEndpoint.of(PublishedGraph.of(configuration.knowledge()).graph(), limits);
    // The size is also limited by each route; this bounds what a route throws away.
    SizeLimitHandler size = new SizeLimitHandler(RequestBody.MAXIMUM_DISCARDED_BYTES + 1, -1);
    size.setHandler(new Handler.Sequence(sparql));
    SecurityHeaders headers = new SecurityHeaders();
    headers.setHandler(size);
    GracefulHandler graceful = new GracefulHandler();
    graceful.setHandler(headers);
    server.setHandler(graceful);
  }

  private void addRoutes(RoutesConfig routes) {
    new AdviceRoute(served::get, configuration.limits().bodyBytes()).addTo(routes);
    new KnowledgeRoutes(served::get).addTo(routes);
    new HealthRoutes(served::get, () -> state.get() == State.RUNNING).addTo(routes);
    routes.exception(Refusal.class, (e, context) -> answer(context, ProblemDetails.of(e)));
    routes.exception(PatientException.class, (e, context) -> answer(context, ProblemDetails.of(e)));
    routes.exception(HttpResponseException.class, (e, context) -> answer(context, problem(e)));
    routes.exception(Exception.class, (e, context) -> answer(context, InternalErrors.report(e)));
  }

  private static ProblemDetails problem(HttpResponseException e) {
    if (e instanceof MethodNotAllowedResponse) {
      String methods = e.getDetails().getOrDefault("availableMethods", "");
      return ProblemDetails.of(
          new Refusal(
              ErrorCode.METHOD_NOT_ALLOWED, "this route has " + methods, Map.of("Allow", methods)));
    }
    return switch (e.getStatus()) {
      case 404 -> ProblemDetails.of(ErrorCode.NO_SUCH_ROUTE, "there is no such route");
      case 413 -> ProblemDetails.of(ErrorCode.BODY_TOO_LARGE, "the body is too large");
      default ->
          ProblemDetails.of(
              ErrorCode.MALFORMED_REQUEST, e.getStatus(), "the request is refused", Map.of());
    };
  }

  private static void answer(Context context, ProblemDetails problem) {
    try {
      problem.write(context.res());
    } catch (IOException e) {
      return; // The client has gone.
    }
    RequestBody.discard(context.req());
  }
}
