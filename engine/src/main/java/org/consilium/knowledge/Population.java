package org.consilium.knowledge;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import org.semanticweb.owlapi.model.OWLClassExpression;

/** The cases that a recommendation or rule is about. */
public final class Population {
  private final String subject;
  private final Supplier<OWLClassExpression> expression;
  private final Criterion criterion;
  private final String text;

  /**
   * @param subject IRI of the recommendation or rule
   * @param expression the OWL class expression, without the case class
   * @param criterion the same in the feature fragment, with what is outside it marked
   * @param text the expression in Manchester syntax as written, or rendered if it was written in
   *     OWL
   */
  public Population(
      String subject, OWLClassExpression expression, Criterion criterion, String text) {
    this(subject, Suppliers.ofInstance(expression), criterion, text);
  }

  Population(
      String subject, Supplier<OWLClassExpression> expression, Criterion criterion, String text) {
    this.subject = subject;
    this.expression = expression;
    this.criterion = criterion;
    this.text = text;
  }

  /** IRI of the recommendation or rule. */
  public String subject() {
    return subject;
  }

  /** The OWL class expression, without the case class. */
  public OWLClassExpression expression() {
    return expression.get();
  }

  /** The same in the feature fragment, with what is outside it marked. */
  public Criterion criterion() {
    return criterion;
  }

  /** The expression in Manchester syntax as written, or rendered if it was written in OWL. */
  public String text() {
    return text;
  }

  /** Whether the whole expression lies in the feature fragment. */
  public boolean isInFragment() {
    return Criteria.outside(criterion).isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Population population
        && population.subject.equals(subject)
        && population.criterion.equals(criterion)
        && population.text.equals(text);
  }

  @Override
  public int hashCode() {
    return subject.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
