package org.consilium.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.CompiledKnowledge;
import org.junit.jupiter.api.Test;

class PublishedGraphsTest {
  private static byte[] bytes(PublishedGraphs graphs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    graphs.write("hash", out);
    return out.toByteArray();
  }

  @Test
  void whatIsWrittenIsReadAgainWithItsBlankNodesAndPrefixes() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    PublishedGraphs graphs = PublishedGraphs.of(knowledge, CompiledKnowledge.of(knowledge));
    byte[] bytes = bytes(graphs);
    assertArrayEquals(bytes, bytes(graphs));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    assertEquals("hash", in.readUTF());
    PublishedGraphs again = PublishedGraphs.read(in);
    assertEquals(
        graphs.asserted().stream().collect(Collectors.toSet()),
        again.asserted().stream().collect(Collectors.toSet()));
    assertEquals(
        graphs.inferred().stream().collect(Collectors.toSet()),
        again.inferred().stream().collect(Collectors.toSet()));
    assertEquals(
        graphs.asserted().getPrefixMapping().getNsPrefixMap(),
        again.asserted().getPrefixMapping().getNsPrefixMap());
  }
}
