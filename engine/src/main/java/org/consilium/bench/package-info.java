/**
 * Measures the reasoners against each other on generated recommendations and patients.
 *
 * <p>Everything is generated from fixed seeds, over the shipped vocabulary or over one made up for
 * the purpose, so that a measurement can be repeated. Depends on {@code reasoning} and what stands
 * before it.
 */
package org.consilium.bench;
