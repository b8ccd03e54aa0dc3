package org.consilium.knowledge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.function.Predicate;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.NTriplesDocumentFormat;
import org.semanticweb.owlapi.io.StreamDocumentSource;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.MissingImportHandlingStrategy;
import org.semanticweb.owlapi.model.OWLAnnotationAssertionAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.model.OWLOntologyLoaderConfiguration;
import org.semanticweb.owlapi.model.OWLOntologyManager;

/**
 * Moves triples into the OWL API, by N-Triples in memory, without ever looking outside: imports are
 * resolved by having all files in one graph.
 */
final class OwlReader {
  private static final String SHACL = "http://www.w3.org/ns/shacl#";

  private OwlReader() {}

  /**
   * The ontology of the vocabulary files that are accepted by the filter; SHACL shapes and ontology
   * headers are left out.
   */
  static OWLOntology read(KnowledgeGraph graph, Predicate<String> files) {
    Graph selected = GraphFactory.createDefaultGraph();
    graph.stream(Node.ANY, Node.ANY, Node.ANY)
        .filter(triple -> files.test(graph.locate(triple).file()))
        .filter(OwlReader::isOwl)
        .forEach(selected::add);
    return read(selected);
  }

  static OWLOntology read(Graph triples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RDFDataMgr.write(bytes, triples, RDFFormat.NTRIPLES_UTF8);
    OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
    OWLOntologyLoaderConfiguration configuration =
        new OWLOntologyLoaderConfiguration()
            .setMissingImportHandlingStrategy(MissingImportHandlingStrategy.SILENT)
            .setFollowRedirects(false);
    try {
      return manager.loadOntologyFromOntologyDocument(
          new StreamDocumentSource(
              new ByteArrayInputStream(bytes.toByteArray()),
              IRI.create("urn:consilium:merged"),
              new NTriplesDocumentFormat(),
              null),
          configuration);
    } catch (OWLOntologyCreationException e) {
      throw new IllegalStateException("valid triples were not read as an ontology", e);
    }
  }

  private static boolean isOwl(Triple triple) {
    String property = triple.getPredicate().getURI();
    if (property.startsWith(SHACL)
        || property.equals(OWL2.imports.getURI())
        || property.equals(OWL2.versionIRI.getURI())) {
      return false;
    }
    return !(triple.predicateMatches(RDF.type.asNode())
        && triple.getObject().isURI()
        && (triple.getObject().getURI().startsWith(SHACL)
            || triple.getObject().getURI().equals(OWL2.Ontology.getURI())));
  }

  /**
   * Reports statements that use the vocabulary of OWL or RDF Schema for logic but were read as
   * annotations, so that a reasoner would not see them.
   */
  static void reportSwallowedLogic(
      OWLOntology ontology, KnowledgeGraph graph, Collection<Problem> problems) {
    ontology
        .axioms(org.semanticweb.owlapi.model.AxiomType.ANNOTATION_ASSERTION)
        .filter(OwlReader::swallowsLogic)
        .forEach(
            axiom -> {
              Node subject =
                  axiom.getSubject().isIRI()
                      ? org.apache.jena.graph.NodeFactory.createURI(
                          axiom.getSubject().asIRI().orElseThrow().toString())
                      : Node.ANY;
              Node property =
                  org.apache.jena.graph.NodeFactory.createURI(
                      axiom.getProperty().getIRI().toString());
              problems.add(
                  Problem.at(
                      ProblemCode.SWALLOWED_LOGIC,
                      graph.locate(subject, property),
                      subject.isURI() ? subject.getURI() : "",
                      "the statement with "
                          + axiom.getProperty().getIRI().getShortForm()
                          + " is not an axiom that a reasoner sees: "
                          + axiom.getSubject()
                          + " "
                          + axiom.getValue()));
            });
  }

  static boolean swallowsLogic(OWLAnnotationAssertionAxiom axiom) {
    String property = axiom.getProperty().getIRI().toString();
    boolean annotation =
        property.endsWith("#label")
            || property.endsWith("#comment")
            || property.endsWith("#seeAlso")
            || property.endsWith("#isDefinedBy")
            || property.endsWith("#deprecated")
            || property.endsWith("#versionInfo");
    return !annotation
        && (property.startsWith(OWL2.getURI())
            || property.startsWith(org.apache.jena.vocabulary.RDFS.getURI())
            || property.startsWith(RDF.getURI()));
  }
}
