package org.consilium.analysis;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.mem2.GraphMem2Fast;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.riot.system.StreamRDFOps;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sparql.core.Quad;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.PublishedGraph;
import org.consilium.reasoning.CompiledKnowledge;

/**
 * A knowledge base as RDF for others to read. Not to be changed.
 *
 * @param asserted everything that the knowledge files say
 * @param inferred what follows from it and is not said
 */
public record PublishedGraphs(Graph asserted, Graph inferred) {
  /** Name of the graph with what is said. */
  public static final String ASSERTED = "https://w3id.org/consilium/graph/asserted";

  /** Name of the graph with what follows. */
  public static final String INFERRED = "https://w3id.org/consilium/graph/inferred";

  /** Where the build puts those of the packaged knowledge. */
  static final String RESOURCE = "prepared/graphs.rt";

  /** Draws up the graphs. */
  public static PublishedGraphs of(KnowledgeBase knowledge, CompiledKnowledge compiled) {
    Graph asserted = PublishedGraph.of(knowledge).graph();
    return new PublishedGraphs(asserted, InferredGraph.of(knowledge, asserted, compiled));
  }

  /**
   * The graphs of a knowledge base if they are packaged with the program: read in a fraction of the
   * time in which they are drawn up.
   *
   * @throws IOException if they are packaged and cannot be read
   */
  public static Optional<PublishedGraphs> packaged(KnowledgeBase knowledge) throws IOException {
    Optional<InputStream> resource = KnowledgeFiles.open(RESOURCE);
    if (resource.isEmpty()) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(resource.get())) {
      return in.readUTF().equals(knowledge.hash()) ? Optional.of(read(in)) : Optional.empty();
    }
  }

  /**
   * Writes the graphs for {@link #packaged}; the same ones always as the same bytes.
   *
   * @param hash content hash of the knowledge
   */
  void write(String hash, OutputStream out) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
    header.writeUTF(hash);
    header.flush();
    StreamRDF stream = StreamRDFWriter.getWriterStream(out, RDFFormat.RDF_THRIFT_VALUES);
    stream.start();
    StreamRDFOps.sendPrefixesToStream(asserted.getPrefixMapping(), stream);
    send(ASSERTED, asserted, stream);
    send(INFERRED, inferred, stream);
    stream.finish();
  }

  private static void send(String name, Graph graph, StreamRDF stream) {
    Node node = NodeFactory.createURI(name);
    graph.stream().forEach(triple -> stream.quad(Quad.create(node, triple)));
  }

  static PublishedGraphs read(InputStream in) {
    Graph asserted = new GraphMem2Fast();
    Graph inferred = new GraphMem2Fast();
    RDFParser.source(in)
        .lang(Lang.RDFTHRIFT)
        .labelToNode(LabelToNode.createUseLabelAsGiven())
        .parse(
            new StreamRDFBase() {
              @Override
              public void prefix(String prefix, String iri) {
                asserted.getPrefixMapping().setNsPrefix(prefix, iri);
                inferred.getPrefixMapping().setNsPrefix(prefix, iri);
              }

              @Override
              public void quad(Quad quad) {
                boolean said = quad.getGraph().getURI().equals(ASSERTED);
                (said ? asserted : inferred).add(quad.asTriple());
              }
            });
    return new PublishedGraphs(asserted, inferred);
  }
}
