package org.consilium.knowledge;

import java.util.Collection;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.sparql.path.P_Link;

/** Checks the graph against its SHACL shapes and turns each result into a problem with a place. */
final class ShapeCheck {
  private static final String CNS = Namespaces.CNS;

  private ShapeCheck() {}

  static void run(KnowledgeGraph knowledge, Collection<Problem> problems) {
    Graph graph = knowledge.graph();
    ValidationReport report = ShaclValidator.get().validate(Shapes.parse(graph), graph);
    report.getEntries().forEach(entry -> problems.add(problem(entry, knowledge)));
  }

  private static Problem problem(ReportEntry entry, KnowledgeGraph knowledge) {
    Node focus = entry.focusNode();
    Node property = entry.resultPath() instanceof P_Link link ? link.getNode() : Node.ANY;
    String name = property.isURI() ? Namespaces.localName(property.getURI()) : "";
    String subject = focus.isURI() ? focus.getURI() : "";
    String message =
        (focus.isURI() ? Namespaces.localName(focus.getURI()) + ": " : "")
            + entry.message()
            + (entry.value() == null ? "" : " (found " + show(entry.value()) + ")");
    ProblemCode code = code(entry, property, name);
    Node place =
        code == ProblemCode.SUPERSEDED_WITHOUT_SUCCESSOR && !property.isURI()
            ? NodeFactory.createURI(CNS + "status")
            : property;
    return Problem.at(code, knowledge.locate(focus, place), subject, message);
  }

  private static String show(Node value) {
    return value.isLiteral()
        ? "\"" + value.getLiteralLexicalForm() + "\""
        : value.isURI() ? "<" + value.getURI() + ">" : "a nested description";
  }

  private static ProblemCode code(ReportEntry entry, Node property, String name) {
    String severity = entry.severity().level().getURI();
    if (severity.endsWith("#Warning")) {
      return ProblemCode.SHAPE_WARNING;
    }
    if (severity.endsWith("#Info")) {
      return ProblemCode.SHAPE_INFO;
    }
    boolean ofSuccession =
        entry.source() != null
            && entry.source().isURI()
            && entry.source().getURI().equals(CNS + "SupersededShape");
    if (ofSuccession || (property.isURI() && property.getURI().equals(CNS + "supersededBy"))) {
      return ProblemCode.SUPERSEDED_WITHOUT_SUCCESSOR;
    }
    if (name.equals("source") || name.equals("sourceLocator")) {
      return ProblemCode.SOURCE_MISSING;
    }
    if (entry.sourceConstraintComponent() != null
        && entry.sourceConstraintComponent().getURI().endsWith("ClassConstraintComponent")) {
      return ProblemCode.UNKNOWN_REFERENCE;
    }
    return ProblemCode.SHAPE_VIOLATION;
  }
}
