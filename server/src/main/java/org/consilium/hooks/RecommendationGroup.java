package org.consilium.hooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Action;
import org.consilium.knowledge.Recommendation.Direction;
import org.consilium.reasoning.Applicability;
import org.consilium.recommendation.Advice;
import org.consilium.recommendation.RecommendationAdvice;

/**
 * Recommendations that apply and say the same, whoever says it: the same decision question, the
 * same direction, the same therapies. They share a card that names all of them.
 *
 * @param members at least one, the strongest first
 */
record RecommendationGroup(List<RecommendationAdvice> members) {
  private record Key(String question, Direction direction, Set<String> therapies) {}

  RecommendationGroup {
    members = List.copyOf(members);
  }

  /**
   * The groups of what applies, in the order of the advice: strong before weak. Left out are gaps
   * in the evidence, which advise nothing, what is no longer current, and what gives way to another
   * recommendation that applies; the card of that one shows it.
   */
  static List<RecommendationGroup> of(Advice advice) {
    Map<Key, List<RecommendationAdvice>> groups = new LinkedHashMap<>();
    for (RecommendationAdvice each : advice.recommendations()) {
      if (each.applicability() == Applicability.APPLIES
          && isAdvice(each.recommendation())
          && each.overriddenBy().isEmpty()) {
        groups.computeIfAbsent(key(each.recommendation()), key -> new ArrayList<>()).add(each);
      }
    }
    return groups.values().stream().map(RecommendationGroup::new).toList();
  }

  /** Whether a recommendation advises something, and still does. */
  static boolean isAdvice(Recommendation recommendation) {
    return !recommendation.isGap() && recommendation.status().equals("Current");
  }

  private static Key key(Recommendation recommendation) {
    return new Key(
        recommendation.question(),
        recommendation.direction(),
        recommendation.actions().stream().map(Action::therapy).collect(Collectors.toSet()));
  }

  /** The strongest. */
  RecommendationAdvice first() {
    return members.get(0);
  }

  /** IRIs of recommendations that apply and contradict one of the members. */
  List<String> conflicts() {
    return members.stream()
        .flatMap(each -> each.conflictsWith().stream())
        .distinct()
        .sorted()
        .toList();
  }

  List<String> ids() {
    return members.stream().map(each -> each.recommendation().id()).toList();
  }
}
