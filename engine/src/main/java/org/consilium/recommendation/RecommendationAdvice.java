package org.consilium.recommendation;

import java.util.List;
import java.util.Optional;
import org.consilium.explanation.CaseExplanation.Reason;
import org.consilium.explanation.Change;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Recommendation;
import org.consilium.reasoning.Applicability;

/**
 * What is said of one recommendation for a case.
 *
 * @param recommendation the recommendation
 * @param applicability whether it applies
 * @param reasons how the case stands to each of its criteria
 * @param missing smallest sets of feature keys that decide it; only if it is undetermined
 * @param conflictsWith IRIs of applicable recommendations in conflict with it; only if it applies
 * @param overriddenBy IRIs of applicable recommendations that override it; only if it applies
 * @param safety findings of safety rules; none if it does not apply
 * @param explanation more, on request
 */
public record RecommendationAdvice(
    Recommendation recommendation,
    Applicability applicability,
    List<Reason> reasons,
    List<List<Feature>> missing,
    List<String> conflictsWith,
    List<String> overriddenBy,
    List<SafetyFinding> safety,
    Optional<Explanation> explanation) {
  /**
   * More about an answer.
   *
   * @param decidingFacts a smallest set of known features that decides it
   * @param changes nearest changes that would give another answer
   * @param allMissing all sets that decide it and of which nothing can be left out
   */
  public record Explanation(
      List<Feature> decidingFacts, List<Change> changes, List<List<Feature>> allMissing) {}
}
