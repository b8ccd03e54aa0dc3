package org.consilium.server;

import java.util.Set;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.fuseki.main.sys.FusekiModules;
import org.apache.jena.fuseki.server.DataService;
import org.apache.jena.fuseki.server.Operation;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.ARQ;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.DatasetGraphReadOnly;
import org.apache.jena.system.Txn;
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

  /**
   * An endpoint over the triples of a graph, which are copied.
   *
   * @param graph becomes the default graph
   */
  static SparqlEndpoint of(Graph graph, ServerLimits limits) {
    DatasetGraph dataset = DatasetGraphFactory.createTxnMem();
    Txn.executeWrite(
        dataset,
        () -> {
          graph.stream().forEach(dataset.getDefaultGraph()::add);
          dataset.prefixes().putAll(graph.getPrefixMapping().getNsPrefixMap());
        });
    // A second line of defence behind the policy on the syntax tree.
    dataset.getContext().set(ARQ.httpServiceAllowed, false);
    dataset.getContext().set(ARQ.enablePropertyFunctions, false);
    FusekiServer fuseki =
        FusekiServer.create()
            .contextPath("/")
            .fusekiModules(FusekiModules.empty())
            .registerOperation(Operation.Query, new QueryAction(limits, Set.of()))
            .add(
                Route.SPARQL,
                DataService.newBuilder(new DatasetGraphReadOnly(dataset))
                    .addEndpoint(Operation.Query))
            .build();
    // Never started: only its handler is wanted, and this application's Jetty runs it.
    Handler handler = fuseki.getJettyServer().getHandler();
    fuseki.getJettyServer().setHandler((Handler) null);
    ServletContextHandler context = (ServletContextHandler) handler;
    context.setErrorHandler(new ErrorPages());
    context.setMaxFormContentSize(limits.queryCharacters() * LARGEST_FORM_FACTOR);
    return new SparqlEndpoint(context);
  }

  /** Leaves every other path to the handlers after this one. */
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return request.getHttpURI().getCanonicalPath().equals(Route.SPARQL)
        && super.handle(request, response, callback);
  }
}
