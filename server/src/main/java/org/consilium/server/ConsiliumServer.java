package org.consilium.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.ParsedEndpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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
  private final KnowledgeSnapshots snapshots;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final RouteTable routes;
  private final Javalin application;

  private ConsiliumServer(ServerConfiguration configuration, KnowledgeSnapshots snapshots) {
    this.configuration = configuration;
    this.snapshots = snapshots;
    this.routes =
        new RouteTable(
            List.of(
                new AdviceRoute(configuration),
                new KnowledgeRoutes(),
                SparqlEndpoint.group(),
                new HealthRoutes(() -> state.get() == State.RUNNING)));
    this.application = Javalin.create(this::configure);
  }

  /**
   * A server that is not yet started.
   *
   * @param snapshots what it answers from; swapping one there changes what later requests get
   */
  public static ConsiliumServer create(
      ServerConfiguration configuration, KnowledgeSnapshots snapshots) {
    return new ConsiliumServer(configuration, snapshots);
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
    snapshots.current().dataset(); // Made now, so that no query waits for it.
    String host = configuration.get(Setting.HOST);
    int port = configuration.get(Setting.PORT);
    try {
      application.start(host, port);
    } catch (RuntimeException e) {
      stop();
      throw new IOException("cannot listen on " + host + ":" + port, e);
    }
    return this;
  }

  /** The port it listens on. */
  public int port() {
    return application.port();
  }

  /** All routes. */
  RouteTable routes() {
    return routes;
  }

  /** The routes that Javalin really answers, and only they; for tests. */
  List<ParsedEndpoint> endpoints() {
    return application.unsafe.internalRouter.allHttpHandlers();
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
    routes.register(config.routes, snapshots);
    addErrors(config.routes);
  }

  private void configure(Server server) {
    server.setErrorHandler(new ErrorPages());
    server.setStopTimeout(configuration.get(Setting.STOP_TIME).toMillis());
    server.addBean(new NetworkConnectionLimit(configuration.get(Setting.CONNECTIONS), server));
    Handler sparql = SparqlEndpoint.of(snapshots, configuration);
    // The size is also limited by each route; this bounds what a route throws away.
    SizeLimitHandler size = new SizeLimitHandler(RequestBody.MAXIMUM_DISCARDED_BYTES + 1, -1);
    size.setHandler(new Handler.Sequence(sparql));
    SecurityHeaders headers = new SecurityHeaders();
    headers.setHandler(size);
    GracefulHandler graceful = new GracefulHandler();
    graceful.setHandler(headers);
    server.setHandler(graceful);
  }

  private static void addErrors(RoutesConfig routes) {
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
