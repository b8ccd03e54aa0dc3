package org.consilium.server;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.DatasetGraphReadOnly;
import org.consilium.analysis.InferredGraph;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.PublishedGraph;
import org.consilium.reasoning.CompiledKnowledge;

/**
 * What SPARQL queries are answered from: a default graph and named ones, none of which changes.
 *
 * @param dataset all graphs; read-only
 * @param graphs the named graphs
 */
record PublishedDataset(DatasetGraph dataset, Map<String, Graph> graphs) {
  /** Everything that the knowledge files say; also the default graph. */
  static final String ASSERTED = "https://w3id.org/consilium/graph/asserted";

  /** What follows from it and is not said. */
  static final String INFERRED = "https://w3id.org/consilium/graph/inferred";

  PublishedDataset {
    graphs = new TreeMap<>(graphs);
  }

  /** The published and the inferred graph of a knowledge base. */
  static PublishedDataset of(KnowledgeBase knowledge, CompiledKnowledge compiled) {
    Graph asserted = PublishedGraph.of(knowledge).graph();
    return of(
        asserted,
        Map.of(ASSERTED, asserted, INFERRED, InferredGraph.of(knowledge, asserted, compiled)));
  }

  /** A dataset of graphs that nobody changes any more. */
  static PublishedDataset of(Graph standard, Map<String, Graph> named) {
    // Linked, not copied: the graphs are in memory already.
    DatasetGraph dataset = DatasetGraphFactory.createGeneral(standard);
    for (Map.Entry<String, Graph> graph : named.entrySet()) {
      dataset.addGraph(NodeFactory.createURI(graph.getKey()), graph.getValue());
    }
    return new PublishedDataset(new DatasetGraphReadOnly(dataset), named);
  }

  /** Names of the graphs that FROM, default-graph-uri and the like may name. */
  Set<String> names() {
    return new TreeSet<>(graphs.keySet());
  }
}
