package org.consilium.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.ProblemCode;
import org.consilium.knowledge.PublishedGraph;

/**
 * A query that finds one kind of fault in knowledge. Its file in {@code queries/quality/} is named
 * for the fault and says with {@code #+ level:} how much it matters. Its rows have a {@code
 * ?subject}, the {@code ?property} at which the fault is best mended, and a {@code ?message}.
 *
 * @param query the query
 * @param code kind of the problems it reports, by its level
 */
public record QualityGate(CatalogueQuery query, ProblemCode code) {
  /** The gates that are shipped with this library, ordered by name. */
  public static List<QualityGate> packaged() throws IOException {
    List<QualityGate> gates = new ArrayList<>();
    for (CatalogueQuery query : QueryCatalogue.packaged("queries/quality/").queries()) {
      gates.add(of(query));
    }
    return gates;
  }

  /**
   * Makes a gate of a query.
   *
   * @throws IllegalArgumentException if its header does not say ERROR, WARN or INFO
   */
  static QualityGate of(CatalogueQuery query) {
    String level = query.header("level");
    ProblemCode code =
        switch (level) {
          case "ERROR" -> ProblemCode.QUALITY_ERROR;
          case "WARN" -> ProblemCode.QUALITY_WARNING;
          case "INFO" -> ProblemCode.QUALITY_INFO;
          default ->
              throw new IllegalArgumentException(
                  query.name() + ": the level is ERROR, WARN or INFO, not \"" + level + "\"");
        };
    return new QualityGate(query, code);
  }

  /**
   * Runs all shipped gates over a knowledge base.
   *
   * @param knowledge what is checked
   * @return one problem for each row, with file and line; none if nothing was found
   */
  public static List<Problem> check(KnowledgeBase knowledge) throws IOException {
    PublishedGraph published = PublishedGraph.of(knowledge);
    List<Problem> problems = new ArrayList<>();
    for (QualityGate gate : packaged()) {
      gate.check(knowledge, published, problems);
    }
    return problems;
  }

  /** The fault in words, from the name of the file. */
  public String fault() {
    return query.name().replace('-', ' ').toLowerCase(Locale.ROOT);
  }

  /**
   * Runs this gate.
   *
   * @param knowledge what is checked, for the places of the findings
   * @param published its published graph
   * @param problems receives one problem for each row
   */
  void check(KnowledgeBase knowledge, PublishedGraph published, Collection<Problem> problems) {
    Query prepared;
    try {
      prepared = query.with(Map.of());
    } catch (QueryException e) {
      throw new IllegalStateException("a packaged gate cannot run: " + e.getMessage(), e);
    }
    try (QueryExec execution =
        QueryExec.newBuilder().graph(published.graph()).query(prepared).build()) {
      execution.select().forEachRemaining(row -> problems.add(problem(row, knowledge)));
    }
  }

  private Problem problem(Binding row, KnowledgeBase knowledge) {
    Node subject = row.get(Var.alloc("subject"));
    Node property = row.get(Var.alloc("property"));
    Node message = row.get(Var.alloc("message"));
    String iri = subject.isURI() ? subject.getURI() : "";
    String name = iri.replaceFirst("^.*[/#]", "");
    return Problem.at(
        code,
        knowledge.graph().locate(subject, written(property)),
        iri,
        (name.isEmpty() ? "" : name + ": ")
            + fault()
            + ": "
            + (message == null ? query.summary() : message.getLiteralLexicalForm()));
  }

  /** The property under which a statement was written; the published graph renames some. */
  private static Node written(Node property) {
    if (property == null) {
      return Node.ANY;
    }
    boolean text = property.isURI() && property.getURI().endsWith("#populationText");
    return text
        ? NodeFactory.createURI(property.getURI().replace("populationText", "eligiblePopulation"))
        : property;
  }
}
