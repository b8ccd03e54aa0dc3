package org.consilium.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.consilium.coding.Code;
import org.consilium.coding.CodeKind;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeMappings;
import org.consilium.coding.CodeSystem;
import org.consilium.coding.MappingPredicate;
import org.consilium.coding.MappingTable;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CodeMappingsOfKnowledgeTest {
  private static final String PROSTATE = Namespaces.BASE + "prostate#";

  private static KnowledgeBase knowledge;
  private static CodeMappings mappings;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    mappings = knowledge.mappings();
  }

  private static List<CodeMapping> ofTables() throws Exception {
    List<CodeMapping> found = new ArrayList<>();
    for (KnowledgeFile file : KnowledgeFiles.packaged().files()) {
      if (file.isMappingTable()) {
        MappingTable table = MappingTable.read(file.text());
        assertEquals(List.of(), table.faults());
        table.rows().forEach(row -> found.add(row.mapping()));
      }
    }
    return found;
  }

  @Test
  void everySubjectIsDescribedAndBearsTheLabelOfItsDescription() throws Exception {
    for (CodeMapping mapping : ofTables()) {
      Node subject = NodeFactory.createURI(mapping.subject());
      assertTrue(
          knowledge.graph().stream(subject, RDF.type.asNode(), Node.ANY).findAny().isPresent(),
          mapping::toString);
      assertTrue(
          knowledge.graph().objects(subject, RDFS.label.getURI()).stream()
              .anyMatch(label -> label.getLiteralLexicalForm().equals(mapping.subjectLabel())),
          mapping::toString);
    }
  }

  @Test
  void everyCodeIsWellFormedAndOfAKnownSystem() {
    for (CodeMapping mapping : mappings.all()) {
      assertTrue(mapping.object().knownSystem().isPresent(), mapping::toString);
      assertEquals(Optional.empty(), mapping.object().fault());
    }
  }

  @Test
  void noCodeIsReadAsTwoValuesOfAFeatureThatExcludeEachOther() {
    for (String cancer : knowledge.cancers()) {
      for (Feature feature : knowledge.vocabulary(cancer).orElseThrow().features()) {
        if (feature.kind() == FeatureKind.CODE) {
          noCodeIsAmbiguous(feature.taxonomy());
        }
      }
    }
  }

  private static void noCodeIsAmbiguous(ValueTaxonomy taxonomy) {
    for (ValueClass one : taxonomy.classes()) {
      for (ValueClass other : taxonomy.classes()) {
        if (!taxonomy.cellsOf(one.iri()).intersects(taxonomy.cellsOf(other.iri()))) {
          Set<Code> both = importable(one.iri());
          both.retainAll(importable(other.iri()));
          assertEquals(Set.of(), both, () -> one.iri() + " and " + other.iri());
        }
      }
    }
  }

  private static Set<Code> importable(String iri) {
    return mappings.bySubject(iri).stream()
        .filter(CodeMapping::isForImport)
        .map(CodeMapping::object)
        .collect(Collectors.toSet());
  }

  @Test
  void whatTherapiesStateAndWhatTheMappingsSayIsTheSame() {
    for (Therapy therapy : knowledge.therapies()) {
      Map<CodeSystem, String> stated =
          Map.of(CodeSystem.ATC, therapy.atcCode(), CodeSystem.NCIT, therapy.ncitCode());
      stated.forEach(
          (system, code) -> {
            Set<String> exact =
                mappings.bySubject(therapy.iri()).stream()
                    .filter(mapping -> mapping.object().system().equals(system.uri()))
                    .filter(mapping -> mapping.predicate() == MappingPredicate.EXACT_MATCH)
                    .filter(CodeMapping::checked)
                    .map(mapping -> mapping.object().code())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(code.isEmpty() ? Set.of() : Set.of(code), exact, therapy.id());
          });
    }
  }

  @Test
  void mostCodesAreCheckedAndTheOthersAreDoubted() {
    long checked = mappings.all().stream().filter(CodeMapping::checked).count();
    assertTrue(checked * 100 >= mappings.all().size() * 85L, () -> checked + " checked");
    for (CodeMapping mapping : mappings.all()) {
      assertEquals(mapping.checked(), mapping.confidence() >= 0.9, mapping::toString);
      assertEquals(mapping.checked(), !mapping.source().isEmpty(), mapping::toString);
      assertFalse(mapping.isForImport() && !mapping.checked(), mapping::toString);
    }
  }

  @Test
  void everySystemThatAnOncologyRecordUsesIsThere() {
    Set<String> systems =
        mappings.all().stream()
            .filter(CodeMapping::isForImport)
            .map(mapping -> mapping.object().system())
            .collect(Collectors.toSet());
    for (CodeSystem system : CodeSystem.values()) {
      assertTrue(systems.contains(system.uri()), system.label());
    }
  }

  @Test
  void everyCategoryOfTnmHasItsCodes() {
    for (String cancer : knowledge.cancers()) {
      for (String key : List.of("cT", "cN", "cM", "pT", "pN")) {
        knowledge
            .vocabulary(cancer)
            .orElseThrow()
            .feature(key)
            .ifPresent(
                feature ->
                    feature
                        .taxonomy()
                        .coded()
                        .forEach(
                            value ->
                                assertTrue(
                                    importable(value.iri()).stream()
                                        .anyMatch(
                                            code ->
                                                code.system().equals(CodeSystem.SNOMED_CT.uri())),
                                    value.iri())));
      }
    }
  }

  @Test
  void aCodeOfAPatientIsReadAsATerm() {
    assertEquals(
        List.of(PROSTATE + "T2b"),
        terms("http://snomed.info/sct", "1228934000", CodeKind.ANSWER, PROSTATE));
    assertEquals(
        List.of(PROSTATE + "psaNgMl"),
        terms("http://loinc.org", "2857-1", CodeKind.OBSERVABLE, PROSTATE));
    assertEquals(
        List.of(Namespaces.ONC + "BreastCancer"),
        terms(
            "http://hl7.org/fhir/sid/icd-10-cm",
            "C50.911",
            CodeKind.FINDING,
            Namespaces.ONC + "Breast"));
    assertEquals(
        List.of(), terms("http://snomed.info/sct", "1228934001", CodeKind.ANSWER, PROSTATE));
  }

  private static List<String> terms(String system, String code, CodeKind kind, String space) {
    return mappings.forImport(Code.canonical(system, code)).stream()
        .filter(mapping -> mapping.kind() == kind && mapping.subject().startsWith(space))
        .map(CodeMapping::subject)
        .toList();
  }

  @Test
  void theGraphHoldsTheCheckedCodesOnly() {
    PublishedGraph published = PublishedGraph.of(knowledge);
    Node prostate = NodeFactory.createURI(Namespaces.ONC + "ProstateCancer");
    Node exact = NodeFactory.createURI(MappingPredicate.EXACT_MATCH.iri());
    assertTrue(
        published
            .graph()
            .contains(
                prostate, exact, NodeFactory.createURI(CodeSystem.SNOMED_CT.iriOf("399068003"))));
    for (CodeMapping mapping : mappings.all()) {
      if (!mapping.checked()) {
        assertFalse(
            published
                .graph()
                .contains(
                    NodeFactory.createURI(mapping.subject()),
                    NodeFactory.createURI(mapping.predicate().iri()),
                    NodeFactory.createURI(
                        mapping
                            .object()
                            .knownSystem()
                            .orElseThrow()
                            .iriOf(mapping.object().code()))),
            mapping::toString);
      }
    }
  }

  @Test
  void aChangedCodeChangesTheVersion() throws Exception {
    KnowledgeFiles files = KnowledgeFiles.packaged();
    KnowledgeFile table =
        files.files().stream()
            .filter(file -> file.path().endsWith("/cancers.sssom.tsv"))
            .findFirst()
            .orElseThrow();
    String changed = table.text().replace("SCTID:399068003", "SCTID:254900004");
    String without =
        changed
            .lines()
            .filter(line -> !line.contains("SCTID:254900004") || line.contains("exactMatch"))
            .collect(Collectors.joining("\n"));
    assertNotEquals(
        knowledge.hash(),
        KnowledgeBase.load(files.with(List.of(new KnowledgeFile(table.path(), without)))).hash());
  }

  @Test
  void everyUnitOfAFeatureIsUcum() {
    for (String cancer : knowledge.cancers()) {
      for (Feature feature : knowledge.vocabulary(cancer).orElseThrow().features()) {
        assertTrue(
            feature.unit().isEmpty() || UcumUnits.isValid(feature.unit()), feature::toString);
        assertTrue(
            feature.kind() == FeatureKind.DECIMAL || feature.unit().isEmpty(), feature::toString);
      }
    }
    assertFalse(UcumUnits.isValid("ng/ml per day"));
    assertFalse(UcumUnits.isValid("years"));
  }
}
