/**
 * Why an answer is what it is, and what would decide or change it.
 *
 * <p>Smallest subsets of the known facts that already decide, smallest sets of missing facts that
 * would decide, and the question to ask next. Depends on {@code reasoning} and what it builds on.
 */
package org.consilium.explanation;
