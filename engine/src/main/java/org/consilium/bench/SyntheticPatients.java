package org.consilium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.CompiledCancer;

/**
 * Random patient descriptions: a share of the features is known, most of them plainly and some
 * partly (a coarse code, alternatives, exclusions, bounds, incomplete lists). A fact that would
 * contradict those before it is left out, except in cases that are meant to be contradictory. The
 * same seed gives the same patients.
 */
public final class SyntheticPatients {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * A patient in both forms.
   *
   * @param json the description as one line
   * @param patient what it says
   */
  public record Patient(String json, PatientCase patient) {}

  private final Random random;
  private final Vocabulary vocabulary;
  private final PatientJsonReader reader;
  private final CompiledCancer consistency;
  private final double known;
  private final double partial;
  private final double careless;

  /**
   * @param cancer JSON code of the cancer
   * @param known share of the features of which something is known
   * @param partial share of the facts that are only partly known
   * @param careless share of the patients whose facts may contradict each other
   */
  public SyntheticPatients(
      KnowledgeBase knowledge,
      String cancer,
      double known,
      double partial,
      double careless,
      long seed) {
    this.random = new Random(seed);
    this.vocabulary = knowledge.vocabulary(cancer).orElseThrow();
    this.reader = new PatientJsonReader(knowledge);
    this.consistency = CompiledCancer.compile(knowledge, cancer, Map.of());
    this.known = known;
    this.partial = partial;
    this.careless = careless;
  }

  /** Makes patients. */
  public List<Patient> make(int count) {
    List<Patient> patients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      patients.add(next());
    }
    return patients;
  }

  private Patient next() {
    boolean checked = random.nextDouble() >= careless;
    ObjectNode facts = JSON.objectNode();
    Map<Feature, FeatureValue> accepted = new TreeMap<>();
    PatientCase patient = new PatientCase(Optional.empty(), vocabulary, Map.of());
    for (Feature feature : vocabulary.features()) {
      if (random.nextDouble() < known) {
        JsonNode value = value(feature);
        FeatureValue read = read(feature, value);
        accepted.put(feature, read);
        PatientCase extended = patient.withFacts(accepted);
        if (checked && consistency.judge(extended).contradictory()) {
          accepted.remove(feature);
        } else {
          patient = extended;
          facts.set(feature.key(), value);
        }
      }
    }
    return new Patient(describe(facts).toString(), patient);
  }

  private ObjectNode describe(ObjectNode facts) {
    ObjectNode description = JSON.objectNode();
    description.put("cancer", vocabulary.cancer());
    description.set("facts", facts);
    return description;
  }

  private FeatureValue read(Feature feature, JsonNode value) {
    ObjectNode facts = JSON.objectNode();
    facts.set(feature.key(), value);
    try {
      byte[] json = describe(facts).toString().getBytes(StandardCharsets.UTF_8);
      return reader.read(json).facts().get(feature);
    } catch (PatientException e) {
      throw new IllegalStateException("the generator made an invalid description", e);
    }
  }

  private JsonNode value(Feature feature) {
    boolean partly = random.nextDouble() < partial;
    return switch (feature.kind()) {
      case BOOLEAN -> JSON.booleanNode(random.nextBoolean());
      case INTEGER, DECIMAL -> partly ? bounds(feature) : JSON.numberNode(number(feature));
      case CODE -> partly ? alternatives(feature) : JSON.textNode(code(feature));
      case CODES -> partly ? partialList(feature) : codes(feature, 4);
    };
  }

  private JsonNode bounds(Feature feature) {
    ObjectNode bounds = JSON.objectNode();
    BigDecimal number = number(feature);
    switch (random.nextInt(4)) {
      case 0 -> bounds.put("atLeast", number);
      case 1 -> bounds.put("atMost", number);
      case 2 -> {
        bounds.set("not", JSON.arrayNode().add(number));
        bounds.put("atLeast", least(feature));
      }
      default -> bounds.set("anyOf", JSON.arrayNode().add(number).add(number(feature)));
    }
    return bounds;
  }

  private JsonNode alternatives(Feature feature) {
    ObjectNode choice = JSON.objectNode();
    int form = random.nextInt(3);
    if (form < 2) {
      choice.set("anyOf", codes(feature, 3).add(code(feature)));
    }
    if (form > 0) {
      choice.set("not", form == 1 ? JSON.textNode(code(feature)) : codes(feature, 3));
    }
    return choice;
  }

  private JsonNode partialList(Feature feature) {
    ObjectNode list = JSON.objectNode();
    list.set("present", codes(feature, 3));
    if (random.nextBoolean()) {
      list.set("absent", codes(feature, 3));
    }
    if (random.nextBoolean()) {
      list.set("unknown", codes(feature, 2));
    }
    if (random.nextBoolean()) {
      list.put("complete", random.nextBoolean());
    }
    return list;
  }

  private ArrayNode codes(Feature feature, int limit) {
    ArrayNode codes = JSON.arrayNode();
    int count = random.nextInt(limit);
    for (int i = 0; i < count; i++) {
      codes.add(code(feature));
    }
    return codes;
  }

  private String code(Feature feature) {
    List<ValueClass> coded = feature.taxonomy().coded();
    return coded.get(random.nextInt(coded.size())).code();
  }

  private static BigDecimal least(Feature feature) {
    return feature.range().low() == null ? BigDecimal.ZERO : feature.range().low();
  }

  /** A possible number, often a small one and with few decimals, as measurements are. */
  private BigDecimal number(Feature feature) {
    boolean whole = feature.kind() == FeatureKind.INTEGER;
    BigDecimal low = least(feature);
    BigDecimal high =
        feature.range().high() == null ? low.add(BigDecimal.valueOf(60)) : feature.range().high();
    while (true) {
      double share = Math.pow(random.nextDouble(), 1.5);
      BigDecimal number =
          low.add(high.subtract(low).multiply(BigDecimal.valueOf(share)))
              .setScale(whole ? 0 : random.nextInt(3), RoundingMode.HALF_UP);
      NumberRange exactly = NumberRange.exactly(number);
      if (!exactly.intersect(feature.range()).isEmpty(whole)) {
        return number;
      }
    }
  }
}
