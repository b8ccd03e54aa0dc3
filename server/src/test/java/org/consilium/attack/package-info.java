/**
 * Attacks on and faults of the packaged server, each with its identifier in docs/reliability.md.
 * Whatever a case does, the same must hold after it; {@link org.consilium.attack.AttackedServer}
 * says what.
 */
package org.consilium.attack;
