package org.consilium.knowledge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreparedKnowledgeTest {
  private static KnowledgeBase knowledge;
  private static byte[] bytes;
  private static KnowledgeBase again;

  @BeforeAll
  static void prepare() throws Exception {
    knowledge = KnowledgeBase.load(KnowledgeFiles.packaged());
    bytes = PreparedKnowledge.of(knowledge);
    again = PreparedKnowledge.read(bytes, knowledge.files()).orElseThrow();
  }

  @Test
  void everythingThatIsSaidIsThereAgain() {
    assertEquals(knowledge.version(), again.version());
    assertEquals(knowledge.hash(), again.hash());
    assertEquals(knowledge.cancers(), again.cancers());
    assertEquals(List.copyOf(knowledge.recommendations()), List.copyOf(again.recommendations()));
    assertEquals(List.copyOf(knowledge.guidelines()), List.copyOf(again.guidelines()));
    assertEquals(List.copyOf(knowledge.questions()), List.copyOf(again.questions()));
    assertEquals(List.copyOf(knowledge.therapies()), List.copyOf(again.therapies()));
    assertEquals(List.copyOf(knowledge.studies()), List.copyOf(again.studies()));
    assertEquals(knowledge.mappings().all(), again.mappings().all());
    for (String cancer : knowledge.cancers()) {
      assertEquals(
          List.copyOf(knowledge.safetyRules(cancer)), List.copyOf(again.safetyRules(cancer)));
      Vocabulary before = knowledge.vocabulary(cancer).orElseThrow();
      Vocabulary after = again.vocabulary(cancer).orElseThrow();
      assertEquals(before.label(), after.label());
      assertEquals(before.axioms(), after.axioms());
      assertEquals(List.copyOf(before.features()), List.copyOf(after.features()));
      for (Feature feature : before.features()) {
        Feature same = after.feature(feature.key()).orElseThrow();
        assertEquals(feature.kind(), same.kind());
        assertEquals(feature.label(), same.label());
        assertEquals(feature.range(), same.range());
        assertEquals(feature.total(), same.total());
        assertEquals(
            feature.values().map(ValueTaxonomy::cells), same.values().map(ValueTaxonomy::cells));
      }
    }
  }

  @Test
  void theOwlBehindItIsReadWhenAskedFor() {
    for (Recommendation recommendation : knowledge.recommendations()) {
      assertEquals(
          recommendation.population().expression(),
          again.recommendation(recommendation.iri()).orElseThrow().population().expression());
    }
    assertEquals(knowledge.definitions(), again.definitions());
    assertEquals(knowledge.graph().graph().size(), again.graph().graph().size());
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws Exception {
    assertArrayEquals(bytes, PreparedKnowledge.of(KnowledgeBase.load(knowledge.files())));
  }

  @Test
  void otherFilesOrCutOffBytesDoNotCount() {
    KnowledgeFile first = knowledge.files().files().get(0);
    KnowledgeFiles changed =
        knowledge.files().with(List.of(new KnowledgeFile(first.path(), first.text() + "\n")));
    assertTrue(PreparedKnowledge.read(bytes, changed).isEmpty());
    assertTrue(
        PreparedKnowledge.read(Arrays.copyOf(bytes, bytes.length / 2), knowledge.files())
            .isEmpty());
    assertTrue(PreparedKnowledge.read(new byte[0], knowledge.files()).isEmpty());
  }
}
