package org.consilium.recommendation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Action;
import org.consilium.knowledge.Recommendation.Direction;

/**
 * Pairs of recommendations that cannot both be followed. A conflict is inferred where one
 * recommends a therapy and another advises against it, or against a class it belongs to, or for a
 * class of which the other excludes a member; all else is asserted in the guidelines' files.
 * Components of regimens do not count: advice against a drug alone is no advice against a regimen.
 */
public final class ConflictIndex {
  private final Map<String, Set<String>> conflicts = new HashMap<>();

  public ConflictIndex(KnowledgeBase knowledge) {
    TherapyLineage lineage = new TherapyLineage(knowledge);
    for (String cancer : knowledge.cancers()) {
      List<Recommendation> all = knowledge.recommendations(cancer);
      for (Recommendation first : all) {
        first.conflicts().forEach(other -> add(first.iri(), other));
        first.yieldsTo().forEach(other -> add(first.iri(), other));
        if (first.direction() == Direction.FOR) {
          for (Recommendation second : all) {
            if (second.direction() == Direction.AGAINST && contrary(first, second, lineage)) {
              add(first.iri(), second.iri());
            }
          }
        }
      }
    }
  }

  private void add(String first, String second) {
    conflicts.computeIfAbsent(first, key -> new TreeSet<>()).add(second);
    conflicts.computeIfAbsent(second, key -> new TreeSet<>()).add(first);
  }

  private static boolean contrary(
      Recommendation first, Recommendation second, TherapyLineage lineage) {
    for (Action wanted : first.actions()) {
      for (Action unwanted : second.actions()) {
        if (lineage.classes(wanted.therapy()).contains(unwanted.therapy())
            || lineage.classes(unwanted.therapy()).contains(wanted.therapy())) {
          return true;
        }
      }
    }
    return false;
  }

  /** IRIs of the recommendations in conflict with one, whether or not both apply to a case. */
  public Set<String> of(String recommendation) {
    return conflicts.getOrDefault(recommendation, Set.of());
  }
}
