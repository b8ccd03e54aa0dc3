package org.consilium.publication;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.atlas.io.StringWriterI;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Triple;
import org.apache.jena.mem2.GraphMem2Fast;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.out.NodeFormatterNT;

/**
 * A graph of a version as a compressed file. The same knowledge gives the same text, and a version
 * keeps the bytes that it was published with.
 *
 * @param part which graph
 * @param format in which syntax
 * @param triples how many statements it has
 * @param object the compressed file
 */
public record GraphDump(Part part, Format format, long triples, StoredObject object) {
  /** The graphs of a version. */
  public enum Part {
    /** What the knowledge files say. */
    ASSERTED,
    /** What follows from it and is not said. */
    INFERRED;

    /** The word by which it is asked for. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The part with a word. */
    public static Optional<Part> named(String word) {
      return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
    }
  }

  /** The syntaxes. */
  public enum Format {
    /** One statement in a line, the lines sorted. */
    NTRIPLES("application/n-triples", "nt"),
    /** For people. */
    TURTLE("text/turtle", "ttl");

    private final String mediaType;
    private final String extension;

    Format(String mediaType, String extension) {
      this.mediaType = mediaType;
      this.extension = extension;
    }

    public String mediaType() {
      return mediaType;
    }

    /** The end of a file name, without the dot. */
    public String extension() {
      return extension;
    }

    /** The format with an extension. */
    public static Optional<Format> named(String extension) {
      return Arrays.stream(values()).filter(each -> each.extension.equals(extension)).findFirst();
    }

    byte[] write(Graph graph) {
      if (this == NTRIPLES) {
        return sorted(graph).getBytes(StandardCharsets.UTF_8);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      RDFWriter.source(graph)
          .format(RDFFormat.TURTLE_PRETTY)
          .set(RIOT.symTurtleDirectiveStyle, "rdf10")
          .output(bytes);
      return bytes.toByteArray();
    }
  }

  /** A dump with its bytes. */
  public static final class Content {
    private final GraphDump dump;
    private final byte[] bytes;

    private Content(GraphDump dump, byte[] bytes) {
      this.dump = dump;
      this.bytes = bytes;
    }

    /** What it is. */
    public GraphDump dump() {
      return dump;
    }

    /** The compressed file; not to be changed. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /** Writes a graph. */
  public static Content of(Part part, Format format, Graph graph) {
    byte[] bytes = compress(format.write(graph));
    return new Content(new GraphDump(part, format, graph.size(), StoredObject.of(bytes)), bytes);
  }

  /** The name of the file. */
  public String fileName() {
    return part.word() + "." + format.extension() + ".gz";
  }

  /** The statements of a graph as N-Triples in the order of their code points. */
  static String sorted(Graph graph) {
    NodeFormatterNT formatter = new NodeFormatterNT();
    String[] lines = new String[graph.size()];
    int count = 0;
    var triples = graph.find();
    while (triples.hasNext()) {
      lines[count++] = line(triples.next(), formatter);
    }
    Arrays.sort(lines, 0, count);
    return String.join("", Arrays.asList(lines).subList(0, count));
  }

  private static String line(Triple triple, NodeFormatterNT formatter) {
    StringWriterI out = new StringWriterI();
    formatter.format(out, triple.getSubject());
    out.print(' ');
    formatter.format(out, triple.getPredicate());
    out.print(' ');
    formatter.format(out, triple.getObject());
    out.print(" .\n");
    return out.toString();
  }

  private static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory can be written", e);
    }
    return compressed.toByteArray();
  }

  /**
   * Reads compressed N-Triples, with the blank nodes that were written.
   *
   * @throws PublicationException if they are none
   */
  static Graph read(byte[] ntriples) throws PublicationException {
    Graph graph = new GraphMem2Fast();
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(ntriples))) {
      RDFParser.source(gzip)
          .lang(Lang.NTRIPLES)
          .labelToNode(LabelToNode.createUseLabelEncoded())
          .parse(graph);
      return graph;
    } catch (IOException | RiotException e) {
      throw new PublicationException(PublicationException.Code.DAMAGED, "a dump cannot be read", e);
    }
  }
}
