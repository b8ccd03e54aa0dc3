package org.consilium.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.consilium.knowledge.Namespaces;

/**
 * Every identifier of the knowledge leads to what is said of it: the path of an IRI under {@code
 * https://w3id.org/consilium/} is answered here, as RDF for programs and as a plain page for
 * people.
 */
final class IriRoutes implements RouteGroup {
  private static final String HTML = "text/html";

  /** The kinds of things, as they stand in their IRIs. */
  private static final List<String> KINDS =
      List.of(
          "recommendation",
          "guideline",
          "question",
          "therapy",
          "study",
          "publication",
          "outcome",
          "safety",
          "body");

  /** Ontologies that are there whatever cancers the knowledge has. */
  private static final Set<String> COMMON = Set.of("core", "oncology");

  @Override
  public List<Route> routes() {
    return Stream.concat(
            KINDS.stream()
                .map(
                    kind ->
                        route(
                            "/" + kind + "/{id}",
                            exchange ->
                                thing(
                                    exchange, Namespaces.BASE + kind + "/" + exchange.path("id")))),
            Stream.of(route("/{ontology}", IriRoutes::ontology)))
        .toList();
  }

  private static Route route(String path, Route.Answer answer) {
    return Route.get(path, Role.READER, answer)
        .giving(
            RdfAnswer.TURTLE,
            HTML,
            "application/ld+json",
            "application/n-triples",
            "application/rdf+xml")
        .ofVersion();
  }

  private static void ontology(Exchange exchange) {
    String name = exchange.path("ontology");
    if (!COMMON.contains(name) && !exchange.knowledge().knowledge().cancers().contains(name)) {
      throw new Refusal(ErrorCode.NO_SUCH_ROUTE, "there is no such route");
    }
    thing(exchange, Namespaces.BASE + name);
  }

  private static void thing(Exchange exchange, String iri) {
    PublishedDataset published = exchange.knowledge().dataset();
    DatasetGraph dataset = published.dataset();
    byte[] bytes =
        Txn.calculateRead(
            dataset,
            () -> {
              Graph found = Description.of(iri, published);
              if (found.isEmpty()) {
                throw new Refusal(ErrorCode.NOT_FOUND, "nothing is said of this identifier");
              }
              return exchange.mediaType().equals(HTML)
                  ? new TermPage(iri, found, dataset.getDefaultGraph()).html()
                  : RdfAnswer.bytes(found, exchange.mediaType());
            });
    String type = exchange.mediaType();
    if (type.equals(HTML)) {
      exchange.context().header("Content-Security-Policy", SecurityHeaders.PAGE_POLICY);
    }
    JsonAnswer.knowledge(exchange, bytes, RdfAnswer.contentType(type));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
