package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeSnapshotsTest {
  private static final Instant PUBLISHED = Instant.parse("2026-03-01T12:00:00Z");

  private static ServedKnowledge shipped;
  private static ServedKnowledge other;
  private static KnowledgeSnapshots snapshots;
  private static RunningServer client;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    shipped = new ServedKnowledge(knowledge, CompiledReasoner.of(knowledge));
    for (KnowledgeFiles.KnowledgeFile file : KnowledgeFiles.packaged().files()) {
      Path target = folder.resolve(file.path());
      Files.createDirectories(target.getParent());
      Files.writeString(
          target,
          file.path().endsWith("prostate/guidelines.ttl")
              ? file.text() + "\ngl:eau-prostate-2024 cns:note \"Another version.\"@en .\n"
              : file.text());
    }
    KnowledgeBase changed = KnowledgeBase.load(KnowledgeFiles.of(folder));
    other = new ServedKnowledge(changed, CompiledReasoner.of(changed));
    snapshots = new KnowledgeSnapshots(shipped, new OneOther());
    client = RunningServer.start(ServerConfiguration.DEFAULT, snapshots);
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static String hash(String query) throws Exception {
    return RunningServer.json(client.get("/api/guidelines" + query))
        .at("/knowledge/hash")
        .textValue();
  }

  @Test
  void aSwapIsSeenByAllLaterRequests() throws Exception {
    assertNotEquals(shipped.knowledge().hash(), other.knowledge().hash());
    String count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";
    String before = client.query(count).body();
    assertEquals(shipped.knowledge().hash(), hash(""));
    snapshots.swap(other);
    try {
      assertEquals(other.knowledge().hash(), hash(""));
      assertEquals(
          other.knowledge().hash(),
          RunningServer.json(client.advise("{'cancer': 'prostate'}"))
              .at("/knowledge/hash")
              .textValue());
      assertNotEquals(before, client.query(count).body());
    } finally {
      snapshots.swap(shipped);
    }
    assertEquals(before, client.query(count).body());
  }

  @Test
  void aRequestMayNameAnotherVersion() throws Exception {
    assertEquals(other.knowledge().hash(), hash("?version=" + other.knowledge().hash()));
    assertEquals(shipped.knowledge().hash(), hash("?version=" + shipped.knowledge().hash()));
    assertEquals(other.knowledge().hash(), hash("?asOf=2026-03-01"));
    assertEquals(other.knowledge().hash(), hash("?asOf=2026-03-01T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version=none", "asOf=2026-02-28", "asOf=2026-03-01T11:59:59Z"})
  void aVersionThatIsNotThereIsNotFound(String query) throws Exception {
    assertProblem(404, "CNS-HTTP-009", client.get("/api/guidelines?" + query));
  }

  @ParameterizedTest
  @ValueSource(strings = {"asOf=yesterday", "asOf=", "asOf=2026-03-01&version=1", "asOf=1T1"})
  void aMomentThatIsNoneIsRefused(String query) throws Exception {
    assertProblem(400, "CNS-HTTP-008", client.get("/api/guidelines?" + query));
  }

  private static final class OneOther implements KnowledgeVersions {
    @Override
    public Optional<ServedKnowledge> named(String versionOrHash) {
      return Optional.of(other).filter(it -> it.knowledge().hash().equals(versionOrHash));
    }

    @Override
    public Optional<ServedKnowledge> asOf(Instant moment) {
      return Optional.of(other).filter(it -> !moment.isBefore(PUBLISHED));
    }

    @Override
    public List<String> names() {
      return List.of("the other");
    }
  }
}
