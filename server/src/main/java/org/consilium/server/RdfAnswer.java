package org.consilium.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.riot.RIOT;

/** Small graphs in the RDF syntax that was asked for. */
final class RdfAnswer {
  static final String TURTLE = "text/turtle";

  private static final Map<String, RDFFormat> FORMATS =
      Map.of(
          TURTLE,
          RDFFormat.TURTLE_PRETTY,
          "application/ld+json",
          RDFFormat.JSONLD11_PRETTY,
          "application/n-triples",
          RDFFormat.NTRIPLES_UTF8,
          "application/rdf+xml",
          RDFFormat.RDFXML_PRETTY,
          // What a browser shows as it is.
          "text/plain",
          RDFFormat.TURTLE_PRETTY);
  private static final List<String> OFFERED =
      List.of(
          TURTLE,
          "application/ld+json",
          "application/n-triples",
          "application/rdf+xml",
          "text/plain");

  private RdfAnswer() {}

  /** A graph in the syntax of a media type, Turtle with the directives that every reader knows. */
  static byte[] bytes(Graph graph, String mediaType) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RDFWriter.source(graph)
        .format(FORMATS.get(mediaType))
        .set(RIOT.symTurtleDirectiveStyle, "rdf10")
        .output(bytes);
    return bytes.toByteArray();
  }

  /**
   * Answers outside of the router.
   *
   * @throws Refusal if the client accepts none of the syntaxes
   */
  static void write(Graph graph, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String type = JsonAnswer.negotiate(request.getHeader("Accept"), OFFERED);
    byte[] bytes = bytes(graph, type);
    response.setStatus(200);
    response.setContentType(contentType(type));
    response.setHeader("Vary", "Accept");
    response.setHeader("Cache-Control", "no-cache");
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
  }

  /** The media type, with the character set if it is text. */
  static String contentType(String mediaType) {
    return mediaType.startsWith("text/") ? mediaType + ";charset=utf-8" : mediaType;
  }
}
