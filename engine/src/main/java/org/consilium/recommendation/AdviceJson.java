package org.consilium.recommendation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.consilium.explanation.CaseExplanation.Reason;
import org.consilium.explanation.Change;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.explanation.Words;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Guideline;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Outcome;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Action;
import org.consilium.knowledge.Recommendation.Evidence;
import org.consilium.knowledge.SafetyRule;
import org.consilium.knowledge.Study;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;

/**
 * Writes advice as JSON with keys in a fixed order, so that the same input and the same knowledge
 * give the same bytes.
 */
public final class AdviceJson {
  /** Said with every answer. */
  public static final String NOTICE =
      "Unofficial encoding of published guidelines, not endorsed by the bodies cited. For research "
          + "and software development; no medical device. A clinician must check it before use.";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final KnowledgeBase knowledge;
  private final boolean explain;

  private AdviceJson(KnowledgeBase knowledge, boolean explain) {
    this.knowledge = knowledge;
    this.explain = explain;
  }

  /**
   * The answer as a JSON object.
   *
   * @param explain whether to write explanations; the advice must have been made with them
   */
  public static ObjectNode of(Advice advice, KnowledgeBase knowledge, boolean explain) {
    return new AdviceJson(knowledge, explain).write(advice);
  }

  private ObjectNode write(Advice advice) {
    ObjectNode result = JSON.objectNode();
    result
        .putObject("knowledge")
        .put("version", advice.knowledgeVersion())
        .put("hash", advice.knowledgeHash());
    advice.patient().id().ifPresent(id -> result.put("id", id));
    result.put("cancer", advice.patient().cancer());
    result.put("notice", NOTICE);
    ArrayNode recommendations = result.putArray("recommendations");
    advice
        .recommendations()
        .forEach(item -> recommendations.add(recommendation(item, advice.patient())));
    if (explain) {
      ArrayNode questions = result.putArray("nextQuestions");
      advice.nextQuestions().forEach(question -> questions.add(question(question)));
    }
    return result;
  }

  static ObjectNode question(Question question) {
    ObjectNode node = JSON.objectNode();
    node.put("feature", question.feature().key());
    question.value().ifPresent(value -> node.put("value", value.code()));
    node.put("label", question.feature().label());
    if (!question.feature().question().isEmpty()) {
      node.put("question", question.feature().question());
    }
    node.put("worth", Math.round(question.worth() * 1000) / 1000.0);
    return node;
  }

  private ObjectNode recommendation(RecommendationAdvice advice, PatientCase patient) {
    Recommendation r = advice.recommendation();
    ObjectNode node = identity(r, knowledge);
    node.put("applicability", advice.applicability().word());
    node.setAll(saying(r, knowledge));
    ArrayNode reasons = node.putArray("reasons");
    advice.reasons().forEach(reason -> reasons.add(reason(reason, patient)));
    ArrayNode missing = node.putArray("missing");
    advice.missing().forEach(set -> missing.add(keys(set)));
    strings(node, "conflictsWith", ids(advice.conflictsWith()));
    strings(node, "overriddenBy", ids(advice.overriddenBy()));
    ArrayNode safety = node.putArray("safety");
    advice.safety().forEach(finding -> safety.add(safety(finding)));
    node.setAll(evidence(r, knowledge, isInFull(advice)));
    advice.explanation().filter(any -> explain).ifPresent(e -> node.set("explanation", more(e)));
    return node;
  }

  /** What says which recommendation it is. */
  static ObjectNode identity(Recommendation r, KnowledgeBase knowledge) {
    ObjectNode node = JSON.objectNode();
    node.put("id", r.id());
    node.put("iri", r.iri());
    node.put("guideline", Namespaces.localName(r.guideline()));
    knowledge
        .guideline(r.guideline())
        .ifPresent(
            guideline ->
                put(
                    node.put("guidelineTitle", guideline.title()).put("body", guideline.body()),
                    "guidelineYear",
                    guideline.year()));
    node.put("topic", r.topic());
    knowledge
        .question(r.question())
        .ifPresent(
            question ->
                node.putObject("question").put("id", question.id()).put("label", question.label()));
    return node;
  }

