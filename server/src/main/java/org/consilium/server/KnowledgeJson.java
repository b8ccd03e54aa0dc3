package org.consilium.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import org.consilium.knowledge.DecisionQuestion;
import org.consilium.knowledge.Guideline;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Outcome;
import org.consilium.knowledge.Publication;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.knowledge.Study;
import org.consilium.knowledge.Therapy;
import org.consilium.recommendation.AdviceJson;

/**
 * What the knowledge says, as JSON, with the same keys as in the answer for a patient. References
 * are {@code {"id", "iri", "label", "href"}}; a text that is not known is absent, never empty.
 */
final class KnowledgeJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final KnowledgeBase knowledge;

  KnowledgeJson(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  /** An answer that names the knowledge it comes from. */
  ObjectNode envelope() {
    ObjectNode node = JSON.objectNode();
    node.putObject("knowledge").put("version", knowledge.version()).put("hash", knowledge.hash());
    return node.put("notice", AdviceJson.NOTICE);
  }

  ObjectNode guideline(Guideline guideline) {
    ObjectNode node = thing(guideline.id(), guideline.iri(), RoutePath.GUIDELINES);
    text(node, "title", guideline.title());
    text(node, "body", guideline.body());
    text(node, "year", guideline.year());
    text(node, "edition", guideline.edition());
    text(node, "documentKind", guideline.documentKind());
    text(node, "notice", guideline.notice());
    texts(node, "sources", guideline.sources());
    long count =
        knowledge.recommendations().stream()
            .filter(recommendation -> recommendation.guideline().equals(guideline.iri()))
            .count();
    node.put("recommendationCount", count);
    node.put("recommendations", RoutePath.RECOMMENDATIONS + "?guideline=" + guideline.id());
    return node;
  }

  ObjectNode recommendation(Recommendation recommendation) {
    ObjectNode node =
        thing(recommendation.id(), recommendation.iri(), RoutePath.RECOMMENDATIONS)
            .put("cancer", recommendation.cancer());
    node.put("guideline", Namespaces.localName(recommendation.guideline()));
    Optional<Guideline> guideline = knowledge.guideline(recommendation.guideline());
    guideline.ifPresent(
        found -> node.put("guidelineTitle", found.title()).put("body", found.body()));
    if (!recommendation.question().isEmpty()) {
      node.set("question", questionReference(recommendation.question()));
    }
    text(node, "topic", recommendation.topic());
    node.put("status", recommendation.status());
    text(node, "supersededBy", Namespaces.localName(recommendation.supersededBy()));
    node.put("direction", recommendation.direction().word());
    ArrayNode actions = node.putArray("actions");
    for (Recommendation.Action action : recommendation.actions()) {
      ObjectNode entry = actions.addObject();
      String id = Namespaces.localName(action.therapy());
      entry.put("therapy", id);
      knowledge.therapy(action.therapy()).ifPresent(therapy -> entry.put("label", therapy.label()));
      text(entry, "text", action.text());
      entry.put("href", RoutePath.THERAPIES + "/" + id);
    }
    node.put("strength", recommendation.strength().word());
    text(node, "asPublished", recommendation.gradeAsPublished());
    text(node, "levelOfEvidence", recommendation.levelOfEvidence());
    text(node, "certainty", recommendation.certainty());
    text(node, "statement", recommendation.statement());
    texts(node, "caveats", recommendation.caveats());
    node.put("eligiblePopulation", recommendation.population().text());
    ArrayNode studies = node.putArray("studies");
    for (Recommendation.Evidence link : recommendation.evidence()) {
      ObjectNode entry = studyReference(link.study());
      ids(entry, "outcomes", link.outcomes());
      text(entry, "note", link.note());
      studies.add(entry);
    }
    node.put("consensusOnly", recommendation.consensusOnly());
    ArrayNode newer = node.putArray("newerEvidence");
    for (Recommendation.Evidence item : recommendation.newerEvidence()) {
      ObjectNode entry = newer.addObject().put("study", Namespaces.localName(item.study()));
      text(entry, "note", item.note());
    }
    node.put("evidenceGap", recommendation.evidenceGap());
    ids(node, "yieldsTo", recommendation.yieldsTo());
    ids(node, "conflictsWith", recommendation.conflicts());
    ObjectNode source = node.putObject("source");
    guideline.ifPresent(found -> source.put("document", found.title()));
    text(source, "locator", recommendation.sourceLocator());
    texts(source, "links", recommendation.sources());
    return node;
  }

  ObjectNode study(Study study) {
    ObjectNode node = thing(study.id(), study.iri(), RoutePath.STUDIES);
    text(node, "label", study.label());
    text(node, "title", study.title());
    text(node, "design", study.design());
    study.randomised().ifPresent(randomised -> node.put("randomised", randomised));
    text(node, "registryNumber", study.registryNumber());
    text(node, "sampleSize", study.sampleSize());
    text(node, "year", study.year());
    text(node, "population", study.population());
    text(node, "intervention", study.intervention());
    text(node, "comparator", study.comparator());
    ArrayNode publications = node.putArray("publications");
    for (Publication publication : study.publications()) {
      ObjectNode entry = publications.addObject().put("iri", publication.iri());
      text(entry, "pmid", publication.pmid());
      text(entry, "doi", publication.doi());
    }
    ArrayNode outcomes = node.putArray("outcomes");
    study.outcomes().forEach(outcome -> outcomes.add(outcome(outcome)));
    texts(node, "notes", study.notes());
    texts(node, "sources", study.sources());
    ArrayNode citing = node.putArray("citedBy");
    knowledge.recommendations().stream()
        .filter(
            recommendation ->
                recommendation.evidence().stream()
                    .anyMatch(link -> link.study().equals(study.iri())))
        .forEach(recommendation -> citing.add(recommendationReference(recommendation)));
    return node;
  }

  private static ObjectNode outcome(Outcome outcome) {
    ObjectNode node = JSON.objectNode().put("iri", outcome.iri());
    node.setAll(AdviceJson.outcome(outcome));
    text(node, "publication", outcome.publication());
    return node;
  }

  ObjectNode question(DecisionQuestion question) {
    ObjectNode node = thing(question.id(), question.iri(), RoutePath.QUESTIONS);
    text(node, "label", question.label());
    text(node, "topic", question.topic());
    text(node, "population", question.population());
    text(node, "intervention", question.intervention());
    text(node, "comparison", question.comparison());
    text(node, "outcome", question.outcome());
    ArrayNode answers = node.putArray("recommendations");
    knowledge.recommendations().stream()
        .filter(recommendation -> recommendation.question().equals(question.iri()))
        .forEach(recommendation -> answers.add(recommendationReference(recommendation)));
    return node;
  }

  ObjectNode therapy(Therapy therapy) {
    ObjectNode node = thing(therapy.id(), therapy.iri(), RoutePath.THERAPIES);
    text(node, "label", therapy.label());
    text(node, "kind", therapy.kind());
    texts(node, "synonyms", therapy.synonyms());
    text(node, "atcCode", therapy.atcCode());
    text(node, "ncitCode", therapy.ncitCode());
    therapies(node, "memberOf", therapy.classes());
    therapies(node, "components", therapy.components());
    therapies(node, "alternativeComponents", therapy.alternativeComponents());
    therapies(node, "optionalComponents", therapy.optionalComponents());
    if (therapy.anyComponentSuffices()) {
      node.put("anyComponentSuffices", true);
    }
    ArrayNode named = node.putArray("recommendedIn");
    knowledge.recommendations().stream()
        .filter(
            recommendation ->
                recommendation.actions().stream()
                    .anyMatch(action -> action.therapy().equals(therapy.iri())))
        .forEach(recommendation -> named.add(recommendationReference(recommendation)));
    ArrayNode rules = node.putArray("safetyRules");
    knowledge.cancers().stream()
        .flatMap(cancer -> knowledge.safetyRules(cancer).stream())
        .filter(rule -> rule.therapies().contains(therapy.iri()))
        .distinct()
        .forEach(rule -> rules.add(safetyRule(rule)));
    return node;
  }

  private static ObjectNode safetyRule(SafetyRule rule) {
    ObjectNode node =
        JSON.objectNode()
            .put("id", rule.id())
            .put("iri", rule.iri())
            .put("state", rule.kind().state());
    text(node, "statement", rule.statement());
    text(node, "consequence", rule.consequence());
    text(node, "labelWording", rule.labelWording());
    node.put("population", rule.population().text());
    texts(node, "requiredChecks", rule.requiredChecks().stream().sorted().toList());
    text(node, "sourceDocument", rule.sourceDocument());
    text(node, "sourceSection", rule.sourceSection());
    text(node, "year", rule.year());
    texts(node, "jurisdictions", rule.jurisdictions());
    texts(node, "unverifiedParts", rule.unverifiedParts());
    texts(node, "sources", rule.sources());
    return node;
  }

  private ObjectNode questionReference(String iri) {
    ObjectNode node = reference(iri, RoutePath.QUESTIONS);
    knowledge.question(iri).ifPresent(question -> node.put("label", question.label()));
    return node;
  }

  private ObjectNode studyReference(String iri) {
    ObjectNode node = reference(iri, RoutePath.STUDIES);
    knowledge.study(iri).ifPresent(study -> node.put("label", study.label()));
    return node;
  }

  private ObjectNode therapyReference(String iri) {
    ObjectNode node = reference(iri, RoutePath.THERAPIES);
    knowledge.therapy(iri).ifPresent(therapy -> node.put("label", therapy.label()));
    return node;
  }

  private static ObjectNode recommendationReference(Recommendation recommendation) {
    return reference(recommendation.iri(), RoutePath.RECOMMENDATIONS)
        .put("label", recommendation.statement());
  }

  private static ObjectNode reference(String iri, String route) {
    return thing(Namespaces.localName(iri), iri, route);
  }

  private static ObjectNode thing(String id, String iri, String route) {
    return JSON.objectNode().put("id", id).put("iri", iri).put("href", route + "/" + id);
  }

  private void therapies(ObjectNode node, String key, Collection<String> iris) {
    if (!iris.isEmpty()) {
      ArrayNode list = node.putArray(key);
      iris.stream().sorted().forEach(iri -> list.add(therapyReference(iri)));
    }
  }

  private static void ids(ObjectNode node, String key, Collection<String> iris) {
    texts(node, key, iris.stream().map(Namespaces::localName).sorted().toList());
  }

  private static void text(ObjectNode node, String key, String value) {
    if (!value.isEmpty()) {
      node.put(key, value);
    }
  }

  private static void texts(ObjectNode node, String key, Collection<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(key);
      values.forEach(list::add);
    }
  }
}
