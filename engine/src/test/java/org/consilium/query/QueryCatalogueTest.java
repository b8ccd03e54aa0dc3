package org.consilium.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.consilium.knowledge.PublishedGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryCatalogueTest {
  private static final Path EXPECTED = Path.of("..", "test-data", "queries", "expected");

  private static PublishedGraph published;

  @BeforeAll
  static void publish() throws Exception {
    published = PublishedGraph.of(KnowledgeBase.shipped());
  }

  static Stream<String> names() throws Exception {
    return QueryCatalogue.packaged().queries().stream().map(CatalogueQuery::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theShippedContentGivesTheExpectedRows(String name) throws Exception {
    CatalogueQuery query = QueryCatalogue.packaged().query(name);
    assertEquals(
        Files.readString(EXPECTED.resolve(name + ".csv")),
        csv(QueryAnswer.of(query.with(Map.of()), published)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyQuerySaysWhatItAnswersAndSortsItsRows(String name) throws Exception {
    CatalogueQuery query = QueryCatalogue.packaged().query(name);
    assertTrue(query.summary().endsWith("?"), query::summary);
    assertFalse(query.description().isEmpty());
    assertFalse(query.tags().isEmpty());
    assertTrue(query.with(Map.of()).hasOrderBy());
    assertFalse(query.text().contains("#+ endpoint"));
  }

  @Test
  void everyExpectedResultBelongsToAQuery() throws Exception {
    try (Stream<Path> files = Files.list(EXPECTED)) {
      List<String> expected =
          files.map(file -> file.getFileName().toString().replace(".csv", "")).sorted().toList();
      assertEquals(names().sorted().toList(), expected);
    }
  }

  @Test
  void aSupersededRecommendationIsListedWithItsSuccessor() throws Exception {
    KnowledgeFile changed =
        KnowledgeFiles.packaged().files().stream()
            .filter(file -> file.path().endsWith("/mhspc.ttl"))
            .map(
                file ->
                    new KnowledgeFile(
                        file.path(),
                        file.text()
                            .replaceFirst(
                                "cns:status cns:Current",
                                "cns:status cns:Superseded ; cns:supersededBy"
                                    + " rec:eau-mhspc-doublet")))
            .findFirst()
            .orElseThrow();
    PublishedGraph edited =
        PublishedGraph.of(KnowledgeBase.load(KnowledgeFiles.packaged().with(List.of(changed))));
    String rows =
        csv(
            QueryAnswer.of(
                QueryCatalogue.packaged().query("superseded-recommendations").with(Map.of()),
                edited));
    assertTrue(
        rows.contains(
            "/eau-mhspc-no-adt-mono,Superseded,https://w3id.org/consilium/recommendation/eau-mhspc-doublet"),
        rows);
  }

  @Test
  void aParameterIsReplacedByANodeAndNeverByText() throws Exception {
    CatalogueQuery query = CatalogueQuery.read("q", "SELECT ?s WHERE { ?s ?p ?_text } ORDER BY ?s");
    String hostile = "x\" } ; DROP ALL #";
    Query filled = query.with(Map.of("text", hostile));
    assertEquals(1, filled.getQueryPattern().toString().split("\\?p", -1).length - 1);
    assertEquals(0, QueryAnswer.of(filled, published).size());
  }

  @Test
  void aPrefixOfTheQueryMayShortenAnIri() throws Exception {
    CatalogueQuery query = QueryCatalogue.packaged().query("recommendations-citing-study");
    assertEquals(
        csv(QueryAnswer.of(query.with(Map.of("study", "study:latitude")), published)),
        csv(
            QueryAnswer.of(
                query.with(Map.of("study", "https://w3id.org/consilium/study/latitude")),
                published)));
  }

  @Test
  void valuesThatDoNotFitAreRefusedWithTheNameOfTheParameter() throws Exception {
    CatalogueQuery query =
        CatalogueQuery.read(
            "q",
            """
            #+ enumerate:
            #+   - strength:
            #+     - strong
            #+     - weak
            #+ defaults:
            #+   - year: 2024
            SELECT * WHERE { ?s ?p ?_study_iri, ?_year_integer, ?_strength }
            """);
    assertRefused(query, Map.of("study", "no iri", "strength", "weak"), "study=no iri");
    assertRefused(
        query, Map.of("study", "urn:x/y", "year", "late", "strength", "weak"), "year=late");
    assertRefused(query, Map.of("study", "urn:x/y", "strength", "wek"), "nearest: weak");
    assertRefused(query, Map.of("strength", "weak"), "needs a value for the parameter study");
    assertRefused(query, Map.of("studdy", "x"), "it has strength, study, year");
  }

  @Test
  void queriesNeverLeaveTheGraph() {
    for (String text :
        List.of(
            "SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
            "SELECT * WHERE { { SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } } } }",
            "SELECT * WHERE { FILTER EXISTS { SERVICE <http://localhost:1/> { ?s ?p ?o } } }",
            "SELECT * FROM <http://localhost:1/> WHERE { ?s ?p ?o }")) {
      QueryException refused =
          assertThrows(QueryException.class, () -> CatalogueQuery.read("q", text), text);
      assertEquals(QueryException.Code.FORBIDDEN, refused.code());
    }
  }

  @Test
  void anUnknownNameSuggestsTheNearest() {
    QueryException refused =
        assertThrows(
            QueryException.class, () -> QueryCatalogue.packaged().query("asserted-conflict"));
    assertTrue(refused.getMessage().contains("asserted-conflicts"), refused::getMessage);
  }

  @Test
  void aSyntaxErrorNamesItsPlace() {
    QueryException refused =
        assertThrows(QueryException.class, () -> CatalogueQuery.read("q", "SELECT * WHERE {"));
    assertEquals(QueryException.Code.SYNTAX, refused.code());
    assertTrue(refused.getMessage().contains("line 1"), refused::getMessage);
  }

  private static void assertRefused(
      CatalogueQuery query, Map<String, String> values, String message) {
    QueryException refused = assertThrows(QueryException.class, () -> query.with(values));
    assertEquals(QueryException.Code.PARAMETER, refused.code());
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }

  private static String csv(QueryAnswer answer) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    answer.write(QueryAnswer.Format.CSV, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