  /** What it says, to whomever it applies. */
  static ObjectNode saying(Recommendation r, KnowledgeBase knowledge) {
    ObjectNode node = JSON.objectNode();
    node.put("direction", r.direction().word());
    ArrayNode actions = node.putArray("actions");
    r.actions().forEach(action -> actions.add(action(action, knowledge)));
    node.put("strength", r.strength().word());
    put(node, "asPublished", r.gradeAsPublished());
    put(node, "levelOfEvidence", r.levelOfEvidence());
    put(node, "certainty", r.certainty());
    node.put("statement", r.statement());
    strings(node, "caveats", r.caveats());
    node.put("status", r.status());
    put(node, "supersededBy", Namespaces.localName(r.supersededBy()));
    node.put("evidenceGap", r.evidenceGap());
    return node;
  }

  /** Whether the studies are written with their numbers: not where nobody is to be treated so. */
  static boolean isInFull(RecommendationAdvice advice) {
    return advice.applicability() != Applicability.DOES_NOT_APPLY;
  }

  /** On what it rests. */
  static ObjectNode evidence(Recommendation r, KnowledgeBase knowledge, boolean inFull) {
    ObjectNode node = JSON.objectNode();
    ArrayNode studies = node.putArray("studies");
    for (Evidence evidence : r.evidence()) {
      knowledge.study(evidence.study()).ifPresent(s -> studies.add(study(s, evidence, inFull)));
    }
    node.put("consensusOnly", r.consensusOnly());
    ArrayNode newer = node.putArray("newerEvidence");
    r.newerEvidence()
        .forEach(
            item ->
                put(
                    newer.addObject().put("study", Namespaces.localName(item.study())),
                    "note",
                    item.note()));
    node.set("source", source(r, knowledge));
    return node;
  }

  static ObjectNode more(RecommendationAdvice.Explanation explanation) {
    ObjectNode node = JSON.objectNode();
    node.set("decidingFacts", keys(explanation.decidingFacts()));
    ArrayNode changes = node.putArray("wouldChange");
    for (Change change : explanation.changes()) {
      ObjectNode one = changes.addObject().put("to", change.answer().word());
      ObjectNode values = one.putObject("if");
      change.values().forEach((feature, value) -> values.put(feature.key(), value));
    }
    ArrayNode missing = node.putArray("allMissing");
    explanation.allMissing().forEach(set -> missing.add(keys(set)));
    return node;
  }

  private static ObjectNode action(Action action, KnowledgeBase knowledge) {
    ObjectNode node = JSON.objectNode();
    node.put("therapy", Namespaces.localName(action.therapy()));
    node.put("label", knowledge.therapyLabel(action.therapy()));
    put(node, "text", action.text());
    return node;
  }

  private static ObjectNode reason(Reason reason, PatientCase patient) {
    ObjectNode node = JSON.objectNode();
    node.put("criterion", reason.text());
    node.put("state", state(reason.applicability()));
    node.set("features", keys(reason.features()));
    ArrayNode facts = node.putArray("facts");
    reason
        .facts()
        .forEach(
            feature ->
                facts
                    .addObject()
                    .put("feature", feature.key())
                    .put("text", Words.of(feature, patient.facts().get(feature))));
    return node;
  }

  /** How a criterion stands. */
  static String state(Applicability applicability) {
    return switch (applicability) {
      case APPLIES -> "met";
      case DOES_NOT_APPLY -> "not-met";
      case UNDETERMINED -> "unknown";
    };
  }

