package org.consilium.knowledge;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;

/**
 * How much of each kind a knowledge base holds, for one cancer or for all.
 *
 * @param recommendations recommendations, research gaps included
 * @param gaps research gaps among them
 * @param populations eligible populations that differ as OWL class expressions
 * @param documents source documents with at least one recommendation
 * @param bodies bodies that publish those documents
 * @param questions decision questions that are answered
 * @param studies studies that are cited
 * @param outcomes outcomes of those studies
 * @param publications publications in which those studies were reported
 * @param safetyRules safety rules that can be decided
 * @param features features of a patient description
 * @param oldestReview the earliest day on which a document was reviewed, as {@code yyyy-MM-dd}, or
 *     empty if none says
 */
public record ContentCounts(
    int recommendations,
    int gaps,
    int populations,
    int documents,
    int bodies,
    int questions,
    int studies,
    int outcomes,
    int publications,
    int safetyRules,
    int features,
    String oldestReview) {

  /** Counts what concerns one cancer, by its JSON code. */
  public static ContentCounts of(KnowledgeBase knowledge, String cancer) {
    return count(
        knowledge,
        knowledge.recommendations(cancer),
        knowledge.safetyRules(cancer).stream().map(SafetyRule::iri).collect(Collectors.toSet()),
        knowledge.vocabulary(cancer).orElseThrow().features().stream()
            .map(Feature::iri)
            .collect(Collectors.toSet()));
  }

  /** Counts everything; what cancers share counts once. */
  public static ContentCounts of(KnowledgeBase knowledge) {
    Set<String> rules = new HashSet<>();
    Set<String> features = new HashSet<>();
    for (String cancer : knowledge.cancers()) {
      knowledge.safetyRules(cancer).forEach(rule -> rules.add(rule.iri()));
      knowledge
          .vocabulary(cancer)
          .orElseThrow()
          .features()
          .forEach(feature -> features.add(feature.iri()));
    }
    return count(knowledge, knowledge.recommendations(), rules, features);
  }

  private static ContentCounts count(
      KnowledgeBase knowledge,
      Collection<Recommendation> recommendations,
      Set<String> rules,
      Set<String> features) {
    Set<String> documents = new HashSet<>();
    Set<Study> studies = new HashSet<>();
    for (Recommendation recommendation : recommendations) {
      documents.add(recommendation.guideline());
      recommendation.evidence().stream()
          .flatMap(evidence -> knowledge.study(evidence.study()).stream())
          .forEach(studies::add);
    }
    return new ContentCounts(
        recommendations.size(),
        (int)
            recommendations.stream()
                .filter(r -> r.direction() == Recommendation.Direction.NONE)
                .count(),
        (int) recommendations.stream().map(r -> r.population().expression()).distinct().count(),
        documents.size(),
        (int)
            documents.stream()
                .flatMap(iri -> values(knowledge, iri, "publishedBy"))
                .distinct()
                .count(),
        (int) recommendations.stream().flatMap(r -> r.questions().stream()).distinct().count(),
        studies.size(),
        studies.stream().mapToInt(study -> study.outcomes().size()).sum(),
        (int) studies.stream().flatMap(study -> study.publications().stream()).distinct().count(),
        rules.size(),
        features.size(),
        documents.stream()
            .flatMap(iri -> values(knowledge, iri, "reviewedOn"))
            .map(node -> node.isLiteral() ? node.getLiteralLexicalForm() : "")
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .findFirst()
            .orElse(""));
  }

  private static Stream<Node> values(KnowledgeBase knowledge, String subject, String property) {
    return knowledge.graph().stream(
            NodeFactory.createURI(subject),
            NodeFactory.createURI(Namespaces.CNS + property),
            Node.ANY)
        .map(org.apache.jena.graph.Triple::getObject);
  }
}
