package org.consilium.knowledge;

import com.apicatalog.rdf.api.RdfConsumerException;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.canon.RdfCanonTimeTicker;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import java.io.StringWriter;
import java.util.Map;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeMappings;

/**
 * The SHA-256 of a graph in the canonical form of W3C RDF Dataset Canonicalization (RDFC-1.0): it
 * depends neither on the order of files and statements, nor on formatting, prefixes or the names of
 * blank nodes. Manchester literals enter in a normal form, so that their layout does not count; the
 * codes of terms enter as one statement each.
 */
final class ContentHash {
  private static final long MILLISECONDS = 30_000;
  private static final String XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";

  private ContentHash() {}

  /**
   * @param graph the triples
   * @param normalForms normal form of literals by their triple
   * @param mappings codes of terms
   * @return 64 hexadecimal digits
   */
  static String of(Graph graph, Map<Triple, String> normalForms, CodeMappings mappings) {
    try {
      RdfCanon canon = RdfCanon.create("SHA-256", new RdfCanonTimeTicker(MILLISECONDS));
      var triples = graph.find();
      while (triples.hasNext()) {
        Triple triple = triples.next();
        Node object = triple.getObject();
        boolean literal = object.isLiteral();
        String language =
            literal && !object.getLiteralLanguage().isEmpty() ? object.getLiteralLanguage() : null;
        canon.quad(
            name(triple.getSubject()),
            triple.getPredicate().getURI(),
            literal
                ? normalForms.getOrDefault(triple, object.getLiteralLexicalForm())
                : name(object),
            literal ? object.getLiteralDatatypeURI() : null,
            language,
            null,
            null);
      }
      for (CodeMapping mapping : mappings.all()) {
        canon.quad(
            mapping.subject(),
            mapping.predicate().iri(),
            String.join(
                "|",
                mapping.object().system(),
                mapping.object().code(),
                mapping.kind().word(),
                mapping.value(),
                mapping.checked() ? "checked" : "unchecked"),
            XSD_STRING,
            null,
            null,
            null);
      }
      StringWriter text = new StringWriter();
      canon.provide(new NQuadsWriter(text));
      return Sha256.of(text.toString());
    } catch (RdfConsumerException e) {
      throw new IllegalStateException("the knowledge could not be put into canonical form", e);
    }
  }

  private static String name(Node node) {
    return node.isBlank() ? "_:" + node.getBlankNodeLabel() : node.getURI();
  }
}
