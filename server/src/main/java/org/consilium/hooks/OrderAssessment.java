package org.consilium.hooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.consilium.knowledge.Recommendation.Action;
import org.consilium.knowledge.Recommendation.Direction;
import org.consilium.knowledge.Recommendation.Strength;
import org.consilium.knowledge.SafetyRule;
import org.consilium.reasoning.Applicability;
import org.consilium.recommendation.Advice;
import org.consilium.recommendation.RecommendationAdvice;
import org.consilium.recommendation.SafetyFinding;
import org.consilium.recommendation.SafetyFinding.State;
import org.consilium.recommendation.TherapyLineage;

/**
 * What the knowledge says of one draft order for the patient.
 *
 * <p>A recommendation is for an order if it recommends the therapy itself, a class that the therapy
 * belongs to, or a regimen that the therapy is a part of. It is against an order if it advises
 * against the therapy itself or a class that it belongs to; advice against a regimen is none
 * against its parts. Where the advice has a wording of its own, such as a purpose, the order may be
 * meant otherwise.
 *
 * @param order the order
 * @param name what is ordered, in words
 * @param therapies IRIs of the therapies that it is for; empty if no code of it is known
 * @param recommending recommendations for it that apply
 * @param opposing recommendations against it that apply, as such
 * @param limiting recommendations against it that apply, if it is meant as they word it
 * @param open recommendations for or against it that are undetermined
 * @param safety findings of safety rules, the gravest first
 */
record OrderAssessment(
    Supply.Entry order,
    String name,
    Set<String> therapies,
    List<RecommendationAdvice> recommending,
    List<RecommendationAdvice> opposing,
    List<RecommendationAdvice> limiting,
    List<RecommendationAdvice> open,
    List<SafetyFinding> safety) {
  /** The most important of what is known, the gravest first. */
  enum Verdict {
    /** A safety rule forbids it. */
    CONTRAINDICATED,
    /** A guideline advises against it, and none recommends it. */
    ADVISED_AGAINST,
    /** One guideline recommends it, and another advises against it. */
    DISPUTED,
    /** Something must be known beforehand and is not. */
    CHECK_FIRST,
    /** A guideline advises against it for some purpose. */
    LIMITED,
    /** A guideline recommends it. */
    RECOMMENDED,
    /** It asks for caution. */
    CAUTION,
    /** It depends on facts that are not known. */
    UNDECIDED,
    /** Nothing at all. */
    NOTHING_KNOWN
  }

  OrderAssessment {
    recommending = List.copyOf(recommending);
    opposing = List.copyOf(opposing);
    limiting = List.copyOf(limiting);
    open = List.copyOf(open);
    safety = List.copyOf(safety);
  }

  /**
   * Assesses an order.
   *
   * @param therapies what it is for
   * @param safety findings for these therapies
   */
  static OrderAssessment of(
      Supply.Entry order,
      String name,
      Set<String> therapies,
      Advice advice,
      List<SafetyFinding> safety,
      TherapyLineage lineage) {
    List<RecommendationAdvice> recommending = new ArrayList<>();
    List<RecommendationAdvice> opposing = new ArrayList<>();
    List<RecommendationAdvice> limiting = new ArrayList<>();
    List<RecommendationAdvice> open = new ArrayList<>();
    for (RecommendationAdvice each : advice.recommendations()) {
      if (!RecommendationGroup.isAdvice(each.recommendation())
          || each.applicability() == Applicability.DOES_NOT_APPLY
          || !each.overriddenBy().isEmpty()) {
        continue;
      }
      boolean wanted = each.recommendation().direction() == Direction.FOR;
      List<Action> concerned =
          each.recommendation().actions().stream()
              .filter(action -> concerns(action, wanted, therapies, lineage))
              .toList();
      if (concerned.isEmpty()) {
        continue;
      }
      if (each.applicability() == Applicability.UNDETERMINED) {
        open.add(each);
      } else if (wanted) {
        recommending.add(each);
      } else if (concerned.stream().anyMatch(action -> action.text().isEmpty())) {
        opposing.add(each);
      } else {
        limiting.add(each);
      }
    }
    return new OrderAssessment(
        order, name, therapies, recommending, opposing, limiting, open, safety);
  }

  private static boolean concerns(
      Action action, boolean wanted, Set<String> therapies, TherapyLineage lineage) {
    Set<String> named =
        wanted ? lineage.components(action.therapy()).keySet() : Set.of(action.therapy());
    return therapies.stream()
        .anyMatch(therapy -> lineage.classes(therapy).stream().anyMatch(named::contains));
  }

  Verdict verdict() {
    if (has(State.CONTRAINDICATED)) {
      return Verdict.CONTRAINDICATED;
    }
    if (!opposing.isEmpty()) {
      return recommending.isEmpty() ? Verdict.ADVISED_AGAINST : Verdict.DISPUTED;
    }
    if (has(State.CHECK_FIRST)) {
      return Verdict.CHECK_FIRST;
    }
    if (!limiting.isEmpty()) {
      return Verdict.LIMITED;
    }
    if (!recommending.isEmpty()) {
      return Verdict.RECOMMENDED;
    }
    if (has(State.CAUTION)) {
      return Verdict.CAUTION;
    }
    return open.isEmpty() ? Verdict.NOTHING_KNOWN : Verdict.UNDECIDED;
  }

  /** Whether a rule of this state concerns what is ordered, and not only one choice within it. */
  private boolean has(State state) {
    return safety.stream().anyMatch(each -> each.state() == state && !each.replaceable());
  }

  /** Whether it should be pointed out before the clinician goes on. */
  boolean isGrave() {
    return verdict().compareTo(Verdict.DISPUTED) <= 0;
  }

  /**
   * Whether its removal may be offered: it is a draft that no guideline recommends for this
   * patient, and either strong advice is against it as such, or a rule forbids it whose obstacle
   * does not pass and that was read in its source as a whole.
   */
  boolean isRemovable() {
    boolean advised =
        opposing.stream().anyMatch(each -> each.recommendation().strength() == Strength.STRONG);
    boolean forbidden =
        safety.stream()
            .anyMatch(
                each ->
                    each.state() == State.CONTRAINDICATED
                        && !each.replaceable()
                        && each.given().isEmpty()
                        && isFinal(each.rule()));
    return order.resource().path("status").asText("").equals("draft")
        && recommending.isEmpty()
        && (advised || forbidden);
  }

  private static boolean isFinal(SafetyRule rule) {
    return !rule.temporary() && rule.unverifiedParts().isEmpty();
  }

  /** Identifiers of all recommendations that it names. */
  List<String> ids() {
    return Stream.of(opposing, limiting, recommending, open)
        .flatMap(List::stream)
        .map(each -> each.recommendation().id())
        .distinct()
        .toList();
  }
}
