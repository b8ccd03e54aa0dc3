package org.consilium.reasoning;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.consilium.knowledge.KnowledgeBase;

/** All populations of a knowledge base, compiled; immutable, identified by the same hash. */
public final class CompiledKnowledge {
  private final String hash;
  private final Map<String, CompiledCancer> cancers;

  private CompiledKnowledge(String hash, Map<String, CompiledCancer> cancers) {
    this.hash = hash;
    this.cancers = Collections.unmodifiableMap(cancers);
  }

  /** Compiles everything; what cannot be compiled is listed with the reason. */
  public static CompiledKnowledge of(KnowledgeBase knowledge) {
    Map<String, CompiledCancer> cancers = new LinkedHashMap<>();
    for (String cancer : knowledge.cancers()) {
      cancers.put(cancer, CancerCompiler.compile(knowledge, cancer));
    }
    return new CompiledKnowledge(knowledge.hash(), cancers);
  }

  /** The content hash of the knowledge that was compiled. */
  public String hash() {
    return hash;
  }

  public Collection<CompiledCancer> cancers() {
    return cancers.values();
  }

  /**
   * The compiled form of a cancer by its JSON code.
   *
   * @throws IllegalArgumentException if the cancer is unknown
   */
  public CompiledCancer cancer(String cancer) {
    CompiledCancer compiled = cancers.get(cancer);
    if (compiled == null) {
      throw new IllegalArgumentException("unknown cancer " + cancer);
    }
    return compiled;
  }
}
