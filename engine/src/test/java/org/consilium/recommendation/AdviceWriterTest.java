package org.consilium.recommendation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.consilium.bench.SyntheticPatients;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdviceWriterTest {
  private static KnowledgeBase knowledge;
  private static Recommender recommender;
  private static AdviceWriter writer;

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    recommender = new Recommender(knowledge, CompiledReasoner.of(knowledge));
    writer = new AdviceWriter(knowledge);
  }

  @Test
  void writesTheBytesOfTheJsonTree() throws Exception {
    int answered = 0;
    for (String cancer : knowledge.cancers()) {
      for (SyntheticPatients.Patient patient :
          new SyntheticPatients(knowledge, cancer, 0.4, 0.2, 0, 7).make(12)) {
        assertSame(patient.patient(), false);
        answered++;
      }
    }
    assertEquals(12 * knowledge.cancers().size(), answered);
  }

  @Test
  void writesExplanationsToo() throws Exception {
    for (String cancer : knowledge.cancers()) {
      assertSame(read("{\"id\": \"\\u0007 \uD83D\uDE00\", \"cancer\": \"" + cancer + "\"}"), true);
    }
  }

  @Test
  void addsMembersAtTheEnd() throws Exception {
    Advice advice = recommender.advise(read("{\"cancer\": \"prostate\"}"));
    ObjectNode more = JsonNodeFactory.instance.objectNode().put("read", 1);
    ObjectNode expected = AdviceJson.of(advice, knowledge, false);
    expected.set("more", more);
    assertEquals(
        expected.toString(),
        new String(writer.bytes(advice, false, Map.of("more", more)), StandardCharsets.UTF_8));
  }

  private static PatientCase read(String json) throws PatientException {
    return new PatientJsonReader(knowledge).read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertSame(PatientCase patient, boolean explain) throws PatientException {
    Advice advice = recommender.advise(patient, explain);
    assertEquals(
        AdviceJson.of(advice, knowledge, explain).toString(),
        new String(writer.bytes(advice, explain), StandardCharsets.UTF_8));
  }
}
