package org.consilium.server;

import java.util.HashSet;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.graph.GraphFactory;

/**
 * What a graph says of a thing: its statements, those of its parts ({@code IRI#part}), and with
 * every blank node the statements of that.
 */
final class Description {
  private final Graph from;
  private final Graph found = GraphFactory.createDefaultGraph();
  private final Set<Node> visited = new HashSet<>();

  private Description(Graph from) {
    this.from = from;
  }

  /** A graph of its own with the prefixes of the default graph; empty if nothing is said. */
  static Graph of(String iri, PublishedDataset published) {
    Graph from = published.dataset().getDefaultGraph();
    Description description = new Description(from);
    description.add(NodeFactory.createURI(iri));
    published.parts(iri).forEach(description::add);
    description.found.getPrefixMapping().setNsPrefixes(from.getPrefixMapping());
    return description.found;
  }

  private void add(Node subject) {
    if (visited.add(subject)) {
      from.stream(subject, Node.ANY, Node.ANY)
          .forEach(
              triple -> {
                found.add(triple);
                if (triple.getObject().isBlank()) {
                  add(triple.getObject());
                }
              });
    }
  }
}
