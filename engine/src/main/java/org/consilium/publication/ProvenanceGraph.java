package org.consilium.publication;

import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.consilium.knowledge.Namespaces;

/** What is known of a version in PROV-O: who made it, when, of what, with which program. */
public final class ProvenanceGraph {
  /** Carries the record of a version as JSON. */
  static final Node RECORD = NodeFactory.createURI(Namespaces.CNS + "versionRecord");

  private static final String PROV = "http://www.w3.org/ns/prov#";
  private static final String VERSIONS = Namespaces.BASE + "version/";

  private final Graph graph = GraphFactory.createDefaultGraph();

  private ProvenanceGraph() {}

  /** The statements on a version; not to be changed. */
  public static Graph of(VersionRecord record) {
    ProvenanceGraph provenance = new ProvenanceGraph();
    provenance.build(record);
    return provenance.graph;
  }

  /** The name of a version and of the graph of its record. */
  public static Node name(VersionRecord record) {
    return name(record.version().text());
  }

  private static Node name(String version) {
    return NodeFactory.createURI(VERSIONS + version);
  }

  static Node asserted(VersionRecord record) {
    return NodeFactory.createURI(VERSIONS + record.version() + "/asserted");
  }

  static Node inferred(VersionRecord record) {
    return NodeFactory.createURI(VERSIONS + record.version() + "/inferred");
  }

  private void build(VersionRecord record) {
    graph.getPrefixMapping().setNsPrefix("prov", PROV);
    graph.getPrefixMapping().setNsPrefix("cns", Namespaces.CNS);
    graph.getPrefixMapping().setNsPrefix("dcterms", DCTerms.getURI());
    graph.getPrefixMapping().setNsPrefix("owl", OWL2.getURI());
    graph.getPrefixMapping().setNsPrefix("rdfs", RDFS.getURI());
    graph.getPrefixMapping().setNsPrefix("xsd", XSDDatatype.XSD + "#");
    Node version = name(record);
    Node activity = part(version, "publication");
    Node sources = part(version, "sources");
    Node publisher = part(version, "publisher");
    Node program = part(version, "program");
    Node time = NodeFactory.createLiteralDT(record.published().toString(), XSDDatatype.XSDdateTime);
    add(version, RDF.type.asNode(), prov("Entity"));
    add(version, OWL2.versionInfo.asNode(), text(record.version().text()));
    add(version, DCTerms.identifier.asNode(), text(record.knowledgeHash()));
    add(version, prov("generatedAtTime"), time);
    add(version, prov("wasGeneratedBy"), activity);
    add(version, prov("wasDerivedFrom"), sources);
    add(version, prov("wasAttributedTo"), publisher);
    record
        .previousVersion()
        .ifPresent(before -> add(version, prov("wasRevisionOf"), name(before.text())));
    add(version, RECORD, text(record.json().toString()));
    add(activity, RDF.type.asNode(), prov("Activity"));
    add(activity, prov("endedAtTime"), time);
    add(activity, prov("used"), sources);
    add(activity, prov("wasAssociatedWith"), publisher);
    add(activity, prov("wasAssociatedWith"), program);
    add(sources, RDF.type.asNode(), prov("Entity"));
    add(sources, DCTerms.identifier.asNode(), text(record.sourcesHash()));
    add(publisher, RDF.type.asNode(), prov("Agent"));
    add(publisher, RDFS.label.asNode(), text(record.by()));
    add(program, RDF.type.asNode(), prov("SoftwareAgent"));
    add(program, RDFS.label.asNode(), text("consilium"));
    add(program, OWL2.versionInfo.asNode(), text(record.program()));
  }

  private void add(Node subject, Node property, Node object) {
    graph.add(Triple.create(subject, property, object));
  }

  private static Node part(Node version, String name) {
    return NodeFactory.createURI(version.getURI() + "#" + name);
  }

  private static Node prov(String name) {
    return NodeFactory.createURI(PROV + name);
  }

  private static Node text(String text) {
    return NodeFactory.createLiteralString(text);
  }
}
