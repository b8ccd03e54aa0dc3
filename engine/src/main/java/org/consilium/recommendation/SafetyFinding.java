package org.consilium.recommendation;

import java.util.List;
import org.consilium.knowledge.SafetyRule;

/**
 * What a safety rule says of a therapy for a case.
 *
 * @param therapy IRI of the therapy that the recommendation names
 * @param concerns IRI of the part or class of it that the rule concerns
 * @param rule the rule
 * @param state how the case stands to it
 * @param missing keys of the facts that must be known beforehand and are not
 * @param replaceable whether the part can be left out or replaced, or is one member of a class that
 *     is recommended as such
 * @param given keys of the features that count as true because another item of the recommendation
 *     gives them, where this changes the state
 */
public record SafetyFinding(
    String therapy,
    String concerns,
    SafetyRule rule,
    State state,
    List<String> missing,
    boolean replaceable,
    List<String> given) {
  /** The states, the gravest first. */
  public enum State {
    CONTRAINDICATED("contraindicated"),
    CHECK_FIRST("check-first"),
    CAUTION("caution"),
    CLEAR("clear");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word that answers use. */
    public String word() {
      return word;
    }
  }
}
