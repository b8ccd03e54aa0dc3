package org.consilium.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.jena.atlas.RuntimeIOException;
import org.apache.jena.fuseki.servlets.ActionErrorException;
import org.apache.jena.fuseki.servlets.HttpAction;
import org.apache.jena.fuseki.servlets.Responses;
import org.apache.jena.fuseki.servlets.SPARQL_QueryDataset;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.TxnType;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.optimize.Optimize;
import org.apache.jena.sparql.algebra.optimize.Rewrite;
import org.apache.jena.sparql.algebra.optimize.RewriteFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.QueryExecResult;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.exec.RowSetStream;
import org.apache.jena.sparql.graph.GraphFactory;

/**
 * Answers SPARQL queries, and nothing else of the SPARQL protocol.
 *
 * <p>A result is complete in memory before its first byte is sent, so that a client gets all of it
 * or an error, never a part. Only a few queries are evaluated at the same time; the others wait for
 * a while and are then turned away.
 */
final class QueryAction extends SPARQL_QueryDataset {
  private static final int TEXT_CHARACTERS = 1_000_000;
  private static final Set<String> REFUSED_PARAMETERS =
      Set.of("callback", "stylesheet", "force-accept", "query-ref");
  private static final List<String> GRAPH_PARAMETERS =
      List.of("default-graph-uri", "named-graph-uri");
  private static final List<String> FORMAT_PARAMETERS = List.of("format", "output", "results");

  private static final String DATASET = "org.consilium.server.dataset";

  private final Supplier<PublishedDataset> published;
  private final QueryPolicy policy;
  private final Semaphore turns;
  private final int bodyBytes;
  private final long queryMilliseconds;
  private final long waitMilliseconds;
  private final int resultRows;
  private final long resultCharacters;

  /**
   * @param published what is queried; asked once for each request
   */
  QueryAction(ServerConfiguration configuration, Supplier<PublishedDataset> published) {
    this.published = published;
    this.policy =
        new QueryPolicy(
            configuration.get(Setting.QUERY_CHARACTERS), configuration.get(Setting.QUERY_DEPTH));
    this.turns = new Semaphore(configuration.get(Setting.QUERIES), true);
    this.bodyBytes = configuration.get(Setting.BODY_BYTES);
    this.queryMilliseconds = configuration.get(Setting.QUERY_TIME).toMillis();
    this.waitMilliseconds = configuration.get(Setting.QUERY_WAIT).toMillis();
    this.resultRows = configuration.get(Setting.RESULT_ROWS);
    this.resultCharacters = configuration.get(Setting.RESULT_CHARACTERS);
  }

  @Override
  public void process(HttpAction action) {
    ProblemDetails problem = refuseOrAnswer(action);
    if (problem != null) {
      try {
        problem.write(action.getResponse());
      } catch (IOException e) {
        return; // The client has gone.
      }
    }
  }

  private ProblemDetails refuseOrAnswer(HttpAction action) {
    try {
      if (isForDescription(action.getRequest())) {
        describe(action);
      } else {
        super.process(action);
      }
      return null;
    } catch (IOException e) {
      return null; // The client has gone.
    } catch (Refusal e) {
      return ProblemDetails.of(e);
    } catch (QueryCancelledException e) {
      return ProblemDetails.of(timeout());
    } catch (StackOverflowError e) {
      return ProblemDetails.of(ErrorCode.QUERY_TOO_DEEP, "the query is nested too deeply");
    } catch (ActionErrorException e) {
      return problem(e);
    } catch (RuntimeIOException e) {
      return null; // The client has gone.
    } catch (RuntimeException e) {
      return InternalErrors.report(e);
    }
  }

