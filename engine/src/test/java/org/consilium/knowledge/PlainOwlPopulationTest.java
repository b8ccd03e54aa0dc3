package org.consilium.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Populations may be written as plain OWL axioms, as Protégé writes them. */
class PlainOwlPopulationTest {
  private static final String FILE = "guidelines/prostate/follow-up-and-support.ttl";
  private static final String PLAIN =
      """
      [ a owl:Class ; owl:intersectionOf (
              [ a owl:Restriction ; owl:onProperty pca:diagnosticStage ;
                owl:someValuesFrom pca:Confirmed ]
              [ a owl:Restriction ; owl:onProperty onc:cM ; owl:someValuesFrom pca:M1 ]
              [ a owl:Restriction ; owl:onProperty pca:psaNgMl ; owl:someValuesFrom
                  [ a rdfs:Datatype ; owl:onDatatype xsd:decimal ;
                    owl:withRestrictions ( [ xsd:minExclusive 4.5 ] ) ] ] ) ]""";

  private static KnowledgeFiles files;
  private static String text;

  @BeforeAll
  static void load() throws Exception {
    files = KnowledgeFiles.packaged();
    text =
        files.files().stream()
            .filter(file -> file.text().contains("rec:eau-fu-m1 "))
            .findFirst()
            .orElseThrow()
            .text();
  }

  private static KnowledgeLoader.Result with(String population, String more) {
    String path =
        files.files().stream()
            .filter(file -> file.text().contains("rec:eau-fu-m1 "))
            .findFirst()
            .map(KnowledgeFile::path)
            .orElse(FILE);
    String changed =
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            + "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
            + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
            + "@prefix pca: <https://w3id.org/consilium/prostate#> .\n"
            + "@prefix onc: <https://w3id.org/consilium/oncology#> .\n"
            + text.replaceFirst(
                "(?s)(rec:eau-fu-m1 .*?cns:eligiblePopulation )\"+.*?\"+\\^\\^cns:manchester",
                "$1" + java.util.regex.Matcher.quoteReplacement(population))
            + more;
    assertNotEquals(text, changed);
    return KnowledgeLoader.load(files.with(List.of(new KnowledgeFile(path, changed))));
  }

  private static Criterion criterion(KnowledgeLoader.Result result) throws KnowledgeException {
    return result.orThrow().recommendationById("eau-fu-m1").orElseThrow().population().criterion();
  }

  @Test
  void anAnonymousClassExpressionIsReadAsItsManchesterForm() throws KnowledgeException {
    String manchester =
        "\"\"\"pca:diagnosticStage some pca:Confirmed and onc:cM some pca:M1 and pca:psaNgMl some"
            + " xsd:decimal[> 4.5]\"\"\"^^cns:manchester";
    assertEquals(criterion(with(manchester, "")), criterion(with(PLAIN, "")));
  }

  @Test
  void aNamedClassWithAnEquivalentClassIsReadTheSameWay() throws KnowledgeException {
    String named =
        "\n<https://w3id.org/consilium/recommendation/eau-fu-m1#population> a owl:Class ;\n"
            + "    owl:equivalentClass "
            + PLAIN
            + " .\n";
    assertEquals(
        criterion(with(PLAIN, "")),
        criterion(with("<https://w3id.org/consilium/recommendation/eau-fu-m1#population>", named)));
  }

  @Test
  void anExpressionOverUndeclaredTermsIsNoPopulation() {
    KnowledgeLoader.Result result = with(PLAIN.replace("pca:psaNgMl", "pca:psaNgMlx"), "");
    assertTrue(
        result.problems().stream()
            .anyMatch(
                problem ->
                    problem.code() == ProblemCode.SWALLOWED_LOGIC
                        && problem.message().contains("eau-fu-m1")),
        () -> result.problems().toString());
  }
}
