package org.consilium.recommendation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.consilium.explanation.CaseExplanation.Reason;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.explanation.Words;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;

/**
 * Writes advice as the bytes of {@link AdviceJson}, for a server. Most of an answer is the same for
 * every patient: what a recommendation says, its evidence, the text of safety rules. That is turned
 * into bytes once, when it is first needed. Safe to share between threads.
 */
public final class AdviceWriter {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // As in the text of a tree: one character, not two escapes.
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .build())
          .build();

  private final KnowledgeBase knowledge;
  private final Map<String, Parts> recommendations = new ConcurrentHashMap<>();
  private final Map<String, SerializableString> rules = new ConcurrentHashMap<>();

  public AdviceWriter(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  /** What is the same for every patient in a recommendation. */
  private record Parts(
      SerializableString identity,
      SerializableString saying,
      SerializableString evidenceInFull,
      SerializableString evidenceInShort) {
    static Parts of(Recommendation recommendation, KnowledgeBase knowledge) {
      return new Parts(
          new SerializedString(members(AdviceJson.identity(recommendation, knowledge)) + ","),
          following(AdviceJson.saying(recommendation, knowledge)),
          following(AdviceJson.evidence(recommendation, knowledge, true)),
          following(AdviceJson.evidence(recommendation, knowledge, false)));
    }
  }

  private static SerializableString following(ObjectNode node) {
    return new SerializedString("," + members(node));
  }

  private static String members(ObjectNode node) {
    String object = node.toString();
    return object.substring(1, object.length() - 1);
  }

  /**
   * The answer in UTF-8.
   *
   * @param explain whether to write explanations; the advice must have been made with them
   */
  public byte[] bytes(Advice advice, boolean explain) {
    return bytes(advice, explain, Map.of());
  }

  /**
   * The same with more members at the end.
   *
   * @param more names and values
   */
  public byte[] bytes(Advice advice, boolean explain, Map<String, ObjectNode> more) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(1 << 16);
        JsonGenerator out = MAPPER.getFactory().createGenerator(bytes)) {
      write(advice, explain, more, out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  private void write(
      Advice advice, boolean explain, Map<String, ObjectNode> more, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("knowledge");
    out.writeStringField("version", advice.knowledgeVersion());
    out.writeStringField("hash", advice.knowledgeHash());
    out.writeEndObject();
    if (advice.patient().id().isPresent()) {
      out.writeStringField("id", advice.patient().id().get());
    }
    out.writeStringField("cancer", advice.patient().cancer());
    out.writeStringField("notice", AdviceJson.NOTICE);
    out.writeArrayFieldStart("recommendations");
    // A fact decides in many recommendations.
    Map<Feature, SerializableString> facts = new HashMap<>();
    advice
        .patient()
        .facts()
        .forEach(
            (feature, value) -> facts.put(feature, new SerializedString(Words.of(feature, value))));
    for (RecommendationAdvice each : advice.recommendations()) {
      write(each, facts, explain, out);
    }
    out.writeEndArray();
    if (explain) {
      out.writeArrayFieldStart("nextQuestions");
      for (Question question : advice.nextQuestions()) {
        out.writeTree(AdviceJson.question(question));
      }
      out.writeEndArray();
    }
    for (Map.Entry<String, ObjectNode> member : more.entrySet()) {
      out.writeFieldName(member.getKey());
      out.writeTree(member.getValue());
    }
    out.writeEndObject();
  }

  private void write(
      RecommendationAdvice advice,
      Map<Feature, SerializableString> facts,
      boolean explain,
      JsonGenerator out)
      throws IOException {
    Parts parts =
        recommendations.computeIfAbsent(
            advice.recommendation().iri(), iri -> Parts.of(advice.recommendation(), knowledge));
    out.writeStartObject();
    out.writeRaw(parts.identity());
    out.writeStringField("applicability", advice.applicability().word());
    out.writeRaw(parts.saying());
    out.writeArrayFieldStart("reasons");
    for (Reason reason : advice.reasons()) {
      write(reason, facts, out);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("missing");
    for (List<Feature> features : advice.missing()) {
      keys(features, out);
    }
    out.writeEndArray();
    strings("conflictsWith", AdviceJson.ids(advice.conflictsWith()), out);
    strings("overriddenBy", AdviceJson.ids(advice.overriddenBy()), out);
    out.writeArrayFieldStart("safety");
    for (SafetyFinding finding : advice.safety()) {
      write(finding, out);
    }
    out.writeEndArray();
    out.writeRaw(AdviceJson.isInFull(advice) ? parts.evidenceInFull() : parts.evidenceInShort());
    if (explain && advice.explanation().isPresent()) {
      out.writeFieldName("explanation");
      out.writeTree(AdviceJson.more(advice.explanation().get()));
    }
    out.writeEndObject();
  }

  private static void write(
      Reason reason, Map<Feature, SerializableString> facts, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("criterion", reason.text());
    out.writeStringField("state", AdviceJson.state(reason.applicability()));
    out.writeFieldName("features");
    keys(reason.features(), out);
    out.writeArrayFieldStart("facts");
    for (Feature feature : reason.facts()) {
      out.writeStartObject();
      out.writeStringField("feature", feature.key());
      out.writeFieldName("text");
      out.writeString(facts.get(feature));
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void write(SafetyFinding finding, JsonGenerator out) throws IOException {
    SafetyRule rule = finding.rule();
    out.writeStartObject();
    out.writeStringField("therapy", Namespaces.localName(finding.therapy()));
    out.writeStringField("concerns", Namespaces.localName(finding.concerns()));
    out.writeStringField("rule", rule.id());
    out.writeStringField("iri", rule.iri());
    out.writeStringField("state", finding.state().word());
    strings("missing", finding.missing(), out);
    out.writeBooleanField("replaceable", finding.replaceable());
    if (!finding.given().isEmpty()) {
      strings("given", finding.given(), out);
    }
    if (finding.state() != SafetyFinding.State.CLEAR) {
      out.writeRaw(rules.computeIfAbsent(rule.iri(), iri -> following(AdviceJson.rule(rule))));
    }
    out.writeEndObject();
  }

  private static void keys(Collection<Feature> features, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (Feature feature : features) {
      out.writeString(feature.key());
    }
    out.writeEndArray();
  }

  private static void strings(String name, Collection<String> values, JsonGenerator out)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }
}
