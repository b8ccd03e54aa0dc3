/**
 * What follows from the knowledge as a whole, over all possible patients: how populations lie to
 * each other, what contradicts what.
 */
package org.consilium.analysis;
