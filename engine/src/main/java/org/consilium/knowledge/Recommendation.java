package org.consilium.knowledge;

import java.util.List;
import java.util.Set;

/**
 * A recommendation, or a research gap that a body names.
 *
 * @param iri its IRI
 * @param cancer JSON code of the cancer
 * @param guideline IRI of the document
 * @param questions IRIs of the decision questions it answers, the main one first
 * @param topic topic as the source groups it
 * @param population who is eligible
 * @param direction for or against, or none for a gap
 * @param actions what is recommended, in the order of the source
 * @param strength normalised strength
 * @param gradeAsPublished the grade exactly as published
 * @param levelOfEvidence as published, or empty
 * @param certainty as published, or empty
 * @param statement in our own words
 * @param caveats what to know
 * @param evidence the studies it rests on
 * @param consensusOnly whether the source names no study
 * @param yieldsTo IRIs of recommendations that override this one where they apply
 * @param conflicts IRIs of recommendations in conflict with it, as far as that cannot be inferred
 * @param status Current, Superseded or Withdrawn
 * @param supersededBy IRI of the successor, or empty
 * @param evidenceGap whether the body itself calls the evidence insufficient
 * @param sources where it was read
 * @param sourceLocator place in the source
 * @param newerEvidence studies that appeared after the document and bear on the statement
 */
public record Recommendation(
    String iri,
    String cancer,
    String guideline,
    List<String> questions,
    String topic,
    Population population,
    Direction direction,
    List<Action> actions,
    Strength strength,
    String gradeAsPublished,
    String levelOfEvidence,
    String certainty,
    String statement,
    List<String> caveats,
    List<Evidence> evidence,
    boolean consensusOnly,
    Set<String> yieldsTo,
    Set<String> conflicts,
    String status,
    String supersededBy,
    boolean evidenceGap,
    List<String> sources,
    String sourceLocator,
    List<Evidence> newerEvidence) {
  /** Whether to do or to leave something. */
  public enum Direction {
    FOR("for"),
    AGAINST("against"),
    NONE("none");

    private final String word;

    Direction(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** The normalised strength, beside which the grade as published is always kept. */
  public enum Strength {
    STRONG("strong"),
    WEAK("weak"),
    UNGRADED("ungraded");

    private final String word;

    Strength(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * One thing to do or to leave.
   *
   * @param therapy IRI of the therapy
   * @param text the wording where it says more than the therapy's label, or empty
   */
  public record Action(String therapy, String text) {}

  /**
   * A study that supports the recommendation.
   *
   * @param study IRI of the study
   * @param outcomes IRIs of the outcomes that matter most; empty if all do
   * @param note how directly it supports the recommendation, or empty
   */
  public record Evidence(String study, List<String> outcomes, String note) {}

  public String id() {
    return Namespaces.localName(iri);
  }

  /** IRI of the main decision question, or empty. */
  public String question() {
    return questions.isEmpty() ? "" : questions.get(0);
  }

  /** Whether it is a gap rather than advice. */
  public boolean isGap() {
    return direction == Direction.NONE;
  }
}
