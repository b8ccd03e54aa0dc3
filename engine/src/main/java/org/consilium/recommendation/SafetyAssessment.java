package org.consilium.recommendation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private record Scope(String therapy, String concerns, boolean replaceable) {}

  private final TherapyLineage lineage;
  private final Map<String, Map<String, List<SafetyRule>>> rules = new LinkedHashMap<>();

  SafetyAssessment(KnowledgeBase knowledge) {
    this.lineage = new TherapyLineage(knowledge);
    for (String cancer : knowledge.cancers()) {
      Map<String, List<SafetyRule>> byTherapy = new LinkedHashMap<>();
      for (SafetyRule rule : knowledge.safetyRules(cancer)) {
        for (String therapy : rule.therapies()) {
          byTherapy.computeIfAbsent(therapy, key -> new ArrayList<>()).add(rule);
        }
      }
      rules.put(cancer, byTherapy);
    }
  }

  /** All findings for a recommendation, the gravest first; none unless it recommends something. */
  List<SafetyFinding> of(Recommendation recommendation, PatientCase patient, Judgement judgement) {
    if (recommendation.direction() != Direction.FOR) {
      return List.of();
    }
    Map<String, List<SafetyRule>> byTherapy = rules.get(recommendation.cancer());
    Map<String, SafetyFinding> findings = new LinkedHashMap<>();
    for (Action action : recommendation.actions()) {
      for (Scope scope : scopes(action.therapy())) {
        for (String therapy : lineage.classes(scope.concerns())) {
          for (SafetyRule rule : byTherapy.getOrDefault(therapy, List.of())) {
            SafetyFinding finding = finding(scope, rule, patient, judgement);
            findings.merge(
                action.therapy() + " " + rule.iri(),
                finding,
                (a, b) -> a.replaceable() && !b.replaceable() ? b : a);
          }
        }
      }
    }
    return findings.values().stream()
        .sorted(
            Comparator.comparing(SafetyFinding::state)
                .thenComparing(SafetyFinding::therapy)
                .thenComparing(finding -> finding.rule().iri()))
        .toList();
  }

  private Collection<Scope> scopes(String therapy) {
    Set<Scope> scopes = new LinkedHashSet<>();
    lineage
        .components(therapy)
        .forEach(
            (component, replaceable) -> {
              scopes.add(new Scope(therapy, component, replaceable));
              lineage
                  .members(component)
                  .forEach(member -> scopes.add(new Scope(therapy, member, true)));
            });
    return scopes;
  }

  private static SafetyFinding finding(
      Scope scope, SafetyRule rule, PatientCase patient, Judgement judgement) {
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
        scope.therapy(), scope.concerns(), rule, state, missing, scope.replaceable());
  }
}
