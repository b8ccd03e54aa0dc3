package org.consilium.knowledge;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;

/**
 * The RDF and OWL that knowledge was read from.
 *
 * @param graph all triples with their places
 * @param modules the OWL ontology that a reasoner is given, by JSON code of the cancer
 * @param definitions the axioms that were written as Manchester literals
 */
record KnowledgeOrigin(
    KnowledgeGraph graph, Map<String, OWLOntology> modules, Set<OWLAxiom> definitions) {
  KnowledgeOrigin {
    modules = Collections.unmodifiableMap(modules);
    definitions = Set.copyOf(definitions);
  }
}
