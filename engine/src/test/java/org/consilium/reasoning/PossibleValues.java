package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;

/**
 * Which values of a feature the facts of a patient leave possible: those with which they do not
 * contradict each other. A sample of the answers is asked of HermiT, too.
 */
final class PossibleValues {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String cancer;
  private final int every;
  private final PatientJsonReader reader;
  private final CompiledReasoner compiled;
  private final HermitReasoner hermit;
  private int asked;

  /**
   * Of the shipped knowledge.
   *
   * @param every which share of the answers HermiT is asked for: one in so many, or none if 0
   */
  PossibleValues(String cancer, int every) throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    this.cancer = cancer;
    this.every = every;
    this.reader = new PatientJsonReader(knowledge);
    this.compiled = CompiledReasoner.of(knowledge);
    this.hermit = every == 0 ? null : HermitReasoner.of(knowledge);
  }

  /** Facts in JSON without the outer braces; {@code '} may stand for quotation marks. */
  static ObjectNode facts(String facts) throws Exception {
    return (ObjectNode) JSON.readTree("{" + facts.replace('\'', '"') + "}");
  }

  /** Whether a case can have the facts. */
  boolean possible(ObjectNode facts) throws Exception {
    ObjectNode patient = JSON.createObjectNode().put("cancer", cancer);
    patient.set("facts", facts);
    PatientCase read = reader.read(patient);
    boolean possible = !compiled.judge(read).contradictory();
    if (every > 0 && asked++ % every == 0) {
      assertEquals(!hermit.judge(read, Map.of()).contradictory(), possible, patient::toString);
    }
    return possible;
  }

  /** The values of a feature that the facts allow. */
  List<String> of(String facts, String feature, List<JsonNode> values) throws Exception {
    List<String> possible = new ArrayList<>();
    for (JsonNode value : values) {
      if (possible(facts(facts).set(feature, value))) {
        possible.add(value.asText());
      }
    }
    return possible;
  }

  /** The codes of a feature that the facts allow, with a space between them. */
  String codes(String facts, String feature, List<String> codes) throws Exception {
    List<JsonNode> values = new ArrayList<>();
    codes.forEach(code -> values.add(JSON.getNodeFactory().textNode(code)));
    return String.join(" ", of(facts, feature, values));
  }
}
