package org.consilium.reasoning;

import java.util.HashMap;
import java.util.Map;
import org.consilium.knowledge.Namespaces;
import org.semanticweb.owlapi.manchestersyntax.renderer.ManchesterOWLSyntaxOWLObjectRendererImpl;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.OWLObject;
import org.semanticweb.owlapi.model.OWLOntology;

/** Says OWL axioms in Manchester syntax with the English labels of their terms. */
public final class AxiomWords {
  private final Map<String, String> labels = new HashMap<>();
  private final ManchesterOWLSyntaxOWLObjectRendererImpl renderer =
      new ManchesterOWLSyntaxOWLObjectRendererImpl();

  public AxiomWords(OWLOntology ontology) {
    ontology
        .axioms(AxiomType.ANNOTATION_ASSERTION)
        .filter(axiom -> axiom.getProperty().isLabel() && axiom.getSubject().isIRI())
        .forEach(
            axiom ->
                axiom
                    .getValue()
                    .asLiteral()
                    .filter(literal -> literal.getLang().isEmpty() || literal.hasLang("en"))
                    .ifPresent(
                        literal ->
                            labels.put(axiom.getSubject().toString(), literal.getLiteral())));
    renderer.setShortFormProvider(
        entity -> {
          String iri = entity.getIRI().toString();
          String label = labels.get(iri);
          return label == null ? Namespaces.localName(iri) : "'" + label + "'";
        });
  }

  /** One axiom or expression on one line. */
  public synchronized String of(OWLObject object) {
    return renderer.render(object).replaceAll("\\s+", " ").strip();
  }
}
