package org.consilium.recommendation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Action;
import org.consilium.knowledge.Recommendation.Direction;
import org.consilium.knowledge.SafetyRule;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.Judgement;
import org.consilium.recommendation.SafetyFinding.State;

/**
 * Applies safety rules to what a recommendation names. A therapy inherits the rules of itself, its
 * components and all their classes; of a class that is recommended as such, the members' findings
 * are listed as information. A rule never removes a recommendation and is never left out.
 */
final class SafetyAssessment {
  /** A rule that a recommendation inherits through one of the therapies it names. */
  private record Inherited(String therapy, String concerns, SafetyRule rule, boolean replaceable) {}

  private final TherapyLineage lineage;
  private final Map<String, List<Inherited>> inherited = new HashMap<>();

  SafetyAssessment(KnowledgeBase knowledge) {
    this.lineage = new TherapyLineage(knowledge);
    for (String cancer : knowledge.cancers()) {
      Map<String, List<SafetyRule>> byTherapy = new HashMap<>();
      for (SafetyRule rule : knowledge.safetyRules(cancer)) {
        for (String therapy : rule.therapies()) {
          byTherapy.computeIfAbsent(therapy, key -> new ArrayList<>()).add(rule);
        }
      }
      for (Recommendation recommendation : knowledge.recommendations(cancer)) {
        if (recommendation.direction() == Direction.FOR) {
          inherited.put(recommendation.iri(), inherit(recommendation, byTherapy));
        }
      }
    }
  }

  private List<Inherited> inherit(
      Recommendation recommendation, Map<String, List<SafetyRule>> byTherapy) {
    Map<String, Inherited> found = new LinkedHashMap<>();
    for (Action action : recommendation.actions()) {
      parts(action.therapy())
          .forEach(
              (part, replaceable) -> {
                for (String therapy : lineage.classes(part)) {
                  for (SafetyRule rule : byTherapy.getOrDefault(therapy, List.of())) {
                    found.merge(
                        action.therapy() + " " + part + " " + rule.iri(),
                        new Inherited(action.therapy(), part, rule, replaceable),
                        (a, b) -> a.replaceable() && !b.replaceable() ? b : a);
                  }
                }
              });
    }
    return List.copyOf(found.values());
  }

  /** The components of a therapy, and as replaceable the members of each class among them. */
  private Map<String, Boolean> parts(String therapy) {
    Map<String, Boolean> parts = new LinkedHashMap<>(lineage.components(therapy));
    for (String component : List.copyOf(parts.keySet())) {
      lineage.members(component).forEach(member -> parts.putIfAbsent(member, true));
    }
    return parts;
  }

  /** All findings for a recommendation, the gravest first; none unless it recommends something. */
  List<SafetyFinding> of(Recommendation recommendation, PatientCase patient, Judgement judgement) {
    return inherited.getOrDefault(recommendation.iri(), List.of()).stream()
        .map(rule -> finding(rule, patient, judgement))
        .sorted(
            Comparator.comparing(SafetyFinding::state)
                .thenComparing(SafetyFinding::therapy)
                .thenComparing(finding -> finding.rule().iri())
                .thenComparing(SafetyFinding::concerns))
        .toList();
  }

  private static SafetyFinding finding(
      Inherited inherited, PatientCase patient, Judgement judgement) {
    SafetyRule rule = inherited.rule();
    Applicability applicability = judgement.of(rule.iri());
    List<String> missing = List.of();
    State state = State.CLEAR;
    if (applicability == Applicability.APPLIES) {
      state =
          switch (rule.kind()) {
            case CONTRAINDICATION -> State.CONTRAINDICATED;
            case CHECK_FIRST -> State.CHECK_FIRST;
            case CAUTION -> State.CAUTION;
          };
    } else if (applicability == Applicability.UNDETERMINED) {
      missing =
          rule.requiredChecks().stream()
              .filter(key -> patient.facts().keySet().stream().noneMatch(f -> f.key().equals(key)))
              .toList();
      if (!missing.isEmpty()) {
        state = State.CHECK_FIRST;
      }
    }
    return new SafetyFinding(
        inherited.therapy(), inherited.concerns(), rule, state, missing, inherited.replaceable());
  }
}
