package org.consilium.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.consilium.query.CatalogueQuery;
import org.consilium.query.QueryAnswer;
import org.consilium.query.QueryException;
import org.consilium.query.QueryParameter;

/**
 * The library of questions: each is a route, its parameters are query parameters. A value becomes a
 * node of the query, never a part of its text.
 */
final class QueryRoutes implements RouteGroup {
  private static final String NAME = "name";
  private static final String JSON = "application/sparql-results+json";
  private static final String XML = "application/sparql-results+xml";
  private static final String CSV = "text/csv";
  private static final String TSV = "text/tab-separated-values";
  private static final String TURTLE = "text/turtle";

  private final Duration time;

  QueryRoutes(ServerConfiguration configuration) {
    this.time = configuration.get(Setting.QUERY_TIME);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(RoutePath.QUERIES, Role.READER, QueryRoutes::list).ofVersion(),
        Route.get(RoutePath.QUERIES + "/{name}", Role.READER, this::answer)
            .giving(JSON, XML, CSV, TSV, TURTLE, JsonAnswer.MEDIA_TYPE)
            .ofVersion()
            .with(QueryParameters.ANY));
  }

  private static void list(Exchange exchange) {
    ObjectNode answer = new KnowledgeJson(exchange.knowledge().knowledge()).envelope();
    ArrayNode queries = answer.putArray("queries");
    exchange.knowledge().queries().queries().forEach(each -> queries.add(describe(each)));
    JsonAnswer.knowledge(exchange, answer);
  }

  private static ObjectNode describe(CatalogueQuery query) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", query.name())
            .put("href", RoutePath.QUERIES + "/" + query.name())
            .put("summary", query.summary());
    if (!query.description().isEmpty()) {
      node.put("description", query.description());
    }
    ArrayNode tags = node.putArray("tags");
    query.tags().forEach(tags::add);
    ArrayNode parameters = node.putArray("parameters");
    for (QueryParameter parameter : query.parameters()) {
      ObjectNode entry =
          parameters
              .addObject()
              .put("name", parameter.name())
              .put("type", parameter.type().name().toLowerCase(Locale.ROOT))
              .put(
                  "required",
                  parameter.defaultValue().isEmpty() && !parameter.variable().startsWith("__"));
      parameter.defaultValue().ifPresent(value -> entry.put("default", value));
      if (!parameter.choices().isEmpty()) {
        ArrayNode choices = entry.putArray("choices");
        parameter.choices().forEach(choices::add);
      }
    }
    return node.put("text", query.text());
  }

  private void answer(Exchange exchange) throws IOException {
    try {
      CatalogueQuery query = exchange.knowledge().queries().query(exchange.path(NAME));
      Map<String, String> values = exchange.parameters().all();
      values.keySet().removeAll(List.of(Route.VERSION, Route.AS_OF));
      QueryAnswer found = run(query.with(values), exchange.knowledge().dataset().dataset());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      found.write(format(exchange.mediaType()), bytes);
      JsonAnswer.knowledge(
          exchange, bytes.toByteArray(), RdfAnswer.contentType(exchange.mediaType()));
    } catch (QueryException e) {
      throw switch (e.code()) {
        case UNKNOWN_QUERY -> new Refusal(ErrorCode.NOT_FOUND, e.getMessage());
        case PARAMETER -> QueryParameters.refuse(e.getMessage());
        case FORMAT -> new Refusal(ErrorCode.NOT_ACCEPTABLE, e.getMessage());
        case SYNTAX, FORBIDDEN -> new IllegalStateException("a query of the library", e);
      };
    } catch (QueryCancelledException e) {
      throw QueryAction.timeout();
    }
  }

  private QueryAnswer run(Query query, DatasetGraph dataset) {
    return Txn.calculateRead(dataset, () -> QueryAnswer.of(query, dataset.getDefaultGraph(), time));
  }

  private static QueryAnswer.Format format(String mediaType) {
    return switch (mediaType) {
      case CSV -> QueryAnswer.Format.CSV;
      case TSV -> QueryAnswer.Format.TSV;
      case XML -> QueryAnswer.Format.XML;
      case TURTLE -> QueryAnswer.Format.TURTLE;
      default -> QueryAnswer.Format.JSON;
    };
  }
}
