package org.consilium.analysis;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.PreparedKnowledge;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.PreparedGates;

/** A step of the build: prepares the packaged knowledge, so that programs start fast. */
final class Preparation {
  private Preparation() {}

  /**
   * Writes what is prepared.
   *
   * @param arguments the folder of the packaged knowledge
   */
  public static void main(String[] arguments) throws IOException, KnowledgeException {
    Path folder = Path.of(arguments[0]);
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    Path file = folder.resolve(PreparedKnowledge.RESOURCE);
    Files.createDirectories(file.getParent());
    Files.write(file, PreparedKnowledge.of(knowledge));
    CompiledKnowledge compiled = CompiledKnowledge.of(knowledge);
    try (OutputStream out = open(folder.resolve(PreparedGates.RESOURCE))) {
      PreparedGates.write(compiled, out);
    }
    try (OutputStream out = open(folder.resolve(PublishedGraphs.RESOURCE))) {
      PublishedGraphs.of(knowledge, compiled).write(knowledge.hash(), out);
    }
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }
}
