package org.consilium.publication;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.CompiledReasoner;

/** The knowledge of {@code test-data/knowledge}, and others that differ from it a little. */
final class SmallKnowledge {
  private static final Path FOLDER = Path.of("..", "test-data", "knowledge");
  private static final String CORE = "ontology/core.ttl";
  private static final String GUIDELINE = "guidelines/prostate/demo.ttl";

  private static final Map<String, Candidate> CANDIDATES = new ConcurrentHashMap<>();

  private SmallKnowledge() {}

  static Sources sources() throws IOException {
    return Sources.of(FOLDER);
  }

  /** The same under another version of its ontology, and with another threshold. */
  static Sources sources(String version, int threshold) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>(sources().texts());
    texts.computeIfPresent(CORE, (path, text) -> text.replace("\"1.0.0\"", '"' + version + '"'));
    texts.computeIfPresent(
        GUIDELINE, (path, text) -> text.replace("decimal[>= 10]", "decimal[>= " + threshold + "]"));
    return new Sources(texts);
  }

  /** Stores it as a publisher does; that it passes all checks is known. */
  static VersionRecord publish(VersionStore store, String version, int threshold) throws Exception {
    return store.add(candidate(version, threshold), "somebody");
  }

  private static Candidate candidate(String version, int threshold) throws Exception {
    String key = version + " " + threshold;
    Candidate known = CANDIDATES.get(key);
    if (known == null) {
      Sources sources = sources(version, threshold);
      KnowledgeBase knowledge = KnowledgeBase.load(sources.knowledge());
      known =
          new Candidate(
              sources,
              SemanticVersion.of(version),
              knowledge,
              CompiledReasoner.of(knowledge),
              sources.queries(),
              List.of());
      CANDIDATES.put(key, known);
    }
    return known;
  }
}
