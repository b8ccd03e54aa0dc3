package org.consilium.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.exec.QueryExec;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.ProblemCode;
import org.consilium.knowledge.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each gate has a small graph in {@code test-data/queries/quality/} in which it must find exactly
 * the subjects named {@code bad-…}.
 */
class QualityGateTest {
  private static final Path GRAPHS = Path.of("..", "test-data", "queries", "quality");
  private static final String TEST = "https://w3id.org/consilium/test/";

  static Stream<QualityGate> gates() throws Exception {
    return QualityGate.packaged().stream();
  }

  @ParameterizedTest
  @MethodSource("gates")
  void aGateFindsEveryFaultAndNothingElse(QualityGate gate) throws Exception {
    Graph graph = RDFDataMgr.loadGraph(GRAPHS.resolve(gate.query().name() + ".ttl").toString());
    Set<String> expected =
        graph.stream()
            .map(Triple::getSubject)
            .filter(Node::isURI)
            .map(Node::getURI)
            .filter(iri -> iri.startsWith(TEST + "bad-"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertFalse(expected.isEmpty());
    Set<String> found = new TreeSet<>();
    try (QueryExec execution =
        QueryExec.newBuilder().graph(graph).query(gate.query().with(Map.of())).build()) {
      execution
          .select()
          .forEachRemaining(
              row -> {
                found.add(row.get(Var.alloc("subject")).getURI());
                assertTrue(row.get(Var.alloc("message")).isLiteral());
                assertTrue(row.get(Var.alloc("property")).isURI());
              });
    }
    assertEquals(expected, found);
  }

  @ParameterizedTest
  @MethodSource("gates")
  void aGateSaysWhatItLooksFor(QualityGate gate) {
    assertTrue(gate.query().summary().endsWith("?"), gate.query()::summary);
    assertFalse(gate.query().description().isEmpty());
    assertTrue(gate.query().parameters().isEmpty());
  }

  @Test
  void everyGraphBelongsToAGate() throws Exception {
    try (Stream<Path> files = Files.list(GRAPHS)) {
      assertEquals(
          gates().map(gate -> gate.query().name()).sorted().toList(),
          files.map(file -> file.getFileName().toString().replace(".ttl", "")).sorted().toList());
    }
  }

  @Test
  void theShippedContentPassesEveryGateOfLevelError() throws Exception {
    assertEquals(
        List.of(),
        QualityGate.check(KnowledgeBase.shipped()).stream()
            .filter(problem -> problem.severity() == Severity.ERROR)
            .toList());
  }

  @Test
  void aFindingNamesFileAndLine() throws Exception {
    KnowledgeFile file =
        KnowledgeFiles.packaged().files().stream()
            .filter(each -> each.path().endsWith("prostate/guidelines.ttl"))
            .findFirst()
            .orElseThrow();
    String edited =
        file.text().replaceFirst("cns:reviewDue \"[0-9-]+\"", "cns:reviewDue \"2026-11-26\"");
    edited = edited.replaceFirst("cns:reviewedOn \"[0-9-]+\"", "cns:reviewedOn \"2026-11-27\"");
    long line =
        edited.substring(0, edited.indexOf("cns:reviewedOn \"2026-11-27\"")).lines().count();
    KnowledgeBase changed =
        KnowledgeBase.load(
            KnowledgeFiles.packaged().with(List.of(new KnowledgeFile(file.path(), edited))));
    List<Problem> found =
        QualityGate.check(changed).stream()
            .filter(problem -> problem.code() == ProblemCode.QUALITY_ERROR)
            .toList();
    assertEquals(1, found.size(), found::toString);
    assertEquals(file.path(), found.get(0).file());
    assertEquals(line, found.get(0).line());
    assertTrue(found.get(0).message().contains("document without review"), found::toString);
  }

  @Test
  void aGateWithoutLevelIsRefused() throws Exception {
    CatalogueQuery query = CatalogueQuery.read("q", "SELECT ?subject WHERE { ?subject ?p ?o }");
    assertThrows(IllegalArgumentException.class, () -> QualityGate.of(query));
  }
}
