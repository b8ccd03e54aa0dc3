package org.consilium.recommendation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.consilium.explanation.ProofChecker;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;

/**
 * Checks advice by other means than those that made it: every answer with its explanation is handed
 * to the {@link ProofChecker}, which shares no code with the compiler.
 *
 * @param checked how many answers were checked
 * @param unchecked identifiers of recommendations whose populations the checker cannot read, with
 *     the reason
 * @param refuted what is wrong, by recommendation; empty if all is right
 */
public record AdviceVerification(int checked, List<String> unchecked, List<String> refuted) {
  public AdviceVerification {
    unchecked = List.copyOf(unchecked);
    refuted = List.copyOf(refuted);
  }

  /**
   * Checks advice.
   *
   * @param advice advice that was made with explanations
   */
  public static AdviceVerification of(Advice advice, KnowledgeBase knowledge) {
    ProofChecker checker = ProofChecker.of(knowledge);
    List<String> unchecked = new ArrayList<>();
    List<String> refuted = new ArrayList<>();
    int checked = 0;
    for (RecommendationAdvice item : advice.recommendations()) {
      Recommendation recommendation = item.recommendation();
      Optional<String> obstacle =
          item.explanation().isEmpty()
              ? Optional.of("it is not explained")
              : checker.obstacle(recommendation.cancer(), recommendation.population());
      if (obstacle.isPresent()) {
        unchecked.add(recommendation.id() + ": " + obstacle.get());
        continue;
      }
      checked++;
      checker
          .refute(
              advice.patient(),
              recommendation.population(),
              item.applicability(),
              item.explanation().get().decidingFacts(),
              item.missing())
          .ifPresent(fault -> refuted.add(recommendation.id() + ": " + fault));
    }
    return new AdviceVerification(checked, unchecked, refuted);
  }
}
