package org.consilium.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.FeatureValue.Coded;
import org.consilium.patient.FeatureValue.Members;
import org.consilium.patient.FeatureValue.Numeric;
import org.consilium.patient.FeatureValue.Truth;

/** Writes the account of a case that was read from FHIR, with keys in a fixed order. */
public final class FhirCaseJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private FhirCaseJson() {}

  /** The account: what was used, ignored, not understood and contradictory. */
  public static ObjectNode of(FhirCase fhir) {
    ObjectNode result = JSON.objectNode();
    fhir.day().ifPresent(day -> result.put("day", day.toString()));
    ArrayNode used = result.putArray("used");
    for (UsedFact fact : fhir.used()) {
      ObjectNode node = used.addObject().put("feature", fact.feature().key());
      node.set("value", value(fact.value()));
      sources(node, fact.sources());
      put(node, "date", fact.date());
      put(node, "how", fact.how());
    }
    ArrayNode ignored = result.putArray("ignored");
    for (Ignored each : fhir.ignored()) {
      ObjectNode node = ignored.addObject();
      source(node, each.source());
      node.put("reason", each.reason().word()).put("words", each.words());
    }
    ArrayNode notUnderstood = result.putArray("notUnderstood");
    for (NotUnderstood each : fhir.notUnderstood()) {
      ObjectNode node = notUnderstood.addObject();
      source(node, each.source());
      node.put("words", each.words());
    }
    ArrayNode contradictions = result.putArray("contradictions");
    for (Contradiction each : fhir.contradictions()) {
      ObjectNode node = contradictions.addObject().put("feature", each.feature().key());
      sources(node, each.sources());
      node.put("words", each.words());
    }
    return result;
  }

  private static void sources(ObjectNode node, List<Source> sources) {
    ArrayNode array = node.putArray("sources");
    sources.forEach(each -> source(array.addObject(), each));
  }

  private static void source(ObjectNode node, Source source) {
    node.put("path", source.path());
    put(node, "fullUrl", source.fullUrl());
  }

  private static void put(ObjectNode node, String key, String text) {
    if (!text.isEmpty()) {
      node.put(key, text);
    }
  }

  /** A value as it is written in a patient description. */
  static JsonNode value(FeatureValue value) {
    if (value instanceof Truth truth) {
      return JSON.booleanNode(truth.value());
    }
    if (value instanceof Numeric numeric) {
      return numeric(numeric);
    }
    if (value instanceof Coded coded) {
      return coded(coded);
    }
    return members((Members) value);
  }

  private static JsonNode numeric(Numeric numeric) {
    if (numeric.anyOf().size() == 1) {
      return range(numeric.anyOf().get(0));
    }
    ObjectNode node = JSON.objectNode();
    ArrayNode anyOf = node.putArray("anyOf");
    numeric.anyOf().forEach(each -> anyOf.add(range(each)));
    return node;
  }

  private static JsonNode range(NumberRange range) {
    if (range.isSingle()) {
      return JSON.numberNode(range.low());
    }
    ObjectNode node = JSON.objectNode();
    bound(node, range.lowInclusive() ? "atLeast" : "above", range.low());
    bound(node, range.highInclusive() ? "atMost" : "below", range.high());
    return node;
  }

  private static void bound(ObjectNode node, String key, BigDecimal bound) {
    if (bound != null) {
      node.put(key, bound);
    }
  }

  private static JsonNode coded(Coded coded) {
    if (coded.noneOf().isEmpty() && coded.anyOf().size() == 1) {
      return JSON.textNode(coded.anyOf().get(0).code());
    }
    ObjectNode node = JSON.objectNode();
    if (!coded.anyOf().isEmpty()) {
      codes(node.putArray("anyOf"), coded.anyOf());
    }
    if (!coded.noneOf().isEmpty()) {
      codes(node.putArray("not"), coded.noneOf());
    }
    return node;
  }

  private static JsonNode members(Members members) {
    ObjectNode node = JSON.objectNode();
    codes(node.putArray("present"), members.present());
    if (members.only().isPresent()) {
      return node.put("complete", true);
    }
    codes(node.putArray("absent"), members.absent());
    return node.put("complete", false);
  }

  private static void codes(ArrayNode array, List<ValueClass> classes) {
    classes.forEach(each -> array.add(each.code()));
  }
}
