package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.consilium.knowledge.CaseAxiom;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeLoader;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.ExactnessGenerator.Outside;
import org.junit.jupiter.api.Test;

/** The comparison with HermiT would see an error: it finds every kind that is planted. */
class NegativeControlTest {
  private static final long SEED = 3;

  private static Judgement judge(CompiledCancer cancer, PatientCase patient) {
    Workspace workspace = cancer.workspace();
    workspace.state(0, patient);
    workspace.run();
    if ((workspace.contradictory() & 1) == 1) {
      return Judgement.CONTRADICTION;
    }
    Map<String, Applicability> answers = new TreeMap<>();
    for (int i = 0; i < cancer.populations().size(); i++) {
      answers.put(cancer.populations().get(i).iri(), workspace.applicability(i, 0));
    }
    return new Judgement(false, answers);
  }

  @Test
  void anAxiomThatTheCompilerForgetsIsFound() {
    ExactnessGenerator generator = new ExactnessGenerator(SEED, Outside.NONE, 30);
    KnowledgeBase knowledge = KnowledgeLoader.load(generator.files()).knowledge().orElseThrow();
    Vocabulary vocabulary = knowledge.vocabulary(ExactnessGenerator.CANCER).orElseThrow();
    Map<String, Population> populations = new TreeMap<>();
    for (Recommendation recommendation : knowledge.recommendations(ExactnessGenerator.CANCER)) {
      populations.put(recommendation.iri(), recommendation.population());
    }
    HermitReasoner hermit = HermitReasoner.of(knowledge);
    PatientJsonReader reader = new PatientJsonReader(knowledge);
    Random random = new Random(SEED);
    Map<PatientCase, Judgement> truth = new java.util.LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      CompiledAgainstHermitTest.read(reader, generator.patient(random, 0.7))
          .ifPresent(patient -> truth.put(patient, hermit.judge(patient)));
    }
    assertEquals(
        List.of(),
        disagreements(CancerCompiler.compile(vocabulary, List.of(), populations), truth));
    int found = 0;
    for (int dropped = 0; dropped < vocabulary.axioms().size(); dropped++) {
      List<CaseAxiom> rest = new ArrayList<>(vocabulary.axioms());
      rest.remove(dropped);
      Vocabulary forgetful =
          new Vocabulary(
              vocabulary.cancer(),
              vocabulary.cancerIri(),
              vocabulary.label(),
              vocabulary.features(),
              rest);
      if (!disagreements(CancerCompiler.compile(forgetful, List.of(), populations), truth)
          .isEmpty()) {
        found++;
      }
    }
    System.out.println(
        "negative control: "
            + found
            + " of "
            + vocabulary.axioms().size()
            + " forgotten axioms found with "
            + truth.size()
            + " patients");
    // Some axioms follow from others, or concern hardly anybody.
    assertTrue(found >= 4, found + " found");
  }

  private static List<String> disagreements(
      CompiledCancer cancer, Map<PatientCase, Judgement> truth) {
    ReasonerComparison comparison = new ReasonerComparison();
    truth.forEach(
        (patient, judgement) ->
            comparison.compare("", patient, judge(cancer, patient), judgement, Set.of()));
    return comparison.disagreements();
  }
}
