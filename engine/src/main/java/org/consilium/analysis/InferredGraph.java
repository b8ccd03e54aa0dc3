package org.consilium.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.mem2.GraphMem2Fast;
import org.apache.jena.sparql.util.graph.GNode;
import org.apache.jena.sparql.util.graph.GraphList;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.PublishedGraph;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Therapy;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.PopulationOrder;
import org.consilium.recommendation.ConflictIndex;

/**
 * The statements that follow from the published graph and do not stand in it:
 *
 * <ul>
 *   <li>how the eligible populations of one cancer lie to each other: the most special {@code
 *       rdfs:subClassOf}, and {@code owl:equivalentClass}, exactly as HermiT classifies them;
 *   <li>{@code cns:conflictsWith} between recommendations with contrary actions, in both
 *       directions;
 *   <li>{@code cns:memberOf} of a therapy in the classes of its classes;
 *   <li>{@code rdfs:subClassOf} of the parts of a disjoint union;
 *   <li>{@code rdf:type} in the classes above the type that is stated.
 * </ul>
 */
public final class InferredGraph {
  private static final Node SUB_CLASS_OF = RDFS.subClassOf.asNode();
  private static final Node TYPE = RDF.type.asNode();
  private static final Node CONFLICTS_WITH = cns("conflictsWith");
  private static final Node MEMBER_OF = cns("memberOf");

  private final Graph published;
  private final Graph inferred = new GraphMem2Fast();

  private InferredGraph(Graph published) {
    this.published = published;
  }

  /**
   * Draws the conclusions.
   *
   * @param knowledge the knowledge
   * @param published its published graph
   * @param compiled the same knowledge compiled; populations that are answered by HermiT are left
   *     out of the order
   * @return a graph that has no triple in common with the published one; not to be changed
   */
  public static Graph of(KnowledgeBase knowledge, Graph published, CompiledKnowledge compiled) {
    InferredGraph result = new InferredGraph(published);
    published
        .getPrefixMapping()
        .getNsPrefixMap()
        .forEach(result.inferred.getPrefixMapping()::setNsPrefix);
    result.addUnions();
    result.addTypes();
    result.addClasses(knowledge);
    result.addConflicts(knowledge);
    compiled.cancers().forEach(cancer -> result.addOrder(knowledge, cancer));
    return result.inferred;
  }

  private void addUnions() {
    for (Triple union :
        published.stream(Node.ANY, OWL2.disjointUnionOf.asNode(), Node.ANY).toList()) {
      GraphList.members(new GNode(published, union.getObject()))
          .forEach(part -> add(part, SUB_CLASS_OF, union.getSubject()));
    }
  }

  private void addTypes() {
    for (Triple statement : published.stream(Node.ANY, TYPE, Node.ANY).toList()) {
      Node type = statement.getObject();
      if (type.isURI() && type.getURI().startsWith(Namespaces.CNS)) {
        for (Node above : above(type, SUB_CLASS_OF)) {
          add(statement.getSubject(), TYPE, above);
        }
      }
    }
  }

  /** What is reached over one or more steps, names only. */
  private Set<Node> above(Node start, Node property) {
    Set<Node> reached = new HashSet<>();
    List<Node> open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      published.stream(open.remove(open.size() - 1), property, Node.ANY)
          .map(Triple::getObject)
          .filter(Node::isURI)
          .filter(reached::add)
          .forEach(open::add);
    }
    return reached;
  }

  private void addClasses(KnowledgeBase knowledge) {
    for (Therapy therapy : knowledge.therapies()) {
      Node member = NodeFactory.createURI(therapy.iri());
      above(member, MEMBER_OF).forEach(wider -> add(member, MEMBER_OF, wider));
    }
  }

  private void addConflicts(KnowledgeBase knowledge) {
    ConflictIndex conflicts = new ConflictIndex(knowledge);
    for (Recommendation recommendation : knowledge.recommendations()) {
      for (String other : conflicts.of(recommendation.iri())) {
        add(
            NodeFactory.createURI(recommendation.iri()),
            CONFLICTS_WITH,
            NodeFactory.createURI(other));
      }
    }
  }

  private void addOrder(KnowledgeBase knowledge, CompiledCancer cancer) {
    Set<String> compiled = Set.copyOf(cancer.compiledPopulations());
    List<String> populations =
        knowledge.recommendations(cancer.vocabulary().cancer()).stream()
            .map(Recommendation::iri)
            .filter(compiled::contains)
            .toList();
    PopulationOrder order = new PopulationOrder(cancer);
    Map<String, Set<String>> wider = new TreeMap<>();
    for (String first : populations) {
      Set<String> above = new TreeSet<>();
      for (String second : populations) {
        if (!first.equals(second) && order.implies(first, second)) {
          above.add(second);
        }
      }
      wider.put(first, above);
    }
    Map<String, String> representatives = new HashMap<>();
    for (String first : populations) {
      String least = first;
      for (String second : wider.get(first)) {
        if (wider.get(second).contains(first)) {
          add(population(first), OWL2.equivalentClass.asNode(), population(second));
          least = least.compareTo(second) < 0 ? least : second;
        }
      }
      representatives.put(first, least);
    }
    for (String first : populations) {
      Set<String> strictly = new TreeSet<>();
      for (String second : wider.get(first)) {
        if (!wider.get(second).contains(first)) {
          strictly.add(second);
        }
      }
      for (String second : strictly) {
        boolean direct =
            representatives.get(second).equals(second)
                && strictly.stream()
                    .noneMatch(
                        between ->
                            wider.get(between).contains(second)
                                && !wider.get(second).contains(between));
        if (direct) {
          add(population(first), SUB_CLASS_OF, population(second));
        }
      }
    }
  }

  private static Node population(String recommendation) {
    return NodeFactory.createURI(PublishedGraph.populationOf(recommendation));
  }

  private void add(Node subject, Node property, Node object) {
    Triple triple = Triple.create(subject, property, object);
    if (!published.contains(triple)) {
      inferred.add(triple);
    }
  }

  private static Node cns(String name) {
    return NodeFactory.createURI(Namespaces.CNS + name);
  }
}
