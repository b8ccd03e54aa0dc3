package org.consilium.knowledge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.NTriplesDocumentFormat;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.OWLOntologyStorageException;

/**
 * The triples that stand for an axiom about a named class, after the mapping of OWL 2 to RDF. Blank
 * nodes are named in the order of a walk through the expression, so that the same axiom always
 * gives the same triples.
 */
final class AxiomTriples {
  private final OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
  private final Supplier<Node> blankNodes;

  /**
   * @param blankNodes gives a new blank node at each call
   */
  AxiomTriples(Supplier<Node> blankNodes) {
    this.blankNodes = blankNodes;
  }

  /**
   * Hands over the triples of an axiom.
   *
   * @param subject IRI of the named class that the axiom defines or restricts
   * @param property IRI of the property that ties it to the expression
   * @param axiom the axiom
   * @param target receives the triples, each subject before what it refers to
   */
  void write(String subject, String property, OWLAxiom axiom, Consumer<Triple> target) {
    Graph mapped = map(axiom);
    Node named = NodeFactory.createURI(subject);
    Node link = NodeFactory.createURI(property);
    List<Node> objects = mapped.stream(named, link, Node.ANY).map(Triple::getObject).toList();
    if (objects.size() != 1) {
      throw new IllegalStateException("not an axiom about one class: " + axiom);
    }
    copy(named, link, objects.get(0), mapped, target);
  }

  private void copy(Node subject, Node property, Node object, Graph from, Consumer<Triple> target) {
    if (!object.isBlank()) {
      target.accept(Triple.create(subject, property, object));
      return;
    }
    Node renamed = blankNodes.get();
    target.accept(Triple.create(subject, property, renamed));
    from.stream(object, Node.ANY, Node.ANY)
        // That a list is a list need not be said, and keeps writers from using its short form.
        .filter(triple -> !triple.objectMatches(RDF.List.asNode()))
        .sorted(
            Comparator.comparing((Triple triple) -> triple.getPredicate().getURI())
                .thenComparing(triple -> triple.getObject().toString()))
        .forEach(triple -> copy(renamed, triple.getPredicate(), triple.getObject(), from, target));
  }

  private Graph map(OWLAxiom axiom) {
    try {
      OWLOntology single = manager.createOntology(Set.of(axiom));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      manager.saveOntology(single, new NTriplesDocumentFormat(), bytes);
      manager.removeOntology(single);
      Graph mapped = GraphFactory.createDefaultGraph();
      RDFParser.source(new ByteArrayInputStream(bytes.toByteArray()))
          .lang(Lang.NTRIPLES)
          .parse(mapped);
      return mapped;
    } catch (OWLOntologyCreationException | OWLOntologyStorageException e) {
      throw new IllegalStateException("an axiom has no triples: " + axiom, e);
    }
  }
}
