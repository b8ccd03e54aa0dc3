package org.consilium.knowledge;

import org.semanticweb.owlapi.model.OWLClassExpression;

/**
 * The cases that a recommendation or rule is about.
 *
 * @param expression the OWL class expression, without the case class
 * @param criterion the same in the feature fragment, with what is outside it marked
 * @param text the expression in Manchester syntax as written, or rendered if it was written in OWL
 */
public record Population(OWLClassExpression expression, Criterion criterion, String text) {
  /** Whether the whole expression lies in the feature fragment. */
  public boolean isInFragment() {
    return Criteria.outside(criterion).isEmpty();
  }
}
