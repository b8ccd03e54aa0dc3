package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLEquivalentClassesAxiom;
import org.semanticweb.owlapi.model.OWLFacetRestriction;
import org.semanticweb.owlapi.model.OWLSubClassOfAxiom;
import org.semanticweb.owlapi.vocab.OWLFacet;

/**
 * The named concepts of the ontologies, one by one: cases that belong to each, cases that do not,
 * and for a concept from which something follows a case that denies what follows and is impossible.
 * A concept that is defined by a number has cases at and beside it. Groups that a whole table
 * defines are tested by the tests of the tables. A sample of the answers is asked of HermiT.
 */
class NamedConceptTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "onc", "https://w3id.org/consilium/oncology#",
          "pca", "https://w3id.org/consilium/prostate#",
          "bca", "https://w3id.org/consilium/breast#",
          "lca", "https://w3id.org/consilium/lung#");
  private static final Map<String, String> CANCERS =
      Map.of(
          "prostate", "onc:ProstateCancer", "breast", "onc:BreastCancer", "lung", "onc:LungCancer");

  /** The cases of a cancer as a whole; every case of it belongs to them. */
  private static final Set<String> WHOLE =
      Set.of("pca:ProstateCancerCase", "bca:BreastCancerCase", "lca:LungCancerCase");

  /** Concepts that a table defines, and the test that goes through the table. */
  private static final Map<Pattern, Class<?>> TABLES =
      Map.of(
          Pattern.compile("pca:(Criteria|Stated)(Prognostic)?Stage.*|pca:.*(Gleason|IsupGrade).*"),
          ProstateStageGroupTest.class,
          Pattern.compile("pca:(Criteria|Stated)(.*Risk.*|LocallyAdvanced|Cpg.|.*Nccn.*|.*Volume)"),
          DerivedConceptTest.class,
          Pattern.compile("bca:(Criteria|Stated|CategoriesOf).*"),
          BreastDerivedConceptTest.class,
          Pattern.compile("lca:(Criteria|Stated)Stage.*|lca:(CaseStaged|StagedN|Situation).*"),
          LungStageGroupTest.class);

  private static final int ASKED_OF_HERMIT = 20;

  private static KnowledgeBase knowledge;
  private static CompiledReasoner compiled;
  private static HermitReasoner hermit;
  private static int asked;

  private record Concept(String cancer, String name, JsonNode cases) {
    /** Id of the recommendation that stands for the concept. */
    private String id() {
      return cancer + "-" + name.replace(':', '-');
    }

    private String iri() {
      return "https://w3id.org/consilium/recommendation/" + id();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Concept> concepts() throws Exception {
    Path here = Path.of("test-data", "concepts");
    Path folder = Files.isDirectory(here) ? here : Path.of("..").resolve(here);
    List<Concept> concepts = new ArrayList<>();
    for (String cancer : new TreeSet<>(CANCERS.keySet())) {
      JsonNode file = JSON.readTree(folder.resolve(cancer + ".json").toFile());
      file.get("concepts")
          .properties()
          .forEach(entry -> concepts.add(new Concept(cancer, entry.getKey(), entry.getValue())));
    }
    return concepts;
  }

  /**
   * The shipped ontologies without the shapes, with one recommendation for each concept, whose
   * population it is.
   */
  @BeforeAll
  static void load() throws Exception {
    StringBuilder recommendations =
        new StringBuilder(
            """
            @prefix cns: <https://w3id.org/consilium/core#> .
            @prefix dcterms: <http://purl.org/dc/terms/> .
            @prefix rec: <https://w3id.org/consilium/recommendation/> .
            """);
    NAMESPACES.forEach(
        (prefix, namespace) ->
            recommendations.append("@prefix %s: <%s> .%n".formatted(prefix, namespace)));
    for (Concept concept : concepts()) {
      recommendations.append(
          """
          rec:%s a cns:Recommendation ;
              cns:cancer %s ;
              cns:eligiblePopulation "%s"^^cns:manchester ;
              dcterms:source <https://w3id.org/consilium/> .
          """
              .formatted(concept.id(), CANCERS.get(concept.cancer()), concept.name()));
    }
    List<KnowledgeFile> files = new ArrayList<>();
    for (KnowledgeFile file : KnowledgeFiles.packaged().files()) {
      if (file.path().endsWith(".ttl")
          && file.isOntology()
          && !file.path().endsWith("shapes.ttl")) {
        files.add(file);
      }
    }
    files.add(new KnowledgeFile("guidelines/concepts.ttl", recommendations.toString()));
    knowledge = KnowledgeBase.load(new KnowledgeFiles(files));
    compiled = CompiledReasoner.of(knowledge);
    hermit = HermitReasoner.of(knowledge);
  }

  @ParameterizedTest
  @MethodSource("concepts")
  void everyCaseOfAConceptGetsTheExpectedAnswer(Concept concept) throws Exception {
    Set<String> answers = new TreeSet<>();
    for (JsonNode entry : concept.cases()) {
      ObjectNode patient = JSON.createObjectNode().put("cancer", concept.cancer());
      patient.set("facts", entry.get("facts"));
      PatientCase read = new PatientJsonReader(knowledge).read(patient);
      String answer = answer(compiled.judge(read), concept);
      assertEquals(entry.get("expected").asText(), answer, entry::toString);
      if (asked++ % ASKED_OF_HERMIT == 0) {
        assertEquals(answer(hermit.judge(read), concept), answer, entry::toString);
      }
      answers.add(answer);
    }
    assertTrue(answers.contains("belongs") && answers.contains("does-not-belong"), concept.name());
  }

  private static String answer(Judgement judgement, Concept concept) {
    if (judgement.contradictory()) {
      return "impossible";
    }
    return switch (judgement.of(concept.iri())) {
      case APPLIES -> "belongs";
      case DOES_NOT_APPLY -> "does-not-belong";
      case UNDETERMINED -> "open";
    };
  }

  @Test
  void everyDefinedConceptIsTested() throws Exception {
    Set<String> untested = new TreeSet<>(definitions().keySet());
    concepts().forEach(concept -> untested.remove(concept.name()));
    untested.removeAll(WHOLE);
    untested.removeIf(
        name -> TABLES.keySet().stream().anyMatch(table -> table.matcher(name).matches()));
    assertEquals(Set.of(), untested);
  }

  @Test
  void whatFollowsFromAConceptCannotBeDenied() throws Exception {
    Set<String> withConclusion = new TreeSet<>();
    for (OWLAxiom axiom : knowledge.definitions()) {
      if (axiom instanceof OWLSubClassOfAxiom implication
          && implication.getSubClass() instanceof OWLClass named) {
        withConclusion.add(name(named));
      }
    }
    for (Concept concept : concepts()) {
      boolean denied = false;
      for (JsonNode entry : concept.cases()) {
        denied |= entry.get("expected").asText().equals("impossible");
      }
      assertTrue(
          denied || !withConclusion.contains(concept.name()) || concludesExistence(concept),
          concept.name());
    }
  }

  /** Whether it follows only that there is some value, which no description can deny. */
  private static boolean concludesExistence(Concept concept) {
    return concept.name().equals("lca:ConfirmedSmallCell")
        || concept.name().equals("pca:ConfirmedCase");
  }

  /** Cases at each number of a definition, and on the side of it where the answer turns. */
  @ParameterizedTest
  @MethodSource("concepts")
  void everyNumberOfADefinitionHasCasesAtAndBesideIt(Concept concept) throws Exception {
    for (OWLClassExpression definition : definitions().getOrDefault(concept.name(), List.of())) {
      for (OWLClassExpression part : definition.nestedClassExpressions().toList()) {
        if (part instanceof OWLDataSomeValuesFrom some
            && some.getFiller() instanceof OWLDatatypeRestriction restriction) {
          String iri = some.getProperty().asOWLDataProperty().getIRI().toString();
          String key =
              knowledge
                  .vocabulary(concept.cancer())
                  .flatMap(vocabulary -> vocabulary.featureByIri(iri))
                  .orElseThrow()
                  .key();
          restriction
              .facetRestrictions()
              .forEach(facet -> assertTrue(turns(concept, key, facet), concept + " " + facet));
        }
      }
    }
  }

  private static boolean turns(Concept concept, String key, OWLFacetRestriction facet) {
    BigDecimal number = new BigDecimal(facet.getFacetValue().getLiteral());
    int beside =
        facet.getFacet() == OWLFacet.MIN_INCLUSIVE || facet.getFacet() == OWLFacet.MAX_EXCLUSIVE
            ? -1
            : 1;
    Set<String> at = answers(concept, key, number, 0);
    Set<String> next = answers(concept, key, number, beside);
    boolean nothingBelow = beside < 0 && number.signum() == 0;
    return !at.isEmpty()
        && (nothingBelow || (!next.isEmpty() && !(at.equals(next) && at.size() == 1)));
  }

  private static Set<String> answers(Concept concept, String key, BigDecimal number, int side) {
    Set<String> answers = new TreeSet<>();
    for (JsonNode entry : concept.cases()) {
      JsonNode value = entry.get("facts").path(key);
      if (value.isNumber()
          && Integer.signum(value.decimalValue().compareTo(number)) == side
          && !entry.get("expected").asText().equals("impossible")) {
        answers.add(entry.get("expected").asText());
      }
    }
    return answers;
  }

  /** The definitions of the named concepts, by name. */
  private static Map<String, List<OWLClassExpression>> definitions() {
    Map<String, List<OWLClassExpression>> definitions = new TreeMap<>();
    for (OWLAxiom axiom : knowledge.definitions()) {
      if (axiom instanceof OWLEquivalentClassesAxiom equivalence) {
        List<OWLClassExpression> operands = equivalence.operands().toList();
        for (OWLClassExpression operand : operands) {
          if (operand instanceof OWLClass named) {
            definitions
                .computeIfAbsent(name(named), name -> new ArrayList<>())
                .addAll(operands.stream().filter(other -> !other.equals(named)).toList());
          }
        }
      }
    }
    return definitions;
  }

  private static String name(OWLClass concept) {
    String iri = concept.getIRI().toString();
    return NAMESPACES.entrySet().stream()
        .filter(entry -> iri.startsWith(entry.getValue()))
        .findFirst()
        .map(entry -> entry.getKey() + ":" + iri.substring(entry.getValue().length()))
        .orElse(iri);
  }
}
