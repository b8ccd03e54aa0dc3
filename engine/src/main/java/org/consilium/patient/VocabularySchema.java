package org.consilium.patient;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;

/**
 * The patient description of one cancer as a JSON Schema (draft 2020-12), generated from the
 * ontology: every key with its meaning, kind, unit and bounds, every code with its label, and the
 * forms of partial knowledge.
 *
 * <p>Whatever {@link PatientJsonReader} accepts is valid against the schema. What is valid is
 * accepted, but for what a schema cannot say: bounds that leave no possible number, and facts that
 * contradict each other. Annotations of our own start with {@code x-}: {@code x-iri} (the OWL
 * property or class), {@code x-kind} and {@code x-ucumUnit}.
 */
public final class VocabularySchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final List<String> BOUNDS = List.of("atLeast", "atMost", "above", "below");

  private final ObjectNode definitions = JSON.objectNode();

  private VocabularySchema() {}

  /**
   * The schema; keys are in the order of the vocabulary, so that equal vocabularies give equal
   * bytes.
   */
  public static ObjectNode of(Vocabulary vocabulary) {
    return new VocabularySchema().schema(vocabulary);
  }

  private ObjectNode schema(Vocabulary vocabulary) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", DIALECT);
    schema.put("$id", Namespaces.BASE + "vocabulary/" + vocabulary.cancer());
    schema.put("title", "Patient description: " + vocabulary.label());
    schema.put(
        "description",
        "What is known of a person at a point of decision. A key that is absent or null is unknown, "
            + "which is not the same as no. Unknown keys and codes are refused, and so are facts "
            + "that contradict each other.");
    schema.put("x-iri", vocabulary.cancerIri());
    schema.put("type", "object");
    schema.putArray("required").add("cancer");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    properties
        .putObject("id")
        .put("description", "An opaque label that comes back with the answer and is never logged.")
        .put("maxLength", PatientJsonReader.MAXIMUM_ID_LENGTH)
        .putArray("type")
        .add("string")
        .add("null");
    properties
        .putObject("cancer")
        .put("description", "The cancer that the decision is about.")
        .put("const", vocabulary.cancer());
    ObjectNode facts = properties.putObject("facts");
    facts.put("description", "One key for each feature that is known or partly known.");
    facts.putArray("type").add("object").add("null");
    facts.put("additionalProperties", false);
    ObjectNode features = facts.putObject("properties");
    for (Feature feature : vocabulary.features()) {
      features.set(feature.key(), feature(feature));
    }
    if (!definitions.isEmpty()) {
      schema.set("$defs", definitions);
    }
    return schema;
  }

  private ObjectNode feature(Feature feature) {
    ObjectNode node = JSON.objectNode();
    node.put("title", feature.label());
    if (!feature.definition().isEmpty()) {
      node.put("description", feature.definition());
    }
    if (!feature.question().isEmpty()) {
      node.put("x-question", feature.question());
    }
    node.put("x-iri", feature.iri());
    node.put("x-kind", feature.kind().name().toLowerCase(Locale.ROOT));
    if (!feature.unit().isEmpty()) {
      node.put("x-ucumUnit", feature.unit());
    }
    switch (feature.kind()) {
      case BOOLEAN -> node.putArray("type").add("boolean").add("null");
      case INTEGER, DECIMAL -> node.set("anyOf", numberForms(feature));
      case CODE -> node.set("anyOf", codeForms(feature));
      case CODES -> node.set("anyOf", memberForms(feature));
    }
    return node;
  }

  private static ObjectNode unknown() {
    return JSON.objectNode().put("description", "Unknown.").put("type", "null");
  }

  private static ObjectNode object(String description) {
    ObjectNode node = JSON.objectNode();
    node.put("description", description);
    node.put("type", "object");
    node.put("minProperties", 1);
    node.put("additionalProperties", false);
    return node;
  }

  private static ArrayNode numberForms(Feature feature) {
    String type = feature.kind() == FeatureKind.INTEGER ? "integer" : "number";
    ArrayNode forms = JSON.arrayNode();
    ObjectNode exact = forms.addObject();
    exact.put("description", "The number.");
    exact.put("type", type);
    bounds(feature.range(), exact);
    ObjectNode partly =
        object("Partly known: bounds, which all hold, and numbers that are possible or excluded.");
    ObjectNode properties = partly.putObject("properties");
    for (String bound : BOUNDS) {
      properties.putObject(bound).put("type", type);
    }
    ObjectNode number = JSON.objectNode().put("type", type);
    properties.set("anyOf", oneOrMore(number, "The number is one of these."));
    properties.set("not", oneOrList(number, "The number is none of these."));
    forms.add(partly);
    forms.add(unknown());
    return forms;
  }

  private static void bounds(NumberRange range, ObjectNode node) {
    if (range.low() != null) {
      node.put(range.lowInclusive() ? "minimum" : "exclusiveMinimum", plain(range.low()));
    }
    if (range.high() != null) {
      node.put(range.highInclusive() ? "maximum" : "exclusiveMaximum", plain(range.high()));
    }
  }

  /** Without an exponent: a whole number is written as one. */
  private static BigDecimal plain(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  private ObjectNode code(Feature feature) {
    if (!definitions.has(feature.key())) {
      ArrayNode codes = definitions.putObject(feature.key()).putArray("oneOf");
      for (ValueClass value : feature.taxonomy().coded()) {
        codes
            .addObject()
            .put("const", value.code())
            .put("title", value.label())
            .put("x-iri", value.iri());
      }
    }
    return JSON.objectNode().put("$ref", "#/$defs/" + feature.key());
  }

  private ArrayNode codeForms(Feature feature) {
    ArrayNode forms = JSON.arrayNode();
    forms.add(code(feature));
    ObjectNode partly = object("Partly known: the codes that are possible, or that are excluded.");
    ObjectNode properties = partly.putObject("properties");
    properties.set("anyOf", oneOrMore(code(feature), "The value is one of these."));
    properties.set("not", oneOrList(code(feature), "The value is none of these."));
    forms.add(partly);
    forms.add(unknown());
    return forms;
  }

  private ArrayNode memberForms(Feature feature) {
    ArrayNode forms = JSON.arrayNode();
    ObjectNode list = forms.addObject();
    list.put("description", "The complete list: what is not in it is absent.");
    list.put("type", "array");
    list.set("items", code(feature));
    ObjectNode partly =
        object("What is known present, known absent and unknown; open unless it is complete.");
    ObjectNode properties = partly.putObject("properties");
    properties.set("present", oneOrList(code(feature), "Known to be there."));
    properties.set("absent", oneOrList(code(feature), "Known not to be there."));
    properties.set("unknown", oneOrList(code(feature), "Not known, even if the rest is complete."));
    properties
        .putObject("complete")
        .put("description", "Whether everything that is not named is absent.")
        .putArray("type")
        .add("boolean")
        .add("null");
    forms.add(partly);
    forms.add(unknown());
    return forms;
  }

  private static ObjectNode oneOrMore(ObjectNode item, String description) {
    ObjectNode node = JSON.objectNode().put("description", description);
    ArrayNode forms = node.putArray("anyOf");
    forms.add(item);
    forms.addObject().put("type", "array").put("minItems", 1).set("items", item.deepCopy());
    return node;
  }

  private static ObjectNode oneOrList(ObjectNode item, String description) {
    ObjectNode node = JSON.objectNode().put("description", description);
    ArrayNode forms = node.putArray("anyOf");
    forms.add(item);
    forms.addObject().put("type", "array").set("items", item.deepCopy());
    forms.addObject().put("type", "null");
    return node;
  }
}
