package org.consilium.recommendation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Action;
import org.consilium.knowledge.Recommendation.Direction;
import org.consilium.knowledge.SafetyRule;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.Judgement;
import org.consilium.reasoning.Reasoner;
import org.consilium.recommendation.SafetyFinding.State;

/**
 * Applies safety rules to what a recommendation names. A therapy inherits the rules of itself, its
 * components and all their classes; of a class that is recommended as such, the members' findings
 * are listed as information. A rule never removes a recommendation and is never left out.
 *
 * <p>What a recommendation gives itself counts as given when its other items are assessed: if one
 * of its items, or a component, optional or alternative component of one, establishes a feature
 * (ovarian suppression by a GnRH agonist), the rules of the other items are read as if that feature
 * were true. The item that establishes it is read with the facts as stated.
 */
final class SafetyAssessment {
  /**
   * A rule that a recommendation inherits through one of the therapies it names.
   *
   * @param given IRIs of the features that the other items of the recommendation establish
   */
  private record Inherited(
      String therapy, String concerns, SafetyRule rule, boolean replaceable, Set<String> given) {}

  private final TherapyLineage lineage;
  private final KnowledgeBase knowledge;
  private final Reasoner reasoner;
  private final Map<String, List<Inherited>> inherited = new HashMap<>();
  private final Map<String, Map<String, List<SafetyRule>>> rules = new HashMap<>();

  SafetyAssessment(KnowledgeBase knowledge, Reasoner reasoner) {
    this.knowledge = knowledge;
    this.reasoner = reasoner;
    this.lineage = new TherapyLineage(knowledge);
    for (String cancer : knowledge.cancers()) {
      Map<String, List<SafetyRule>> byTherapy = new HashMap<>();
      for (SafetyRule rule : knowledge.safetyRules(cancer)) {
        for (String therapy : rule.therapies()) {
          byTherapy.computeIfAbsent(therapy, key -> new ArrayList<>()).add(rule);
        }
      }
      rules.put(cancer, byTherapy);
      for (Recommendation recommendation : knowledge.recommendations(cancer)) {
        if (recommendation.direction() == Direction.FOR) {
          List<String> therapies = recommendation.actions().stream().map(Action::therapy).toList();
          inherited.put(recommendation.iri(), inherit(therapies, byTherapy));
        }
      }
    }
  }

  private List<Inherited> inherit(List<String> therapies, Map<String, List<SafetyRule>> byTherapy) {
    Set<String> established = establishedBy(therapies);
    Map<String, Inherited> found = new LinkedHashMap<>();
    for (String named : therapies) {
      parts(named)
          .forEach(
              (part, replaceable) -> {
                Set<String> given = new TreeSet<>(established);
                given.removeAll(establishedBy(part));
                for (String therapy : lineage.classes(part)) {
                  for (SafetyRule rule : byTherapy.getOrDefault(therapy, List.of())) {
                    found.merge(
                        named + " " + part + " " + rule.iri(),
                        new Inherited(named, part, rule, replaceable, given),
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

  private Set<String> establishedBy(List<String> therapies) {
    return therapies.stream()
        .flatMap(therapy -> lineage.components(therapy).keySet().stream())
        .flatMap(part -> establishedBy(part).stream())
        .collect(Collectors.toSet());
  }

  private Set<String> establishedBy(String therapy) {
    return lineage.classes(therapy).stream()
        .flatMap(name -> knowledge.therapy(name).stream())
        .flatMap(known -> known.establishes().stream())
        .collect(Collectors.toSet());
  }

  /** The assessment of one case. */
  OfCase of(PatientCase patient, Judgement judgement) {
    return new OfCase(new Reading(patient, judgement));
  }

  /** A case and what the rules say of it. */
  private record Reading(PatientCase patient, Judgement judgement) {}

  /** Reads the rules for one case; for one thread. */
  final class OfCase {
    private final Reading stated;
    private final Map<Set<Feature>, Reading> supposed = new HashMap<>();

    private OfCase(Reading stated) {
      this.stated = stated;
    }

    /**
     * All findings for a recommendation, the gravest first; none unless it recommends something.
     */
    List<SafetyFinding> findings(Recommendation recommendation) {
      return sorted(inherited.getOrDefault(recommendation.iri(), List.of()));
    }

    /** All findings for therapies that are given together, whoever recommends them. */
    List<SafetyFinding> findings(List<String> therapies) {
      return sorted(inherit(therapies, rules.get(stated.patient().cancer())));
    }

    private List<SafetyFinding> sorted(List<Inherited> all) {
      return all.stream()
          .map(this::finding)
          .sorted(
              Comparator.comparing(SafetyFinding::state)
                  .thenComparing(SafetyFinding::therapy)
                  .thenComparing(finding -> finding.rule().iri())
                  .thenComparing(SafetyFinding::concerns))
          .toList();
    }

    private SafetyFinding finding(Inherited inherited) {
      SafetyFinding asStated = SafetyAssessment.finding(inherited, stated, List.of());
      if (asStated.state() == State.CLEAR) {
        return asStated;
      }
      Set<Feature> features = new TreeSet<>();
      for (String iri : inherited.given()) {
        stated.patient().vocabulary().featureByIri(iri).ifPresent(features::add);
      }
      if (features.isEmpty()) {
        return asStated;
      }
      Reading reading = supposed.computeIfAbsent(features, this::supposing);
      SafetyFinding asGiven =
          SafetyAssessment.finding(
              inherited, reading, features.stream().map(Feature::key).toList());
      return asGiven.state().compareTo(asStated.state()) > 0 ? asGiven : asStated;
    }

    /** The case with the features true, unless that contradicts what is known of it. */
    private Reading supposing(Set<Feature> features) {
      Map<Feature, FeatureValue> facts = new HashMap<>(stated.patient().facts());
      features.forEach(feature -> facts.put(feature, new FeatureValue.Truth(true)));
      PatientCase patient = stated.patient().withFacts(facts);
      Judgement judgement = reasoner.judge(patient);
      return judgement.contradictory() ? stated : new Reading(patient, judgement);
    }
  }

  private static SafetyFinding finding(Inherited inherited, Reading reading, List<String> given) {
    SafetyRule rule = inherited.rule();
    Applicability applicability = reading.judgement().of(rule.iri());
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
              .filter(
                  key ->
                      reading.patient().facts().keySet().stream()
                          .noneMatch(f -> f.key().equals(key)))
              .toList();
      if (!missing.isEmpty()) {
        state = State.CHECK_FIRST;
      }
    }
    return new SafetyFinding(
        inherited.therapy(),
        inherited.concerns(),
        rule,
        state,
        missing,
        inherited.replaceable(),
        given);
  }
}
