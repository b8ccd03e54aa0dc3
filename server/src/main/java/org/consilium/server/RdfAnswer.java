package org.consilium.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.jena.atlas.web.AcceptList;
import org.apache.jena.atlas.web.MediaType;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFWriter;

/** Answers with a small graph in the RDF syntax that was asked for. */
final class RdfAnswer {
  private static final Map<String, RDFFormat> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("text/turtle", RDFFormat.TURTLE_PRETTY);
    FORMATS.put("application/ld+json", RDFFormat.JSONLD11_PRETTY);
    FORMATS.put("application/n-triples", RDFFormat.NTRIPLES_UTF8);
    FORMATS.put("application/rdf+xml", RDFFormat.RDFXML_PRETTY);
    // What a browser shows as it is.
    FORMATS.put("text/plain", RDFFormat.TURTLE_PRETTY);
  }

  private RdfAnswer() {}

  /**
   * Writes a graph.
   *
   * @throws Refusal if the client accepts none of the syntaxes
   */
  static void write(Graph graph, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String type = negotiate(request.getHeader("Accept"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RDFWriter.source(graph).format(FORMATS.get(type)).output(bytes);
    response.setStatus(200);
    response.setContentType(type + (type.startsWith("text/") ? ";charset=utf-8" : ""));
    response.setHeader("Vary", "Accept");
    response.setHeader("Cache-Control", "no-cache");
    response.setContentLength(bytes.size());
    if (!request.getMethod().equals("HEAD")) {
      bytes.writeTo(response.getOutputStream());
    }
  }

  /** Turtle, unless the client wants another syntax more; a browser accepts anything last. */
  private static String negotiate(String accept) {
    if (accept == null || accept.isBlank()) {
      return "text/turtle";
    }
    MediaType best =
        AcceptList.match(
            new AcceptList(accept), AcceptList.create(FORMATS.keySet().toArray(String[]::new)));
    if (best == null) {
      throw new Refusal(
          ErrorCode.NOT_ACCEPTABLE, "this is given in " + String.join(", ", FORMATS.keySet()));
    }
    return best.getContentTypeStr();
  }
}
