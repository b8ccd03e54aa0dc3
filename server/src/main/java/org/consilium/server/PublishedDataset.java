package org.consilium.server;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.DatasetGraphReadOnly;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.consilium.analysis.PublishedGraphs;

/**
 * What SPARQL queries and identifiers are answered from: a default graph and named ones, none of
 * which changes. What is asked again and again of whole graphs is found out once.
 */
final class PublishedDataset {
  /**
   * How large a graph is.
   *
   * @param triples number of triples
   * @param classes number of different types
   * @param properties number of different properties
   * @param ontologies the ontologies that it holds
   */
  record Size(long triples, long classes, long properties, List<Node> ontologies) {
    private static Size of(Graph graph) {
      return new Size(
          graph.size(),
          graph.stream(Node.ANY, RDF.type.asNode(), Node.ANY)
              .map(Triple::getObject)
              .distinct()
              .count(),
          graph.stream().map(Triple::getPredicate).distinct().count(),
          graph.stream(Node.ANY, RDF.type.asNode(), OWL2.Ontology.asNode())
              .map(Triple::getSubject)
              .filter(Node::isURI)
              .toList());
    }
  }

  private final DatasetGraph dataset;
  private final Size size;
  private final SortedMap<String, Size> named = new TreeMap<>();
  private final Map<String, List<Node>> parts;

  private PublishedDataset(Graph standard, Map<String, Graph> graphs) {
    // Linked, not copied: the graphs are in memory already.
    DatasetGraph linked = DatasetGraphFactory.createGeneral(standard);
    this.size = Size.of(standard);
    graphs.forEach(
        (name, graph) -> {
          linked.addGraph(NodeFactory.createURI(name), graph);
          named.put(name, graph == standard ? size : Size.of(graph));
        });
    this.dataset = new DatasetGraphReadOnly(linked);
    this.parts =
        standard.stream()
            .map(Triple::getSubject)
            .filter(subject -> subject.isURI() && subject.getURI().indexOf('#') > 0)
            .distinct()
            .collect(
                Collectors.groupingBy(
                    subject -> subject.getURI().substring(0, subject.getURI().indexOf('#')),
                    HashMap::new,
                    Collectors.toList()));
  }

  /** The graphs of a knowledge base; what is said is also the default graph. */
  static PublishedDataset of(PublishedGraphs graphs) {
    return of(
        graphs.asserted(),
        Map.of(
            PublishedGraphs.ASSERTED, graphs.asserted(),
            PublishedGraphs.INFERRED, graphs.inferred()));
  }

  /** A dataset of graphs that nobody changes any more. */
  static PublishedDataset of(Graph standard, Map<String, Graph> named) {
    return new PublishedDataset(standard, named);
  }

  /** All graphs; read-only. */
  DatasetGraph dataset() {
    return dataset;
  }

  /** Names of the graphs that FROM, default-graph-uri and the like may name, in their order. */
  Set<String> names() {
    return Collections.unmodifiableSet(named.keySet());
  }

  /** The size of the default graph. */
  Size size() {
    return size;
  }

  /** The size of a named graph. */
  Size size(String name) {
    return named.get(name);
  }

  /** What the default graph has statements on among the parts of a thing: {@code IRI#part}. */
  List<Node> parts(String iri) {
    return parts.getOrDefault(iri, List.of());
  }
}
