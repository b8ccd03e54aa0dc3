package org.consilium.reasoning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.consilium.knowledge.KnowledgeFiles;

/** Generated knowledge and patients, for tests of other packages. */
public final class GeneratedKnowledge {
  private final ExactnessGenerator generator;

  /**
   * @param seed the same seed gives the same
   * @param populations how many recommendations
   */
  public GeneratedKnowledge(long seed, int populations) {
    this.generator = new ExactnessGenerator(seed, ExactnessGenerator.Outside.NONE, populations);
  }

  public KnowledgeFiles files() {
    return generator.files();
  }

  /** A description of a patient of whom a share of the features is known. */
  public ObjectNode patient(Random random, double known) {
    return generator.patient(random, known);
  }
}