  private static ObjectNode safety(SafetyFinding finding) {
    ObjectNode node = JSON.objectNode();
    node.put("therapy", Namespaces.localName(finding.therapy()));
    node.put("concerns", Namespaces.localName(finding.concerns()));
    node.put("rule", finding.rule().id());
    node.put("iri", finding.rule().iri());
    node.put("state", finding.state().word());
    strings(node, "missing", finding.missing());
    node.put("replaceable", finding.replaceable());
    if (!finding.given().isEmpty()) {
      strings(node, "given", finding.given());
    }
    if (finding.state() != SafetyFinding.State.CLEAR) {
      node.setAll(rule(finding.rule()));
    }
    return node;
  }

  /** What a safety rule says. */
  static ObjectNode rule(SafetyRule rule) {
    ObjectNode node = JSON.objectNode();
    node.put("temporary", rule.temporary());
    node.put("statement", rule.statement());
    put(node, "consequence", rule.consequence());
    if (!rule.unverifiedParts().isEmpty()) {
      strings(node, "unverifiedParts", rule.unverifiedParts());
    }
    ObjectNode source = node.putObject("source");
    source.put("document", rule.sourceDocument());
    put(source, "section", rule.sourceSection());
    put(source, "year", rule.year());
    strings(source, "links", rule.sources());
    return node;
  }

  private static ObjectNode study(Study study, Evidence evidence, boolean inFull) {
    ObjectNode node = JSON.objectNode();
    node.put("id", study.id());
    node.put("iri", study.iri());
    node.put("label", study.label());
    put(node, "note", evidence.note());
    if (!inFull) {
      return node;
    }
    put(node, "title", study.title());
    put(node, "design", study.design());
    put(node, "registryNumber", study.registryNumber());
    put(node, "sampleSize", study.sampleSize());
    put(node, "year", study.year());
    ArrayNode publications = node.putArray("publications");
    study
        .publications()
        .forEach(
            publication -> {
              ObjectNode one = publications.addObject();
              put(one, "pmid", publication.pmid());
              put(one, "doi", publication.doi());
            });
    ArrayNode outcomes = node.putArray("outcomes");
    study.outcomes().stream()
        .filter(o -> evidence.outcomes().isEmpty() || evidence.outcomes().contains(o.iri()))
        .forEach(outcome -> outcomes.add(outcome(outcome)));
    return node;
  }

  /** An outcome as JSON; what was not reported is left out. */
  public static ObjectNode outcome(Outcome outcome) {
    ObjectNode node = JSON.objectNode();
    node.put("endpoint", outcome.endpoint());
    node.put("measure", outcome.measure());
    number(node, "value", outcome.value());
    number(node, "intervalLow", outcome.low());
    number(node, "intervalHigh", outcome.high());
    number(node, "intervalLevel", outcome.intervalLevel());
    put(node, "pValue", outcome.pValue());
    put(node, "timePoint", outcome.timePoint());
    number(node, "comparatorValue", outcome.comparatorValue());
    return node;
  }

  private static ObjectNode source(Recommendation r, KnowledgeBase knowledge) {
    ObjectNode node = JSON.objectNode();
    node.put("document", knowledge.guideline(r.guideline()).map(Guideline::title).orElse(""));
    put(node, "locator", r.sourceLocator());
    strings(node, "links", r.sources());
    return node;
  }

  static List<String> ids(List<String> iris) {
    return iris.stream().map(Namespaces::localName).toList();
  }

  private static ArrayNode keys(Collection<Feature> features) {
    ArrayNode array = JSON.arrayNode();
    features.forEach(feature -> array.add(feature.key()));
    return array;
  }

  private static void strings(ObjectNode node, String key, Collection<String> values) {
    ArrayNode array = node.putArray(key);
    values.forEach(array::add);
  }

  private static void put(ObjectNode node, String key, String value) {
    if (!value.isEmpty()) {
      node.put(key, value);
    }
  }

  private static void number(ObjectNode node, String key, Optional<BigDecimal> value) {
    value.ifPresent(number -> node.set(key, JSON.numberNode(number)));
  }
}
