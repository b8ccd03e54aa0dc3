/**
 * Whether a case belongs to an eligible population: it does, it does not, or the known facts do not
 * decide.
 *
 * <p>HermiT is the reference. The same populations, compiled to clauses once for each knowledge
 * version, give the same answers fast; differential tests and a proof at every build hold the
 * compiled form to the reference. Depends on {@code knowledge} and {@code patient}.
 */
package org.consilium.reasoning;
