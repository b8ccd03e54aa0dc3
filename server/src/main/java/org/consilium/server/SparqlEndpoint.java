package org.consilium.server;

import io.javalin.http.HandlerType;
import java.util.List;
import java.util.function.Supplier;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.fuseki.main.sys.FusekiModules;
import org.apache.jena.fuseki.server.DataService;
import org.apache.jena.fuseki.server.Operation;
import org.apache.jena.query.ARQ;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The SPARQL endpoint: Fuseki's handler, mounted in the Jetty of the application, with one dataset
 * and one operation, the query.
 */
final class SparqlEndpoint extends Handler.Wrapper {
  private static final int LARGEST_FORM_FACTOR = 3;

  private SparqlEndpoint(Handler fuseki) {
    super(fuseki);
  }

  /** The routes that this handler answers. */
  static RouteGroup group() {
    return () ->
        List.of(
            Route.elsewhere(HandlerType.GET, RoutePath.SPARQL, Role.READER),
            Route.elsewhere(HandlerType.POST, RoutePath.SPARQL, Role.READER));
  }

  /** An endpoint over what is served when a query begins. */
  static SparqlEndpoint of(KnowledgeSnapshots snapshots, ServerConfiguration configuration) {
    return of(() -> snapshots.current().dataset(), configuration);
  }

  /** An endpoint over a dataset, which is asked for once for each request. */
  static SparqlEndpoint of(
      Supplier<PublishedDataset> published, ServerConfiguration configuration) {
    // Fuseki wants a dataset; the queries are answered from that of the snapshot.
    DatasetGraph none = DatasetGraphFactory.empty();
    // A second line of defence behind the policy on the syntax tree.
    none.getContext().set(ARQ.httpServiceAllowed, false);
    none.getContext().set(ARQ.enablePropertyFunctions, false);
    FusekiServer fuseki =
        FusekiServer.create()
            .contextPath("/")
            .fusekiModules(FusekiModules.empty())
            .registerOperation(Operation.Query, new QueryAction(configuration, published))
            .add(RoutePath.SPARQL, DataService.newBuilder(none).addEndpoint(Operation.Query))
            .build();
    // Never started: only its handler is wanted, and this application's Jetty runs it.
    Handler handler = fuseki.getJettyServer().getHandler();
    fuseki.getJettyServer().setHandler((Handler) null);
    ServletContextHandler context = (ServletContextHandler) handler;
    context.setErrorHandler(new ErrorPages());
    context.setMaxFormContentSize(
        configuration.get(Setting.QUERY_CHARACTERS) * LARGEST_FORM_FACTOR);
    return new SparqlEndpoint(context);
  }

  /** Leaves every other path to the handlers after this one. */
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getHttpURI().getCanonicalPath().equals(RoutePath.SPARQL)) {
      return false;
    }
    RequestTrace trace = RequestTrace.of(request);
    trace.take(RoutePath.SPARQL);
    try {
      Access.require(Role.READER, trace.caller());
    } catch (Refusal e) {
      ProblemDetails.of(e).write(response, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }
}
