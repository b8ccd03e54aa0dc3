package org.consilium.knowledge;

import org.semanticweb.owlapi.model.OWLAxiom;

/** An axiom that the feature fragment has no place for, with the reason. */
public record OutsideAxiom(OWLAxiom axiom, String reason) {}
