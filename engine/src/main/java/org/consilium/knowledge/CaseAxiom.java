package org.consilium.knowledge;

/**
 * An axiom about cases: whoever meets the condition meets the conclusion.
 *
 * @param condition the subclass
 * @param conclusion the superclass
 * @param origin the OWL axiom in functional syntax, for reports
 * @param label the label of the class on which it is stated, or empty
 */
public record CaseAxiom(Criterion condition, Criterion conclusion, String origin, String label) {}
