/**
 * The advice for a case: recommendations by decision question, ranked, with reasons and evidence.
 *
 * <p>Conflicts and precedence between recommendations, safety rules, and the receipt with which an
 * answer can be replayed to the same bytes. Depends on {@code explanation} and what it builds on.
 */
package org.consilium.recommendation;
