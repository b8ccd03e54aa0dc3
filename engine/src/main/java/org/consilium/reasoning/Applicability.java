package org.consilium.reasoning;

/**
 * Whether a case belongs to a population, under the open world: unknown is not no.
 *
 * <p>For a case <em>c</em> and a population <em>E</em>, {@link #APPLIES} means that the knowledge
 * entails <em>c ∈ E</em>, {@link #DOES_NOT_APPLY} that it entails <em>c ∈ ¬E</em>, and {@link
 * #UNDETERMINED} that it entails neither.
 */
public enum Applicability {
  APPLIES("applies"),
  DOES_NOT_APPLY("does-not-apply"),
  UNDETERMINED("undetermined");

  private final String word;

  Applicability(String word) {
    this.word = word;
  }

  /** The word that answers use. */
  public String word() {
    return word;
  }

  public boolean isDetermined() {
    return this != UNDETERMINED;
  }
}
