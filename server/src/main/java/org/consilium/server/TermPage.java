package org.consilium.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.consilium.knowledge.Namespaces;
import org.consilium.recommendation.AdviceJson;

/** A page on what is said of an identifier: no script, no style that is not the browser's own. */
final class TermPage {
  private static final List<String> LABELS =
      List.of(
          RDFS.label.getURI(),
          "http://purl.org/dc/terms/title",
          Namespaces.CNS + "statement",
          Namespaces.CNS + "endpoint");
  private static final int DEEPEST = 12;

  private final String iri;
  private final Graph description;
  private final Graph all;
  private final StringBuilder html = new StringBuilder();

  /**
   * @param iri what the page is about
   * @param description what is said of it and its parts
   * @param all where the labels of other things are looked up
   */
  TermPage(String iri, Graph description, Graph all) {
    this.iri = iri;
    this.description = description;
    this.all = all;
  }

  byte[] html() {
    Node subject = NodeFactory.createURI(iri);
    String title = label(subject).orElseGet(() -> shorten(iri));
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(escape(title))
        .append("</title>\n<link rel=\"canonical\" href=\"")
        .append(escape(iri))
        .append("\">\n</head>\n<body>\n<main>\n<h1>")
        .append(escape(title))
        .append("</h1>\n<p><code>")
        .append(escape(iri))
        .append("</code></p>\n");
    statements(subject, 0);
    Set<String> parts = new TreeSet<>();
    description.stream()
        .map(Triple::getSubject)
        .filter(node -> node.isURI() && !node.equals(subject))
        .forEach(node -> parts.add(node.getURI()));
    for (String part : parts) {
      Node node = NodeFactory.createURI(part);
      html.append("<section id=\"")
          .append(escape(part.substring(part.indexOf('#') + 1)))
          .append("\">\n<h2>")
          .append(escape(label(node).orElseGet(() -> shorten(part))))
          .append("</h2>\n<p><code>")
          .append(escape(part))
          .append("</code></p>\n");
      statements(node, 0);
      html.append("</section>\n");
    }
    html.append("</main>\n<footer><p>")
        .append(escape(AdviceJson.NOTICE))
        .append("</p></footer>\n</body>\n</html>\n");
    return IriRoutes.utf8(html.toString());
  }

  private void statements(Node subject, int depth) {
    List<Triple> triples =
        new ArrayList<>(description.stream(subject, Node.ANY, Node.ANY).toList());
    triples.sort(
        Comparator.<Triple, Boolean>comparing(triple -> !triple.predicateMatches(RDF.type.asNode()))
            .thenComparing(triple -> triple.getPredicate().getURI())
            .thenComparing(triple -> triple.getObject().toString()));
    html.append("<dl>\n");
    String last = "";
    for (Triple triple : triples) {
      String predicate = triple.getPredicate().getURI();
      if (!predicate.equals(last)) {
        html.append("<dt>").append(link(predicate, label(triple.getPredicate()))).append("</dt>\n");
        last = predicate;
      }
      html.append("<dd>");
      object(triple.getObject(), depth);
      html.append("</dd>\n");
    }
    html.append("</dl>\n");
  }

  private void object(Node object, int depth) {
    if (object.isURI()) {
      html.append(link(object.getURI(), label(object)));
    } else if (object.isLiteral()) {
      String language = object.getLiteralLanguage();
      html.append(language.isEmpty() ? "<span>" : "<span lang=\"" + escape(language) + "\">")
          .append(escape(object.getLiteralLexicalForm()))
          .append("</span>");
    } else if (depth < DEEPEST) {
      statements(object, depth + 1);
    } else {
      html.append("…");
    }
  }

  /** A link if the IRI can be followed at all: within this server, or over HTTP. */
  private String link(String target, Optional<String> label) {
    String text = escape(label.orElseGet(() -> shorten(target)));
    if (target.startsWith(Namespaces.BASE)) {
      return "<a href=\"/"
          + escape(target.substring(Namespaces.BASE.length()))
          + "\">"
          + text
          + "</a>";
    }
    return target.startsWith("https://") || target.startsWith("http://")
        ? "<a href=\"" + escape(target) + "\">" + text + "</a>"
        : text;
  }

  private Optional<String> label(Node node) {
    return LABELS.stream()
        .flatMap(property -> all.stream(node, NodeFactory.createURI(property), Node.ANY))
        .map(Triple::getObject)
        .filter(Node::isLiteral)
        .map(Node::getLiteralLexicalForm)
        .findFirst();
  }

  private String shorten(String full) {
    String prefixed = all.getPrefixMapping().shortForm(full);
    return prefixed.equals(full) ? full : prefixed;
  }

  /** Text that stands for itself in an element and in an attribute in double quotes. */
  static String escape(String text) {
    return text.codePoints()
        .mapToObj(
            point ->
                switch (point) {
                  case '&' -> "&amp;";
                  case '<' -> "&lt;";
                  case '>' -> "&gt;";
                  case '"' -> "&quot;";
                  case '\'' -> "&#39;";
                  default -> Character.toString(point);
                })
        .collect(Collectors.joining());
  }
}
