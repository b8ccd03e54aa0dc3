/**
 * The knowledge: guidelines, recommendations, evidence and the ontology that describes cases.
 *
 * <p>Loads Turtle and Manchester syntax, validates it against the SHACL shapes, and holds the
 * result as an immutable snapshot whose content hash is its version. Depends on no other package of
 * the engine.
 */
package org.consilium.knowledge;
