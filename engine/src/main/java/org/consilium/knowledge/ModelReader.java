package org.consilium.knowledge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;

/** Reads guidelines, recommendations, evidence and therapies from the graph into values. */
final class ModelReader {
  private static final String DCTERMS = "http://purl.org/dc/terms/";
  private static final String RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
  private static final String BIBO = "http://purl.org/ontology/bibo/";
  private static final String ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
  private static final List<String> THERAPY_KINDS =
      List.of("Drug", "DrugClass", "Regimen", "Procedure", "Test");

  private final KnowledgeGraph graph;
  private final Collection<Problem> problems;

  ModelReader(KnowledgeGraph graph, Collection<Problem> problems) {
    this.graph = graph;
    this.problems = problems;
  }

  Map<String, Guideline> guidelines() {
    return byIri(
        List.of("Guideline"),
        node ->
            new Guideline(
                node.getURI(),
                text(node, DCTERMS + "title"),
                reference(node, "publishedBy", "Body")
                    .map(body -> text(NodeFactory.createURI(body), RDFS_LABEL))
                    .orElse(""),
                text(node, Namespaces.CNS + "year"),
                text(node, Namespaces.CNS + "edition"),
                text(node, Namespaces.CNS + "documentKind"),
                text(node, Namespaces.CNS + "notice"),
                values(node, DCTERMS + "source")),
        Guideline::iri);
  }

  Map<String, DecisionQuestion> questions() {
    return byIri(
        List.of("DecisionQuestion"),
        node ->
            new DecisionQuestion(
                node.getURI(),
                text(node, RDFS_LABEL),
                text(node, Namespaces.CNS + "topic"),
                text(node, Namespaces.CNS + "picoPopulation"),
                text(node, Namespaces.CNS + "picoIntervention"),
                text(node, Namespaces.CNS + "picoComparison"),
                text(node, Namespaces.CNS + "picoOutcome")),
        DecisionQuestion::iri);
  }

  Map<String, Therapy> therapies() {
    return byIri(
        THERAPY_KINDS,
        node ->
            new Therapy(
                node.getURI(),
                text(node, RDFS_LABEL),
                THERAPY_KINDS.stream().filter(kind -> isA(node, kind)).findFirst().orElseThrow(),
                references(node, "memberOf", THERAPY_KINDS),
                references(node, "component", THERAPY_KINDS),
                references(node, "alternativeComponent", THERAPY_KINDS),
                references(node, "optionalComponent", THERAPY_KINDS),
                flag(node, "anyComponentSuffices").orElse(false),
                text(node, Namespaces.CNS + "atcCode"),
                text(node, Namespaces.CNS + "ncitCode"),
                values(node, ALT_LABEL),
                Set.copyOf(values(node, Namespaces.CNS + "establishes"))),
        Therapy::iri);
  }

  Map<String, Study> studies() {
    return byIri(List.of("Study"), this::study, Study::iri);
  }

