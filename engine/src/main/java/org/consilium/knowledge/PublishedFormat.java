package org.consilium.knowledge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.riot.RIOT;
import org.semanticweb.owlapi.formats.FunctionalSyntaxDocumentFormat;
import org.semanticweb.owlapi.formats.PrefixDocumentFormatImpl;
import org.semanticweb.owlapi.formats.RDFXMLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyStorageException;

/** The formats in which the {@link PublishedGraph} can be written. */
public enum PublishedFormat {
  TURTLE("text/turtle", "ttl"),
  RDFXML("application/rdf+xml", "rdf"),
  FUNCTIONAL("text/owl-functional", "ofn"),
  JSONLD("application/ld+json", "jsonld"),
  NTRIPLES("application/n-triples", "nt");

  private static final Pattern ANONYMOUS = Pattern.compile("_:genid\\d+");

  private final String mediaType;
  private final String extension;

  PublishedFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  /** The word by which a person asks for the format. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String mediaType() {
    return mediaType;
  }

  /** The usual end of a file name, without the dot. */
  public String extension() {
    return extension;
  }

  /** The format with a {@link #word()}. */
  public static Optional<PublishedFormat> named(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /**
   * Writes a graph as UTF-8; the same knowledge gives the same bytes. The stream stays open.
   *
   * @throws IOException if the stream fails
   */
  public void write(PublishedGraph published, OutputStream out) throws IOException {
    switch (this) {
      case TURTLE ->
          // The directives of the first edition of Turtle, which every reader knows.
          RDFWriter.source(published.graph())
              .format(RDFFormat.TURTLE_PRETTY)
              .set(RIOT.symTurtleDirectiveStyle, "rdf10")
              .output(out);
      case JSONLD ->
          RDFWriter.source(published.graph()).format(RDFFormat.JSONLD11_PRETTY).output(out);
      case NTRIPLES ->
          RDFWriter.source(published.graph()).format(RDFFormat.NTRIPLES_UTF8).output(out);
      case RDFXML -> write(published, new RDFXMLDocumentFormat(), out);
      case FUNCTIONAL -> write(published, new FunctionalSyntaxDocumentFormat(), out);
    }
    out.flush();
  }

  private static void write(
      PublishedGraph published, PrefixDocumentFormatImpl format, OutputStream out)
      throws IOException {
    published.prefixes().forEach(format::setPrefix);
    OWLOntology ontology = published.ontology();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ontology.getOWLOntologyManager().saveOntology(ontology, format, bytes);
    } catch (OWLOntologyStorageException e) {
      throw new IOException("the ontology could not be written: " + e.getMessage(), e);
    }
    out.write(numbered(bytes.toString(UTF_8)).getBytes(UTF_8));
  }

  /** Names anonymous individuals by their order, where the OWL API counts them for the process. */
  private static String numbered(String text) {
    Map<String, String> names = new HashMap<>();
    return ANONYMOUS
        .matcher(text)
        .replaceAll(match -> names.computeIfAbsent(match.group(), name -> "_:b" + names.size()));
  }
}
