package org.consilium.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.ParsedEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.consilium.hooks.HookException;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.patient.PatientException;
import org.consilium.publication.PublicationException;
import org.consilium.query.QueryException;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;

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

  /** Bodies of requests take up at most one part in so many of the memory. */
  private static final int SHARE_OF_BODIES = 8;

  private final ServerConfiguration configuration;
  private final KnowledgeSnapshots snapshots;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final Optional<PublishedVersions> versions;
  private final Access access;
  private final AuditLog audit;
  private final Metrics metrics;
  private final RouteTable routes;
  private final Javalin application;

  private ConsiliumServer(
      ServerConfiguration configuration,
      KnowledgeSnapshots snapshots,
      Optional<PublishedVersions> versions,
      Clock clock)
      throws ConfigurationException, IOException {
    this.configuration = configuration;
    this.snapshots = snapshots;
    this.versions = versions;
    this.access = new Access(configuration, clock);
    Optional<Path> auditFile = configuration.get(Setting.AUDIT_FILE).map(Path::of);
    this.audit = auditFile.isPresent() ? AuditLog.open(auditFile.get()) : AuditLog.none();
    this.metrics = new Metrics(snapshots);
    this.routes =
        new RouteTable(
            List.of(
                new AdviceRoute(configuration),
                new BatchRoute(configuration, metrics),
                new CdsHooksRoutes(configuration, this::address, metrics, clock),
                new KnowledgeRoutes(),
                new VersionRoutes(snapshots, versions, audit, configuration),
                new QueryRoutes(configuration),
                SparqlEndpoint.group(),
                new HealthRoutes(
                    checks(),
                    versions.stream()
                        .map(all -> new ReadinessCheck("versions", all.store()::fault))
                        .toList()),
                metrics,
                AuditLog.group(audit, auditFile),
                new OpenApi(),
                // Last, because /{ontology} is the path of anything.
                new IriRoutes()));
    this.application = Javalin.create(this::configure);
  }

  /**
   * A server that is not yet started.
   *
   * @param snapshots what it answers from; swapping one there changes what later requests get
   * @throws ConfigurationException if the settings do not fit each other
   * @throws IOException if the audit log cannot be written or does not hold
   */
  public static ConsiliumServer create(
      ServerConfiguration configuration, KnowledgeSnapshots snapshots)
      throws ConfigurationException, IOException {
    return create(configuration, snapshots, Clock.systemUTC());
  }

  /**
   * The same with another clock.
   *
   * @param clock by which tokens hold, and the day at which CDS Hooks look at a patient
   */
  static ConsiliumServer create(
      ServerConfiguration configuration, KnowledgeSnapshots snapshots, Clock clock)
      throws ConfigurationException, IOException {
    return new ConsiliumServer(configuration, snapshots, Optional.empty(), clock);
  }

  /**
   * A server that is not yet started, and keeps versions.
   *
   * @param snapshots what it answers from; a publication swaps the current one
   * @param versions what it publishes to; closed with the server
   * @throws ConfigurationException if the settings do not fit each other
   * @throws IOException if the audit log cannot be written or does not hold
   */
  public static ConsiliumServer create(
      ServerConfiguration configuration, KnowledgeSnapshots snapshots, PublishedVersions versions)
      throws ConfigurationException, IOException {
    return new ConsiliumServer(configuration, snapshots, Optional.of(versions), Clock.systemUTC());
  }

  private List<ReadinessCheck> checks() {
    return List.of(
        new ReadinessCheck(
            "accepting",
            () ->
                state.get() == State.RUNNING
                    ? Optional.empty()
                    : Optional.of("the server starts or stops")),
        HealthRoutes.recommending(snapshots));
  }

  /** Whether clients that show no token may read. */
  public boolean isOpen() {
    return access.isOpen();
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
    String host = configuration.get(Setting.HOST);
    int port = configuration.get(Setting.PORT);
    try {
      application.start(host, port);
    } catch (RuntimeException e) {
      stop();
      throw new IOException("cannot listen on " + host + ":" + port, e);
    }
    audit.record("started", this::describe);
    prepareQueries();
    return this;
  }

  /**
   * Makes the dataset a little later, unless a query asks for it first: recommending neither waits
   * for it nor shares the processor with it at the start.
   */
  private void prepareQueries() {
    CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS)
        .execute(
            () -> {
              if (state.get() != State.RUNNING) {
                return;
              }
              try {
                snapshots.current().dataset();
              } catch (RuntimeException e) {
                InternalErrors.report(e);
              }
            });
  }

  private void describe(ObjectNode entry) {
    entry
        .put("knowledgeVersion", snapshots.current().knowledge().version())
        .put("knowledgeHash", snapshots.current().knowledge().hash());
  }

  /** The port it listens on. */
  public int port() {
    return application.port();
  }

  /** Where it listens, without a slash at the end. */
  public String listeningAddress() {
    String host = configuration.get(Setting.HOST);
    // An IPv6 address stands in brackets in a URL.
    boolean bare = host.contains(":") && !host.startsWith("[");
    return "http://" + (bare ? "[" + host + "]" : host) + ":" + port();
  }

  /** Where clients reach it, without a slash at the end. */
  private String address() {
    return configuration.get(Setting.PUBLIC_URL).orElseGet(this::listeningAddress);
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
      if (audit.isOpen()) {
        audit.record("stopped", this::describe);
        audit.close();
      }
      versions.ifPresent(PublishedVersions::close);
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
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setUriCompliance(UriCompliance.DEFAULT);
          http.setIdleTimeout(configuration.get(Setting.IDLE_TIME).toMillis());
          http.setSendServerVersion(false);
          if (configuration.get(Setting.BEHIND_PROXY)) {
            http.addCustomizer(new ForwardedRequestCustomizer());
          }
        });
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new ErrorPages()));
    config.jetty.modifyServer(this::configure);
    routes.register(config.routes, snapshots);
    addErrors(config.routes);
  }

  private void configure(Server server) {
    server.setErrorHandler(new ErrorPages());
    server.setStopTimeout(configuration.get(Setting.STOP_TIME).toMillis());
    server.addBean(new NetworkConnectionLimit(configuration.get(Setting.CONNECTIONS), server));
    server.setRequestLog(new RequestRecorder(metrics, audit, configuration));
    Pool queries =
        new Pool(
            ErrorCode.QUERY_BUSY,
            configuration.get(Setting.QUERIES),
            configuration.get(Setting.QUERIES_WAITING),
            configuration.get(Setting.QUERY_WAIT));
    queries.include(ConsiliumServer::isQuery);
    Pool others =
        new Pool(
            ErrorCode.BUSY,
            configuration.get(Setting.REQUESTS),
            configuration.get(Setting.WAITING),
            configuration.get(Setting.WAIT));
    others.exclude(request -> isQuery(request) || isPublication(request));
    metrics.waiting("queries", queries::getSuspendedRequestCount);
    metrics.waiting("others", others::getSuspendedRequestCount);
    SlowClients slow =
        new SlowClients(
            configuration.get(Setting.HEAD_TIME), configuration.get(Setting.ANSWER_TIME));
    // From the outermost to the innermost; Javalin puts itself into the sequence.
    List<Handler.Singleton> chain = new ArrayList<>();
    chain.add(slow);
    chain.add(new GracefulHandler());
    chain.add(new SecurityHeaders());
    if (!configuration.get(Setting.CORS_ORIGINS).isEmpty()) {
      chain.add(crossOrigin());
    }
    chain.add(new Gatekeeper(access, new Budgets(configuration)));
    chain.add(new BodyLimit());
    chain.add(compression());
    chain.add(
        new ArrivedBodies(
            RoutePath::largestBody,
            configuration.get(Setting.BODY_TIME),
            Runtime.getRuntime().maxMemory() / SHARE_OF_BODIES));
    chain.add(queries);
    chain.add(others);
    Handler inner = new Handler.Sequence(SparqlEndpoint.of(snapshots, configuration));
    for (int i = chain.size() - 1; i >= 0; i--) {
      chain.get(i).setHandler(inner);
      inner = chain.get(i);
    }
    server.setHandler(inner);
  }

  private static boolean isQuery(Request request) {
    return RoutePath.isQuery(Request.getPathInContext(request));
  }

  /** One is worked on at a time, for long; it must not take the turn of those who recommend. */
  private static boolean isPublication(Request request) {
    return Request.getPathInContext(request).equals(RoutePath.VERSIONS)
        && request.getMethod().equals("POST");
  }

  /** Never with credentials: a token is shown by the program that has it, not by a browser. */
  private CrossOriginHandler crossOrigin() {
    CrossOriginHandler handler = new CrossOriginHandler();
    handler.setAllowCredentials(false);
    handler.setAllowedOriginPatterns(
        configuration.get(Setting.CORS_ORIGINS).stream()
            .map(origin -> origin.equals("*") ? ".*" : Pattern.quote(origin))
            .collect(Collectors.toSet()));
    handler.setAllowedMethods(Set.of("GET", "HEAD", "POST"));
    handler.setAllowedHeaders(
        Set.of("Accept", "Authorization", "Content-Type", "If-None-Match", RequestTrace.HEADER));
    handler.setExposedHeaders(
        Set.of("ETag", "Link", "Retry-After", "Knowledge-Version", RequestTrace.HEADER));
    return handler;
  }

  /**
   * Answers are compressed; bodies of requests are never unpacked, and streams stay as they are.
   */
  private static CompressionHandler compression() {
    CompressionHandler handler = new CompressionHandler();
    handler.putCompression(new GzipCompression());
    handler.putConfiguration(
        "/*",
        CompressionConfig.builder()
            .decompressExcludePath("/*")
            .compressIncludeMethod("GET")
            .compressIncludeMethod("POST")
            .compressExcludeMimeType(BatchRoute.MEDIA_TYPE)
            .compressExcludeMimeType("image/png")
            .compressExcludeMimeType(VersionRoutes.GZIP)
            .build());
    return handler;
  }

  /** Bounds what a route throws away of a body; each route has a closer limit of its own. */
  private static final class BodyLimit extends SizeLimitHandler {
    BodyLimit() {
      super(RequestBody.MAXIMUM_DISCARDED_BYTES + 1, -1);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      // A batch may go on for as long as it is answered.
      return Request.getPathInContext(request).equals(RoutePath.BATCH)
          ? getHandler().handle(request, response, callback)
          : super.handle(request, response, callback);
    }
  }

  private static void addErrors(RoutesConfig routes) {
    routes.exception(Refusal.class, (e, context) -> answer(context, ProblemDetails.of(e)));
    routes.exception(PatientException.class, (e, context) -> answer(context, ProblemDetails.of(e)));
    routes.exception(HookException.class, (e, context) -> answer(context, ProblemDetails.of(e)));
    routes.exception(
        PublicationException.class, (e, context) -> answer(context, ProblemDetails.of(e)));
    routes.exception(
        PublishedVersions.VersionUnreadable.class,
        (e, context) -> answer(context, ProblemDetails.of(e.refused())));
    routes.exception(
        KnowledgeException.class, (e, context) -> answer(context, ProblemDetails.of(e)));
    routes.exception(QueryException.class, (e, context) -> answer(context, ProblemDetails.of(e)));
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