  private Study study(Node node) {
    List<Publication> publications = new ArrayList<>();
    for (String property : List.of("reportedIn", "relatedPublication")) {
      for (String iri : references(node, property, List.of("Publication"))) {
        Node report = NodeFactory.createURI(iri);
        publications.add(
            new Publication(iri, text(report, BIBO + "pmid"), text(report, BIBO + "doi")));
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (String iri : references(node, "hasOutcome", List.of("Outcome"))) {
      outcomes.add(outcome(NodeFactory.createURI(iri)));
    }
    Map<String, String> arms = new TreeMap<>();
    for (Node arm : graph.objects(node, Namespaces.CNS + "arm")) {
      arms.put(text(arm, Namespaces.CNS + "armRole"), text(arm, RDFS_LABEL));
    }
    return new Study(
        node.getURI(),
        text(node, RDFS_LABEL),
        text(node, DCTERMS + "title"),
        text(node, Namespaces.CNS + "design"),
        flag(node, "randomised"),
        text(node, Namespaces.CNS + "registryNumber"),
        text(node, Namespaces.CNS + "sampleSize"),
        text(node, Namespaces.CNS + "year"),
        text(node, Namespaces.CNS + "studyPopulation"),
        arms.getOrDefault("intervention", ""),
        arms.getOrDefault("comparator", ""),
        publications,
        outcomes,
        values(node, Namespaces.CNS + "note"),
        values(node, DCTERMS + "source"));
  }

  private Outcome outcome(Node node) {
    String endpoint = text(node, Namespaces.CNS + "endpoint");
    return new Outcome(
        node.getURI(),
        endpoint.isEmpty() ? text(node, RDFS_LABEL) : endpoint,
        text(node, Namespaces.CNS + "measure"),
        number(node, "value"),
        number(node, "intervalLow"),
        number(node, "intervalHigh"),
        number(node, "intervalLevel"),
        text(node, Namespaces.CNS + "pValue"),
        text(node, Namespaces.CNS + "timePoint"),
        number(node, "comparatorValue"),
        reference(node, "reportedIn", "Publication").orElse(""));
  }

  /**
   * The recommendations whose population could be read.
   *
   * @param populations population of each recommendation by IRI
   * @param cancers JSON code of each cancer by IRI
   */
  Map<String, Recommendation> recommendations(
      Map<String, Population> populations, Map<String, String> cancers) {
    return byIri(
        List.of("Recommendation", "ResearchGap"),
        node -> recommendation(node, populations.get(node.getURI()), cancers),
        Recommendation::iri);
  }

  private Recommendation recommendation(
      Node node, Population population, Map<String, String> cancers) {
    String cancerIri =
        graph.objects(node, Namespaces.CNS + "cancer").stream()
            .filter(Node::isURI)
            .map(Node::getURI)
            .findFirst()
            .orElse("");
    if (population == null) {
      return null;
    }
    List<String> texts = values(node, Namespaces.CNS + "actionText");
    Set<String> therapies = references(node, "action", THERAPY_KINDS);
    List<Recommendation.Action> actions = new ArrayList<>();
    int position = 0;
    for (String therapy : therapies) {
      boolean paired = texts.size() == therapies.size();
      actions.add(new Recommendation.Action(therapy, paired ? texts.get(position) : ""));
      position++;
    }
    Set<String> conflicts = new TreeSet<>();
    for (String property :
        List.of("conflictsWith", "contradicts", "competesWith", "differsInDurationFrom")) {
      conflicts.addAll(references(node, property, List.of("Recommendation", "ResearchGap")));
    }
    return new Recommendation(
        node.getURI(),
        cancers.getOrDefault(cancerIri, ""),
        reference(node, "inGuideline", "Guideline").orElse(""),
        List.copyOf(references(node, "answers", List.of("DecisionQuestion"))),
        text(node, Namespaces.CNS + "topic"),
        population,
        direction(node),
        actions,
        strength(node),
        text(node, Namespaces.CNS + "gradeAsPublished"),
        text(node, Namespaces.CNS + "levelOfEvidence"),
        text(node, Namespaces.CNS + "certainty"),
        text(node, Namespaces.CNS + "statement"),
        values(node, Namespaces.CNS + "caveat"),
        evidence(node, "supportedBy"),
        flag(node, "consensusOnly").orElse(false),
        references(node, "yieldsTo", List.of("Recommendation")),
        conflicts,
        local(node, "status", "Current"),
        reference(node, "supersededBy", "Recommendation").orElse(""),
        flag(node, "evidenceGap").orElse(false),
        values(node, DCTERMS + "source"),
        text(node, Namespaces.CNS + "sourceLocator"),
        evidence(node, "newerEvidence"));
  }

  private List<Recommendation.Evidence> evidence(Node node, String property) {
    List<Recommendation.Evidence> evidence = new ArrayList<>();
    for (Node link : graph.objects(node, Namespaces.CNS + property)) {
      reference(link, "study", "Study")
          .ifPresent(
              study ->
                  evidence.add(
                      new Recommendation.Evidence(
                          study,
                          List.copyOf(references(link, "outcome", List.of("Outcome"))),
                          text(link, Namespaces.CNS + "note"))));
    }
    return List.copyOf(evidence);
  }

  private Recommendation.Direction direction(Node node) {
    return switch (local(node, "direction", "")) {
      case "For" -> Recommendation.Direction.FOR;
      case "Against" -> Recommendation.Direction.AGAINST;
      default -> Recommendation.Direction.NONE;
    };
  }

  private Recommendation.Strength strength(Node node) {
    return switch (local(node, "strength", "")) {
      case "Strong" -> Recommendation.Strength.STRONG;
      case "Weak" -> Recommendation.Strength.WEAK;
      default -> Recommendation.Strength.UNGRADED;
    };
  }

  /**
   * The safety rules whose population could be read.
   *
   * @param populations population of each rule by IRI
   * @param keys key of each feature by property IRI
   */
  Map<String, SafetyRule> safetyRules(
      Map<String, Population> populations, Map<String, String> keys) {
    return byIri(
        List.of("Contraindication", "CheckFirst", "Caution"),
        node -> safetyRule(node, populations.get(node.getURI()), keys),
        SafetyRule::iri);
  }

  private SafetyRule safetyRule(Node node, Population population, Map<String, String> keys) {
    if (population == null) {
      return null;
    }
    Set<String> checks = new TreeSet<>();
    for (Node check : graph.objects(node, Namespaces.CNS + "requiredCheck")) {
      String key = check.isURI() ? keys.get(check.getURI()) : null;
      if (key == null) {
        unknown(node, "requiredCheck", check, List.of());
      } else {
        checks.add(key);
      }
    }
    return new SafetyRule(
        node.getURI(),
        isA(node, "Contraindication")
            ? SafetyRule.Kind.CONTRAINDICATION
            : isA(node, "CheckFirst") ? SafetyRule.Kind.CHECK_FIRST : SafetyRule.Kind.CAUTION,
        references(node, "concerns", THERAPY_KINDS),
        population,
        checks,
        text(node, Namespaces.CNS + "labelWording"),
        flag(node, "temporary").orElse(false),
        text(node, Namespaces.CNS + "statement"),
        text(node, Namespaces.CNS + "consequence"),
        values(node, Namespaces.CNS + "jurisdiction"),
        values(node, Namespaces.CNS + "unverifiedPart"),
        text(node, Namespaces.CNS + "sourceDocument"),
        text(node, Namespaces.CNS + "sourceSection"),
        text(node, Namespaces.CNS + "year"),
        values(node, DCTERMS + "source"));
  }

  private <T> Map<String, T> byIri(
      List<String> types, Function<Node, T> reader, Function<T, String> iri) {
    Map<String, T> result = new TreeMap<>();
    types.stream()
        .flatMap(type -> graph.instances(Namespaces.CNS + type).stream())
        .distinct()
        .map(reader)
        .filter(value -> value != null)
        .forEach(value -> result.put(iri.apply(value), value));
    return result;
  }

  private boolean isA(Node node, String type) {
    return graph
        .graph()
        .contains(node, RDF.type.asNode(), NodeFactory.createURI(Namespaces.CNS + type));
  }

  /** Lexical forms or IRIs, in the order written; of language-tagged texts the English ones. */
  private List<String> values(Node node, String property) {
    return graph.objects(node, property).stream().flatMap(ModelReader::english).toList();
  }

  private static Stream<String> english(Node value) {
    if (value.isURI()) {
      return Stream.of(value.getURI());
    }
    if (!value.isLiteral()) {
      return Stream.empty();
    }
    String language = value.getLiteralLanguage();
    return language.isEmpty() || language.equals("en")
        ? Stream.of(value.getLiteralLexicalForm())
        : Stream.empty();
  }

  private String text(Node node, String property) {
    return values(node, property).stream().findFirst().orElse("");
  }

  private String local(Node node, String property, String otherwise) {
    return graph.objects(node, Namespaces.CNS + property).stream()
        .filter(Node::isURI)
        .map(value -> Namespaces.localName(value.getURI()))
        .findFirst()
        .orElse(otherwise);
  }

  private Optional<Boolean> flag(Node node, String property) {
    return values(node, Namespaces.CNS + property).stream()
        .findFirst()
        .map(value -> value.equals("true") || value.equals("1"));
  }

  private Optional<BigDecimal> number(Node node, String property) {
    try {
      return values(node, Namespaces.CNS + property).stream().findFirst().map(BigDecimal::new);
    } catch (NumberFormatException e) {
      problems.add(
          Problem.at(
              ProblemCode.SHAPE_VIOLATION,
              graph.locate(node, NodeFactory.createURI(Namespaces.CNS + property)),
              node.isURI() ? node.getURI() : "",
              "cns:" + property + " is not a number"));
      return Optional.empty();
    }
  }

  private Optional<String> reference(Node node, String property, String type) {
    return references(node, property, List.of(type)).stream().findFirst();
  }

  /**
   * Referenced IRIs in the order written; what is not described with a fitting type is reported.
   */
  private Set<String> references(Node node, String property, List<String> types) {
    Set<String> result = new LinkedHashSet<>();
    for (Node value : graph.objects(node, Namespaces.CNS + property)) {
      if (value.isURI() && types.stream().anyMatch(type -> isA(value, type))) {
        result.add(value.getURI());
      } else {
        unknown(node, property, value, types);
      }
    }
    return result;
  }

  private void unknown(Node node, String property, Node value, List<String> types) {
    String name = value.isURI() ? Namespaces.localName(value.getURI()) : value.toString();
    Set<String> names = new TreeSet<>();
    for (String type : types) {
      graph
          .instances(Namespaces.CNS + type)
          .forEach(instance -> names.add(Namespaces.localName(instance.getURI())));
    }
    List<String> nearest = NearestNames.of(name, names, 3);
    problems.add(
        Problem.at(
            ProblemCode.UNKNOWN_REFERENCE,
            graph.locate(node, NodeFactory.createURI(Namespaces.CNS + property)),
            node.isURI() ? node.getURI() : "",
            "cns:"
                + property
                + " names "
                + name
                + ", which is not described as "
                + (types.isEmpty() ? "a feature" : String.join(" or ", types))
                + (nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest))));
  }
}
