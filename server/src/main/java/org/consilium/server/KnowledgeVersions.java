package org.consilium.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of the knowledge that can be answered from beside the one served by default. */
public interface KnowledgeVersions {
  /** None at all. */
  KnowledgeVersions NONE =
      new KnowledgeVersions() {
        @Override
        public Optional<ServedKnowledge> named(String versionOrHash) {
          return Optional.empty();
        }

        @Override
        public Optional<ServedKnowledge> asOf(Instant moment) {
          return Optional.empty();
        }

        @Override
        public List<String> names() {
          return List.of();
        }
      };

  /** The version with a name or content hash, or empty if there is none. */
  Optional<ServedKnowledge> named(String versionOrHash);

  /** The version that was the current one at a moment, or empty if there was none. */
  Optional<ServedKnowledge> asOf(Instant moment);

  /** The names of the versions, the newest first. */
  List<String> names();
}
