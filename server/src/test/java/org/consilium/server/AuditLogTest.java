package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("audit.jsonl");
    try (AuditLog log = AuditLog.open(file)) {
      for (int i = 0; i < 5; i++) {
        String name = "caller-" + i;
        log.record("request", entry -> entry.put("caller", name).put("status", 200));
      }
    }
  }

  @Test
  void whatIsWrittenHolds() throws IOException {
    AuditLog.Verification found = AuditLog.verify(file);
    assertEquals(Optional.empty(), found.fault());
    assertEquals(5, found.lines());
  }

  @Test
  void itGoesOnWhereItEnded() throws IOException {
    String head = AuditLog.verify(file).head();
    try (AuditLog log = AuditLog.open(file)) {
      assertEquals(head, log.head());
      log.record("request", entry -> {});
      assertEquals(6, log.lines());
    }
    assertEquals(6, AuditLog.verify(file).lines());
  }

  @Test
  void aLineThatIsChangedRemovedMovedOrAddedShows() throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<List<String>> forgeries = new ArrayList<>();
    forgeries.add(changed(lines, 2, lines.get(2).replace("caller-2", "caller-9")));
    forgeries.add(changed(lines, 2, lines.get(2).replace("{\"number\"", "{ \"number\"")));
    forgeries.add(changed(lines, 2, ""));
    forgeries.add(changed(lines, 2, "{}"));
    List<String> removed = new ArrayList<>(lines);
    removed.remove(2);
    forgeries.add(removed);
    List<String> moved = new ArrayList<>(lines);
    moved.add(moved.remove(2));
    forgeries.add(moved);
    List<String> added = new ArrayList<>(lines);
    added.add(3, lines.get(3));
    forgeries.add(added);
    for (List<String> forgery : forgeries) {
      Files.write(file, forgery);
      AuditLog.Verification found = AuditLog.verify(file);
      assertTrue(found.fault().isPresent(), forgery::toString);
      assertTrue(found.lines() >= 2 && found.lines() <= 4, forgery::toString);
      assertThrows(IOException.class, () -> AuditLog.open(file));
    }
  }

  private static List<String> changed(List<String> lines, int index, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(index, line);
    return changed;
  }

  @Test
  void linesCutOffAtTheEndShowByTheHead() throws IOException {
    String head = AuditLog.verify(file).head();
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 4));
    assertFalse(head.equals(AuditLog.verify(file).head()));
  }

  @Test
  void onlyOneServerWritesAFile() throws IOException {
    try (AuditLog first = AuditLog.open(file)) {
      assertEquals(5, first.lines());
      assertThrows(IOException.class, () -> AuditLog.open(file));
    }
  }

  @Test
  void aServerRecordsItsStartRefusalsAndItsEnd() throws Exception {
    Path audit = folder.resolve("server.jsonl");
    try (RunningServer server =
        RunningServer.start(
            ServerConfiguration.DEFAULT.with(Setting.AUDIT_FILE, audit.toString()))) {
      assertEquals(401, server.get("/api/audit").statusCode());
      assertEquals(200, server.get("/api/guidelines").statusCode());
    }
    List<String> lines = Files.readAllLines(audit);
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("\"event\":\"started\""), lines::toString);
    assertTrue(lines.get(1).contains("\"event\":\"refused\""), lines::toString);
    assertTrue(lines.get(1).contains("\"route\":\"/api/audit\""), lines::toString);
    assertTrue(lines.get(2).contains("\"event\":\"stopped\""), lines::toString);
    assertEquals(Optional.empty(), AuditLog.verify(audit).fault());
  }
}
