package org.consilium.publication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.publication.PublicationException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionStoreTest {
  @TempDir private Path folder;

  private static Code refused(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(PublicationException.class, action).code();
  }

  @Test
  void aVersionIsReadAgainAsItWasPublished() throws Exception {
    VersionRecord record;
    try (VersionStore store = VersionStore.open(folder)) {
      record = SmallKnowledge.publish(store, "1.0.0", 10);
      assertEquals(List.of(), store.notices());
    }
    try (VersionStore store = VersionStore.open(folder)) {
      assertEquals(List.of(record), store.library().records());
      assertEquals(List.of(), store.notices());
      assertEquals(Optional.empty(), store.fault());
      store.verify(record);
      assertEquals(SmallKnowledge.sources(), store.library().sources(record));
      KnowledgeBase knowledge = store.library().load(record);
      assertEquals(record.knowledgeHash(), knowledge.hash());
      assertEquals(4, knowledge.recommendations().size());
      assertEquals("somebody", record.by());
    }
    assertEquals(List.of(record), VersionLibrary.of(folder).records());
  }

  @Test
  void versionsAreNumberedInTheirOrderAndNamedByTheirHashToo() throws Exception {
    try (VersionStore store = VersionStore.open(folder)) {
      VersionRecord first = SmallKnowledge.publish(store, "1.0.0", 10);
      VersionRecord second = SmallKnowledge.publish(store, "1.0.1", 11);
      assertEquals(List.of(first, second), store.library().records());
      assertEquals(1, first.number());
      assertEquals(2, second.number());
      assertEquals(Optional.of(first.version()), second.previousVersion());
      assertEquals(first.hash(), second.previous());
      assertEquals(Optional.of(first), store.library().named(first.knowledgeHash()));
      assertEquals(Optional.of(second), store.library().named("1.0.1"));
      assertEquals(Optional.empty(), store.library().named("1.0.2"));
      assertNotEquals(first.knowledgeHash(), second.knowledgeHash());
    }
  }

  @Test
  void thePublisherMayNameTheVersionAndAnswersBearTheName() throws Exception {
    try (VersionStore store = VersionStore.open(folder)) {
      VersionRecord record =
          new Publisher(store)
              .publish(
                  SmallKnowledge.sources(),
                  Optional.of(SemanticVersion.of("7.0.0-rc.1")),
                  "somebody",
                  (done, all) -> {})
              .record();
      assertEquals("7.0.0-rc.1", record.version().text());
      assertEquals("7.0.0-rc.1", store.library().load(record).version());
    }
  }

  @Test
  void whatIsPublishedIsNeverPublishedAgainNorChanged() throws Exception {
    try (VersionStore store = VersionStore.open(folder)) {
      VersionRecord record = SmallKnowledge.publish(store, "1.0.0", 10);
      assertEquals(
          Code.ALREADY_PUBLISHED, refused(() -> SmallKnowledge.publish(store, "1.0.0", 10)));
      assertEquals(Code.VERSION_TAKEN, refused(() -> SmallKnowledge.publish(store, "1.0.0", 11)));
      assertEquals(
          Code.VERSION_NOT_GREATER, refused(() -> SmallKnowledge.publish(store, "0.9.0", 11)));
      assertEquals(
          Code.VERSION_NOT_GREATER, refused(() -> SmallKnowledge.publish(store, "1.0.0-rc", 11)));
      assertEquals(Code.VERSION_SYNTAX, refused(() -> SmallKnowledge.publish(store, "1.1", 11)));
      assertEquals(List.of(record), store.library().records());
      store.verify(record);
    }
  }

  @Test
  void knowledgeWithErrorsLeavesNothingBehind() throws Exception {
    try (VersionStore store = VersionStore.open(folder)) {
      List<Path> before = DataFolders.files(folder.resolve("objects"));
      // Nobody has a PSA below 5 that is at least 10: HermiT finds it, no parser does.
      var texts = new java.util.TreeMap<>(SmallKnowledge.sources().texts());
      texts.computeIfPresent(
          "guidelines/prostate/demo.ttl",
          (path, text) ->
              text.replace(
                  "decimal[>= 10]", "decimal[>= 10] and pca:psaNgMl some xsd:decimal[< 5]"));
      assertThrows(
          KnowledgeException.class,
          () ->
              new Publisher(store)
                  .publish(new Sources(texts), Optional.empty(), "somebody", (done, all) -> {}));
      assertEquals(before, DataFolders.files(folder.resolve("objects")));
      assertEquals(List.of(), store.library().records());
    }
  }

  @Test
  void aSecondOpenerIsTurnedAwayAndTheFirstGoesOn() throws Exception {
    try (VersionStore store = VersionStore.open(folder)) {
      assertEquals(Code.IN_USE, refused(() -> VersionStore.open(folder).close()));
      SmallKnowledge.publish(store, "1.0.0", 10);
    }
    VersionStore.open(folder).close();
  }

  @Test
  void theLockOfAProcessThatIsGoneIsNoLock() throws Exception {
    VersionStore.open(folder).close();
    Files.writeString(folder.resolve("lock"), "4711");
    Files.writeString(folder.resolve("graphs").resolve("tdb.lock"), "4711");
    try (VersionStore store = VersionStore.open(folder)) {
      VersionRecord record = SmallKnowledge.publish(store, "1.0.0", 10);
      Path copy = DataFolders.copy(folder, folder.resolveSibling(folder.getFileName() + "-copy"));
      try (VersionStore other = VersionStore.open(copy)) {
        assertEquals(List.of(record), other.library().records());
      }
    }
  }

  @Test
  void leftoversOfCompactionsAreRemovedAndTold() throws Exception {
    try (VersionStore store = VersionStore.open(folder)) {
      SmallKnowledge.publish(store, "1.0.0", 10);
    }
    Path graphs = folder.resolve("graphs");
    // A compaction that ended before it removed the old one, and a later one that was cut off.
    DataFolders.copy(graphs.resolve("Data-0001"), graphs.resolve("Data-0002"));
    Files.createDirectories(graphs.resolve("Data-0003-tmp"));
    Files.writeString(graphs.resolve("Data-0003-tmp").resolve("GSPO.dat"), "half");
    try (VersionStore store = VersionStore.open(folder)) {
      assertEquals(2, store.notices().size(), store.notices().toString());
      assertTrue(store.notices().get(0).contains("Data-0001"));
      assertTrue(store.notices().get(1).contains("Data-0003-tmp"));
      store.verify(store.library().newest().orElseThrow());
    }
    try (VersionStore store = VersionStore.open(folder)) {
      assertEquals(List.of(), store.notices());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consilium-data 2\n", "", "consilium-data 1", "\u0000\u0001"})
  void anotherFormatIsRefusedWithWords(String format) throws Exception {
    VersionStore.open(folder).close();
    Files.writeString(folder.resolve("format"), format);
    assertEquals(Code.UNKNOWN_FORMAT, refused(() -> VersionStore.open(folder).close()));
    assertEquals(Code.UNKNOWN_FORMAT, refused(() -> VersionLibrary.of(folder)));
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("letter.txt"), "Dear");
    assertEquals(Code.UNKNOWN_FORMAT, refused(() -> VersionStore.open(folder).close()));
    assertEquals(List.of(folder.resolve("letter.txt")), DataFolders.files(folder));
  }

  @Test
  void nothingIsWrittenWithoutSpace() throws Exception {
    long[] free = {1_000_000};
    try (VersionStore store = VersionStore.open(folder, Instant::now, () -> free[0], Step.GO)) {
      List<Path> before = DataFolders.files(folder.resolve("objects"));
      assertEquals(Code.NO_SPACE, refused(() -> SmallKnowledge.publish(store, "1.0.0", 10)));
      assertEquals(before, DataFolders.files(folder.resolve("objects")));
      free[0] = Long.MAX_VALUE;
      SmallKnowledge.publish(store, "1.0.0", 10);
    }
  }

  @Test
  void theClockDoesNotOrderVersionsNorChangeWhatIsPast() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    try (VersionStore store = VersionStore.open(folder, now::get, () -> Long.MAX_VALUE, Step.GO)) {
      VersionRecord first = SmallKnowledge.publish(store, "1.0.0", 10);
      now.set(Instant.parse("2026-02-28T12:00:00Z"));
      VersionRecord second = SmallKnowledge.publish(store, "1.1.0", 11);
      now.set(Instant.parse("2036-03-01T12:00:00Z"));
      VersionRecord third = SmallKnowledge.publish(store, "1.2.0", 12);
      now.set(Instant.parse("2026-04-01T12:00:00Z"));
      VersionRecord fourth = SmallKnowledge.publish(store, "1.3.0", 13);
      VersionLibrary library = store.library();
      assertEquals(List.of(first, second, third, fourth), library.records());
      assertEquals(Instant.parse("2026-03-01T12:00:00.001Z"), second.published());
      assertEquals(third.published().plusMillis(1), fourth.published());
      assertEquals(Optional.empty(), library.asOf(Instant.parse("2026-02-28T13:00:00Z")));
      assertEquals(Optional.of(first), library.asOf(Instant.parse("2026-03-01T12:00:00Z")));
      assertEquals(Optional.of(second), library.asOf(Instant.parse("2026-03-02T00:00:00Z")));
      assertEquals(Optional.of(fourth), library.asOf(Instant.parse("2040-01-01T00:00:00Z")));
    }
  }

  @Test
  void ofPublishersAtTheSameMomentOneWinsAndNumbersHaveNoGaps() throws Exception {
    int publishers = 4;
    int rounds = 5;
    ExecutorService threads = Executors.newFixedThreadPool(publishers);
    try (VersionStore store = VersionStore.open(folder)) {
      for (int round = 0; round < rounds; round++) {
        CyclicBarrier barrier = new CyclicBarrier(publishers);
        List<Callable<Optional<VersionRecord>>> tasks = new ArrayList<>();
        for (int i = 0; i < publishers; i++) {
          String version = "1." + round + ".0";
          int threshold = 11 + round * publishers + i;
          tasks.add(
              () -> {
                barrier.await();
                try {
                  return Optional.of(SmallKnowledge.publish(store, version, threshold));
                } catch (PublicationException e) {
                  assertEquals(Code.VERSION_TAKEN, e.code());
                  return Optional.empty();
                }
              });
        }
        int won = 0;
        for (Future<Optional<VersionRecord>> future : threads.invokeAll(tasks)) {
          won += future.get().isPresent() ? 1 : 0;
        }
        assertEquals(1, won);
      }
      assertEquals(rounds, store.library().records().size());
      assertEquals(rounds, store.library().newest().orElseThrow().number());
      for (VersionRecord record : store.library().records()) {
        store.verify(record);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theSameKnowledgeGivesTheSameDumpsInAnyFolder() throws Exception {
    Path other = folder.resolve("other");
    try (VersionStore store = VersionStore.open(folder.resolve("one"));
        VersionStore second = VersionStore.open(other)) {
      SmallKnowledge.publish(second, "0.1.0", 9);
      VersionRecord a = SmallKnowledge.publish(store, "1.0.0", 10);
      VersionRecord b = SmallKnowledge.publish(second, "1.0.0", 10);
      for (GraphDump dump : a.dumps()) {
        assertArrayEquals(store.library().dump(dump), second.library().dump(dump));
      }
      assertEquals(a.dumps(), b.dumps());
      assertEquals(a.sourcesHash(), b.sourcesHash());
      byte[] dump =
          store.library().dump(a.dump(GraphDump.Part.ASSERTED, GraphDump.Format.NTRIPLES));
      String text;
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(dump))) {
        text = new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
      }
      assertEquals(
          a.dump(GraphDump.Part.ASSERTED, GraphDump.Format.NTRIPLES).triples(),
          text.lines().count());
      assertEquals(text.lines().sorted().toList(), text.lines().toList());
    }
  }
}
