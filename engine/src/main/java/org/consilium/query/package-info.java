/**
 * The library of competency questions: SPARQL files with headers that describe them and their
 * parameters, and their evaluation over the published graph.
 */
package org.consilium.query;
