package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Recommendation;
import org.junit.jupiter.api.Test;

class PreparedGatesTest {
  @Test
  void gatesThatAreReadMakeTheSameCircuits() throws Exception {
    CompiledKnowledge compiled = CompiledKnowledge.of(KnowledgeBase.shipped());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PreparedGates.write(compiled, out);
    Map<String, PreparedGates.Gates> read =
        PreparedGates.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    assertEquals(compiled.cancers().size(), read.size());
    for (CompiledCancer cancer : compiled.cancers()) {
      Circuit before = cancer.circuit();
      Circuit after = read.get(cancer.gatesKey()).circuit(cancer.populations().size());
      assertEquals(before.words(), after.words());
      assertEquals(before.outputCount(), after.outputCount());
      long[] facts = new Random(1).longs(before.words()).toArray();
      long[] other = facts.clone();
      before.run(facts);
      after.run(other);
      for (int output = 0; output < before.outputCount(); output++) {
        assertEquals(before.output(facts, output), after.output(other, output));
      }
    }
  }

  @Test
  void theKeyFollowsFromWhatTheGatesAreMadeOf() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    Map<String, Population> populations = new HashMap<>();
    for (Recommendation recommendation : knowledge.recommendations("lung")) {
      populations.put(recommendation.iri(), recommendation.population());
    }
    String key = CompiledCancer.compile(knowledge, "lung", populations).gatesKey();
    assertEquals(key, CompiledCancer.compile(knowledge, "lung", populations).gatesKey());

    String first = knowledge.recommendations("lung").get(0).iri();
    Population changed = populations.get(first);
    populations.put(
        first,
        new Population(
            first, changed.expression(), new Criterion.Not(changed.criterion()), changed.text()));
    assertNotEquals(key, CompiledCancer.compile(knowledge, "lung", populations).gatesKey());
  }
}
