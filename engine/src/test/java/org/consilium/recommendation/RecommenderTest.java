package org.consilium.recommendation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.patient.PatientProblem;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.recommendation.SafetyFinding.State;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecommenderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static KnowledgeBase knowledge;
  private static Recommender recommender;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    recommender = new Recommender(knowledge, CompiledReasoner.of(knowledge));
  }

  static Stream<Path> vignettes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../test-data/vignettes"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  private static PatientCase patient(Path vignette) throws Exception {
    return new PatientJsonReader(knowledge).read(JSON.readTree(vignette.toFile()).get("patient"));
  }

  private static PatientCase vignette(String id) throws Exception {
    return patient(Path.of("../test-data/vignettes/prostate/" + id + ".json"));
  }

  private static RecommendationAdvice advice(PatientCase patient, String id) throws Exception {
    return recommender.advise(patient).recommendations().stream()
        .filter(advice -> advice.recommendation().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("vignettes")
  void applicableConflictsAreThoseOfTheVignette(Path file) throws Exception {
    Set<String> expected = new TreeSet<>();
    for (JsonNode pair : JSON.readTree(file.toFile()).path("conflicts")) {
      expected.add(
          String.join("|", new TreeSet<>(List.of(pair.get(0).asText(), pair.get(1).asText()))));
    }
    Set<String> found = new TreeSet<>();
    for (RecommendationAdvice advice : recommender.advise(patient(file)).recommendations()) {
      for (String other : advice.conflictsWith()) {
        found.add(
            String.join(
                "|",
                new TreeSet<>(List.of(advice.recommendation().id(), Namespaces.localName(other)))));
      }
    }
    assertTrue(found.containsAll(expected), () -> "found " + found + ", expected " + expected);
  }

  @ParameterizedTest
  @MethodSource("vignettes")
  void whatIsMissingUsesOnlyFactsThatTheVignetteNames(Path file) throws Exception {
    JsonNode expected = JSON.readTree(file.toFile()).at("/expected/undetermined");
    for (RecommendationAdvice advice : recommender.advise(patient(file)).recommendations()) {
      if (advice.applicability() == Applicability.UNDETERMINED) {
        Set<String> named = new TreeSet<>();
        for (JsonNode item : expected) {
          if (item.get("id").asText().equals(advice.recommendation().id())) {
            item.get("missing").forEach(key -> named.add(key.asText()));
          }
        }
        assertFalse(advice.missing().isEmpty(), advice.recommendation().id());
        for (List<Feature> set : advice.missing()) {
          for (Feature feature : set) {
            assertTrue(
                named.contains(feature.key()),
                () -> advice.recommendation().id() + " misses " + set + ", named " + named);
          }
        }
      } else {
        assertTrue(advice.missing().isEmpty());
      }
    }
  }

  @Test
  void theSameCaseGivesTheSameBytes() throws Exception {
    PatientCase patient = vignette("pv19");
    String first = AdviceJson.of(recommender.advise(patient, true), knowledge, true).toString();
    Recommender again = new Recommender(knowledge, CompiledReasoner.of(knowledge));
    assertEquals(first, AdviceJson.of(again.advise(patient, true), knowledge, true).toString());
  }

  @Test
  void everyRecommendationOfTheCancerIsAnswered() throws Exception {
    ObjectNode answer = AdviceJson.of(recommender.advise(vignette("pv16")), knowledge, false);
    assertEquals(
        knowledge.recommendations("prostate").size(), answer.get("recommendations").size());
    for (JsonNode item : answer.get("recommendations")) {
      for (String key :
          List.of(
              "id",
              "iri",
              "guideline",
              "topic",
              "applicability",
              "direction",
              "actions",
              "strength",
              "statement",
              "reasons",
              "missing",
              "conflictsWith",
              "overriddenBy",
              "safety",
              "studies",
              "source")) {
        assertTrue(item.has(key), () -> item.get("id") + " lacks " + key);
      }
    }
  }

  @Test
  void evidenceComesWithEffectIntervalAndPublication() throws Exception {
    ObjectNode answer = AdviceJson.of(recommender.advise(vignette("pv16")), knowledge, false);
    JsonNode triplet =
        answer.get("recommendations").findParents("id").stream()
            .filter(node -> node.path("id").asText().equals("asco-mhspc-docetaxel-doublet"))
            .findFirst()
            .orElseThrow();
    JsonNode chaarted =
        triplet.get("studies").findParents("label").stream()
            .filter(node -> node.path("id").asText().equals("chaarted"))
            .findFirst()
            .orElseThrow();
    assertEquals("NCT00309985", chaarted.get("registryNumber").asText());
    assertEquals("26244877", chaarted.get("publications").get(0).get("pmid").asText());
    JsonNode survival = chaarted.get("outcomes").get(0);
    assertEquals("0.72", survival.get("value").asText());
    assertEquals("0.59", survival.get("intervalLow").asText());
    assertEquals("0.89", survival.get("intervalHigh").asText());
  }

  @Test
  void aFrailMansTreatmentsAreOverriddenButStayApplicable() throws Exception {
    PatientCase fit = vignette("pv16");
    Feature frailty = fit.vocabulary().feature("frailtyStatus").orElseThrow();
    java.util.Map<Feature, org.consilium.patient.FeatureValue> facts =
        new java.util.TreeMap<>(fit.facts());
    facts.put(
        frailty,
        new org.consilium.patient.FeatureValue.Coded(
            List.of(frailty.taxonomy().byCode("frail").orElseThrow()), List.of()));
    RecommendationAdvice doublet = advice(fit.withFacts(facts), "eau-mhspc-doublet");
    assertEquals(Applicability.APPLIES, doublet.applicability());
    assertEquals(
        List.of(Namespaces.RECOMMENDATION + "eau-hs-frail-palliative"), doublet.overriddenBy());
    assertTrue(advice(fit, "eau-mhspc-doublet").overriddenBy().isEmpty());
  }

  @Test
  void seizuresCautionAgainstEnzalutamideWithoutRemovingTheRecommendation() throws Exception {
    RecommendationAdvice doublet = advice(vignette("pv17"), "eau-mhspc-doublet");
    assertEquals(Applicability.APPLIES, doublet.applicability());
    SafetyFinding seizure =
        doublet.safety().stream()
            .filter(finding -> finding.rule().id().equals("ar-antagonist-seizure"))
            .findFirst()
            .orElseThrow();
    assertEquals(State.CAUTION, seizure.state());
    assertTrue(seizure.replaceable(), "one drug of several that the statement names");
  }

  @Test
  void anUnknownRequiredCheckIsAskedForFirst() throws Exception {
    RecommendationAdvice docetaxel = advice(vignette("pv16"), "asco-mhspc-docetaxel-doublet");
    SafetyFinding neutrophils =
        docetaxel.safety().stream()
            .filter(finding -> finding.rule().id().equals("taxane-neutrophils"))
            .findFirst()
            .orElseThrow();
    assertEquals(State.CHECK_FIRST, neutrophils.state());
    assertEquals(List.of("neutrophils"), neutrophils.missing());
    assertFalse(neutrophils.replaceable());
  }

  @Test
  void pregnancyIsNoQuestionForAMan() throws Exception {
    for (RecommendationAdvice advice : recommender.advise(vignette("pv16")).recommendations()) {
      for (SafetyFinding finding : advice.safety()) {
        if (finding.rule().id().startsWith("preg-")) {
          assertEquals(State.CLEAR, finding.state());
        }
      }
    }
  }

  @Test
  void contradictoryFactsAreRefusedWithTheFewestThatContradict() {
    PatientException refused =
        assertThrows(
            PatientException.class,
            () ->
                recommender.advise(
                    new PatientJsonReader(knowledge)
                        .read(
                            JSON.readTree(
                                """
                                {"cancer": "prostate", "facts": {"ageYears": 60, "cM": "M0",
                                 "boneMetastases": true, "psaNgMl": 12, "symptomatic": false}}
                                """))));
    PatientProblem problem = refused.problems().get(0);
    assertEquals(PatientProblem.Code.CONTRADICTORY_FACTS, problem.code());
    assertTrue(problem.message().contains("/facts/boneMetastases"), problem::message);
    assertTrue(problem.message().contains("/facts/cM"), problem::message);
    assertFalse(problem.message().contains("psaNgMl"), problem::message);
  }

  @Test
  void theFactsOfTheRiskGroupDecideAsTheGroupItself() throws Exception {
    PatientCase patient =
        new PatientJsonReader(knowledge)
            .read(
                JSON.readTree(
                    """
                    {"cancer": "prostate", "facts": {"diagnosticStage": "confirmed",
                     "primaryLocalTreatment": "none", "castrationStatus": "hormone-sensitive",
                     "cM": "M0", "cN": "N0", "cT": "T2a", "isupGradeGroup": 1, "psaNgMl": 9.99,
                     "lifeExpectancyYears": 15}}
                    """));
    RecommendationAdvice surveillance = advice(patient, "eau-low-as");
    assertEquals(Applicability.APPLIES, surveillance.applicability());
    assertTrue(
        surveillance.reasons().stream()
            .flatMap(reason -> reason.facts().stream())
            .anyMatch(feature -> feature.key().equals("psaNgMl")),
        "the derived group is explained by the facts it follows from");
  }

  @Test
  void theBestQuestionDecidesMore() throws Exception {
    Advice advice = recommender.advise(vignette("pv19"), true);
    assertFalse(advice.nextQuestions().isEmpty());
    double best = advice.nextQuestions().get(0).worth();
    assertTrue(advice.nextQuestions().stream().allMatch(question -> question.worth() <= best));
  }
}
