package org.consilium.server;

import java.util.List;
import java.util.Map;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.consilium.analysis.PublishedGraphs;

/**
 * What the SPARQL endpoint says of itself, in the vocabulary of SPARQL 1.1 Service Description, and
 * of its graphs, in VoID.
 */
final class ServiceDescription {
  private static final String SD = "http://www.w3.org/ns/sparql-service-description#";
  private static final String VOID = "http://rdfs.org/ns/void#";
  private static final String FORMATS = "http://www.w3.org/ns/formats/";
  private static final Node TYPE = RDF.type.asNode();
  private static final List<String> RESULTS =
      List.of(
          "SPARQL_Results_JSON",
          "SPARQL_Results_XML",
          "SPARQL_Results_CSV",
          "SPARQL_Results_TSV",
          "Turtle",
          "N-Triples",
          "RDF_XML",
          "JSON-LD");
  private static final Map<String, String> TITLES =
      Map.of(
          PublishedGraphs.ASSERTED, "What the knowledge files say",
          PublishedGraphs.INFERRED, "What follows from it and is not said");

  private final Graph graph = GraphFactory.createDefaultGraph();

  /**
   * @param endpoint address of the endpoint as the client knows it
   */
  ServiceDescription(String endpoint, PublishedDataset published) {
    graph.getPrefixMapping().setNsPrefix("sd", SD);
    graph.getPrefixMapping().setNsPrefix("void", VOID);
    graph.getPrefixMapping().setNsPrefix("dcterms", DCTerms.getURI());
    graph.getPrefixMapping().setNsPrefix("formats", FORMATS);
    Node service = NodeFactory.createBlankNode();
    Node address = NodeFactory.createURI(endpoint);
    add(service, TYPE, sd("Service"));
    add(service, sd("endpoint"), address);
    add(service, sd("supportedLanguage"), sd("SPARQL11Query"));
    for (String format : RESULTS) {
      add(service, sd("resultFormat"), NodeFactory.createURI(FORMATS + format));
    }
    Node dataset = NodeFactory.createBlankNode();
    add(service, sd("defaultDataset"), dataset);
    add(service, sd("availableGraphs"), dataset);
    add(dataset, TYPE, sd("Dataset"));
    add(dataset, TYPE, sd("GraphCollection"));
    add(dataset, TYPE, NodeFactory.createURI(VOID + "Dataset"));
    add(dataset, NodeFactory.createURI(VOID + "sparqlEndpoint"), address);
    add(dataset, DCTerms.title.asNode(), english("Consilium"));
    add(
        dataset,
        DCTerms.license.asNode(),
        NodeFactory.createURI("https://creativecommons.org/licenses/by/4.0/"));
    Node standard = graph(published.size());
    add(dataset, sd("defaultGraph"), standard);
    published.names().forEach(name -> addNamed(dataset, name, published.size(name)));
  }

  private void addNamed(Node dataset, String name, PublishedDataset.Size size) {
    Node entry = NodeFactory.createBlankNode();
    add(dataset, sd("namedGraph"), entry);
    add(entry, TYPE, sd("NamedGraph"));
    add(entry, sd("name"), NodeFactory.createURI(name));
    Node described = graph(size);
    add(entry, sd("graph"), described);
    if (TITLES.containsKey(name)) {
      add(described, DCTerms.title.asNode(), english(TITLES.get(name)));
    }
  }

  private Node graph(PublishedDataset.Size size) {
    Node node = NodeFactory.createBlankNode();
    add(node, TYPE, sd("Graph"));
    add(node, TYPE, NodeFactory.createURI(VOID + "Dataset"));
    add(node, NodeFactory.createURI(VOID + "triples"), number(size.triples()));
    add(node, NodeFactory.createURI(VOID + "classes"), number(size.classes()));
    add(node, NodeFactory.createURI(VOID + "properties"), number(size.properties()));
    size.ontologies().forEach(ontology -> add(node, DCTerms.subject.asNode(), ontology));
    return node;
  }

  /** The description; not to be changed. */
  Graph graph() {
    return graph;
  }

  private void add(Node subject, Node property, Node object) {
    graph.add(Triple.create(subject, property, object));
  }

  private static Node sd(String name) {
    return NodeFactory.createURI(SD + name);
  }

  private static Node english(String text) {
    return NodeFactory.createLiteralLang(text, "en");
  }

  private static Node number(long value) {
    return NodeFactory.createLiteralDT(Long.toString(value), XSDDatatype.XSDinteger);
  }
}