  /** Whether the endpoint itself is asked for, without any parameter. */
  private static boolean isForDescription(HttpServletRequest request) {
    return (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
        && request.getQueryString() == null;
  }

  private void describe(HttpAction action) throws IOException {
    HttpServletRequest request = action.getRequest();
    RdfAnswer.write(
        new ServiceDescription(request.getRequestURL().toString(), published.get()).graph(),
        request,
        action.getResponse());
  }

  /** What this request is answered from, the same to its end. */
  private PublishedDataset dataset(HttpAction action) {
    HttpServletRequest request = action.getRequest();
    if (request.getAttribute(DATASET) instanceof PublishedDataset taken) {
      return taken;
    }
    PublishedDataset current = published.get();
    request.setAttribute(DATASET, current);
    return current;
  }

  static Refusal timeout() {
    return new Refusal(
        ErrorCode.QUERY_TIMEOUT,
        "the query took longer than it may, and was stopped without a result",
        Map.of("Retry-After", "1"));
  }

  private static ProblemDetails problem(ActionErrorException e) {
    if (e.getRC() == ErrorCode.METHOD_NOT_ALLOWED.status()) {
      return ProblemDetails.of(
          new Refusal(
              ErrorCode.METHOD_NOT_ALLOWED,
              "this route has GET, POST, OPTIONS",
              Map.of("Allow", "GET, POST, OPTIONS")));
    }
    return e.getRC() < 500
        ? ProblemDetails.of(
            ErrorCode.MALFORMED_REQUEST, e.getRC(), "the request cannot be answered", Map.of())
        : InternalErrors.report(e);
  }

  @Override
  public void validate(HttpAction action) {
    HttpServletRequest request = action.getRequest();
    RequestBody.refuseEncoding(request);
    boolean body = false;
    if (request.getMethod().equals("POST")) {
      if (request.getContentLengthLong() > bodyBytes) {
        throw RequestBody.tooLarge(bodyBytes);
      }
      body = isQueryBody(request.getContentType());
    }
    Map<String, String[]> parameters = parameters(request);
    if (parameters.containsKey("update")) {
      throw new Refusal(ErrorCode.READ_ONLY, "an update was sent");
    }
    for (String name : REFUSED_PARAMETERS) {
      if (parameters.containsKey(name)) {
        throw QueryParameters.refuse("the parameter " + name + " is not supported");
      }
    }
    FORMAT_PARAMETERS.forEach(name -> checkFormat(name, parameters.get(name)));
    int queries = parameters.containsKey("query") ? parameters.get("query").length : 0;
    if (queries != (body ? 0 : 1)) {
      throw new Refusal(
          ErrorCode.QUERY_MISSING,
          queries == 0 ? "there is no query" : "there is more than one query");
    }
    Set<String> known = dataset(action).names();
    for (String name : GRAPH_PARAMETERS) {
      graphs(parameters, name).forEach(graph -> QueryPolicy.checkGraph(graph, known));
    }
  }

  /** Whether the body is the query itself; else it is a form. */
  private static boolean isQueryBody(String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0].trim();
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "application/sparql-query" -> true;
      case "application/x-www-form-urlencoded" -> false;
      case "application/sparql-update" ->
          throw new Refusal(ErrorCode.READ_ONLY, "an update was sent");
      default ->
          throw new Refusal(
              ErrorCode.MEDIA_TYPE,
              "a query is sent as application/sparql-query or as a form"
                  + " (application/x-www-form-urlencoded)");
    };
  }

  private Map<String, String[]> parameters(HttpServletRequest request) {
    try {
      return request.getParameterMap();
    } catch (RuntimeException e) {
      // Jetty's: a form that is too large or not decodable.
      throw request.getMethod().equals("POST")
          ? new Refusal(ErrorCode.BODY_TOO_LARGE, "the form is too large or malformed")
          : new Refusal(ErrorCode.MALFORMED_REQUEST, "the query string is malformed");
    }
  }

  private static List<String> graphs(Map<String, String[]> parameters, String name) {
    return Arrays.asList(parameters.getOrDefault(name, new String[0]));
  }

  private static void checkFormat(String name, String[] values) {
    if (values != null) {
      for (String value : values) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!Responses.shortNamesResultSet.containsKey(lower)
            && !Responses.shortNamesGraph.containsKey(lower)
            && !Responses.shortNamesResultSet.containsValue(lower)
            && !Responses.shortNamesGraph.containsValue(lower)) {
          throw QueryParameters.refuse(
              name + " is json, xml, csv, tsv, or for graphs turtle, nt, xml, json-ld");
        }
      }
    }
  }

  @Override
  protected void executeBody(HttpAction action) {
    byte[] bytes;
    try {
      bytes = RequestBody.read(action.getRequest(), bodyBytes);
    } catch (IOException e) {
      throw new RuntimeIOException(e);
    }
    try {
      execute(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), action);
    } catch (CharacterCodingException e) {
      throw new Refusal(ErrorCode.QUERY_SYNTAX, "the query is not in UTF-8");
    }
  }

  @Override
  protected void execute(String query, HttpAction action) {
    if (query.isBlank()) {
      throw new Refusal(ErrorCode.QUERY_MISSING, "the query is empty");
    }
    policy.check(query, dataset(action).names());
    super.execute(query, action);
  }

  /** Answers from the snapshot served now, not from the dataset that Fuseki was given. */
  @Override
  protected DatasetGraph getDataset(HttpAction action) {
    return dataset(action).dataset();
  }

  @Override
  protected QueryExec createQueryExec(HttpAction action, Query query, DatasetGraph dataset) {
    long milliseconds = milliseconds(action.getRequest());
    QueryBounds bounds = new QueryBounds(milliseconds, TEXT_CHARACTERS);
    RewriteFactory optimizer =
        context -> {
          Rewrite standard = Optimize.stdOptimizationFactory.create(context);
          // Bounded first, because the optimizer evaluates expressions that are constant.
          return operation -> standard.rewrite(BoundedExpressions.in(operation, bounds));
        };
    return QueryExec.newBuilder()
        .dataset(dataset)
        .query(query)
        .context(action.getContext())
        .set(ARQConstants.sysOptimizerFactory, optimizer)
        .set(ARQ.enablePropertyFunctions, false)
        .overallTimeout(milliseconds, TimeUnit.MILLISECONDS)
        .build();
  }

  /** The time that the query gets: the client can ask for less than the limit, never for more. */
  private long milliseconds(HttpServletRequest request) {
    String[] wanted = request.getParameterValues("timeout");
    if (wanted == null) {
      return queryMilliseconds;
    }
    BigDecimal most = BigDecimal.valueOf(queryMilliseconds);
    try {
      BigDecimal milliseconds = new BigDecimal(wanted[0]).scaleByPowerOfTen(3);
      if (wanted.length == 1 && milliseconds.signum() > 0) {
        return Math.max(1, milliseconds.min(most).longValue());
      }
    } catch (NumberFormatException e) {
      throw QueryParameters.refuse("timeout is a positive number of seconds");
    }
    throw QueryParameters.refuse("timeout is one positive number of seconds");
  }

  @Override
  protected QueryExecResult executeQuery(
      HttpAction action, QueryExec execution, Query query, String log) {
    takeTurn();
    DatasetGraph dataset = execution.getDataset();
    dataset.begin(TxnType.READ);
    ClientWatch watch = ClientWatch.begin(action.getRequest(), execution::abort);
    try {
      Size size = new Size();
      if (query.isAskType()) {
        return new QueryExecResult(execution.ask());
      }
      if (query.isSelectType()) {
        return new QueryExecResult(rows(execution.select(), size));
      }
      return new QueryExecResult(
          graph(
              query.isConstructType() ? execution.constructTriples() : execution.describeTriples(),
              size));
    } finally {
      watch.end();
      dataset.end();
      turns.release();
    }
  }

  private void takeTurn() {
    try {
      if (turns.tryAcquire(waitMilliseconds, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Refusal(
        ErrorCode.QUERY_BUSY,
        "as many queries as this server takes are being evaluated",
        Map.of("Retry-After", "1"));
  }

  private static RowSet rows(RowSet result, Size size) {
    List<Var> variables = result.getResultVars();
    List<Binding> rows = new ArrayList<>();
    while (result.hasNext()) {
      Binding row = result.next();
      size.addRow();
      row.forEach((variable, node) -> size.add(node));
      rows.add(row);
    }
    return RowSetStream.create(variables, rows.iterator());
  }

  private static Graph graph(Iterator<Triple> triples, Size size) {
    Graph graph = GraphFactory.createDefaultGraph();
    while (triples.hasNext()) {
      Triple triple = triples.next();
      size.addRow();
      size.add(triple.getSubject());
      size.add(triple.getPredicate());
      size.add(triple.getObject());
      graph.add(triple);
    }
    return graph;
  }

  /** What a result has come to so far. */
  private final class Size {
    private int rows;
    private long characters;

    void addRow() {
      if (++rows > resultRows) {
        throw new Refusal(
            ErrorCode.RESULT_TOO_LARGE,
            "the result has more than " + resultRows + " rows or triples");
      }
    }

    void add(Node node) {
      characters +=
          node.isLiteral()
              ? node.getLiteralLexicalForm().length()
              : node.isURI() ? node.getURI().length() : 1;
      if (characters > resultCharacters) {
        throw new Refusal(
            ErrorCode.RESULT_TOO_LARGE,
            "the result has more than " + resultCharacters + " characters");
      }
    }
  }
}
