package org.consilium.reasoning;

import java.util.Map;
import java.util.TreeMap;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.patient.PatientCase;

/**
 * Decides with the compiled circuit; populations outside the feature fragment are left to HermiT,
 * one by one, so that the answer is exact in any case.
 */
public final class CompiledReasoner implements Reasoner {
  private final KnowledgeBase knowledge;
  private final CompiledKnowledge compiled;
  private final HermitReasoner hermit;

  private CompiledReasoner(KnowledgeBase knowledge, CompiledKnowledge compiled) {
    this.knowledge = knowledge;
    this.compiled = compiled;
    this.hermit = HermitReasoner.of(knowledge);
  }

  /** Compiles the knowledge. */
  public static CompiledReasoner of(KnowledgeBase knowledge) {
    return new CompiledReasoner(knowledge, CompiledKnowledge.of(knowledge));
  }

  public CompiledKnowledge compiled() {
    return compiled;
  }

  @Override
  public String name() {
    return "compiled";
  }

  @Override
  public Judgement judge(PatientCase patient) {
    CompiledCancer cancer = compiled.cancer(patient.cancer());
    Judgement judgement = cancer.judge(patient);
    if (judgement.contradictory() || cancer.fallback().isEmpty()) {
      return judgement;
    }
    Judgement rest = hermit.judge(patient, fallbackPopulations(cancer));
    if (rest.contradictory()) {
      return Judgement.CONTRADICTION;
    }
    Map<String, Applicability> answers = new TreeMap<>(judgement.populations());
    answers.putAll(rest.populations());
    return new Judgement(false, answers);
  }

  private Map<String, Population> fallbackPopulations(CompiledCancer cancer) {
    Map<String, Population> populations = new TreeMap<>();
    for (Recommendation r : knowledge.recommendations(cancer.vocabulary().cancer())) {
      if (cancer.fallback().containsKey(r.iri())) {
        populations.put(r.iri(), r.population());
      }
    }
    for (SafetyRule rule : knowledge.safetyRules(cancer.vocabulary().cancer())) {
      if (cancer.fallback().containsKey(rule.iri())) {
        populations.put(rule.iri(), rule.population());
      }
    }
    return populations;
  }
}
