package org.consilium.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops a publication before its n-th step, for n = 1, 2, 3 … until there is no such step. What a
 * process that is killed leaves on the disk is there as a copy of the folder at that moment.
 */
class InterruptedPublicationTest {
  private static final Step GO = Step.GO;

  @TempDir private Path folder;

  /** Stands for a failure of the disk. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static VersionStore open(Path data, Step step) throws PublicationException {
    return VersionStore.open(data, Instant::now, () -> Long.MAX_VALUE, step);
  }

  private static Set<String> objects(Path data) throws Exception {
    Set<String> names = new TreeSet<>();
    for (Path file : DataFolders.files(data.resolve("objects"))) {
      names.add(String.valueOf(file.getFileName()));
    }
    return names;
  }

  private static Set<String> objects(List<VersionRecord> records) {
    Set<String> names = new TreeSet<>();
    records.forEach(record -> record.objects().forEach(object -> names.add(object.sha256())));
    return names;
  }

  /** A killed process leaves the whole version or nothing, whenever it is killed. */
  @Test
  void aKillBeforeAnyStepLeavesTheWholeVersionOrNothing() throws Exception {
    Path data = folder.resolve("data");
    List<Path> copies = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    boolean[] copying = {false};
    VersionRecord first;
    VersionRecord second;
    try (VersionStore store =
        open(
            data,
            name -> {
              if (copying[0]) {
                steps.add(name);
                copies.add(DataFolders.copy(data, folder.resolve("killed-" + copies.size())));
              }
            })) {
      first = SmallKnowledge.publish(store, "1.0.0", 10);
      copying[0] = true;
      second = SmallKnowledge.publish(store, "1.1.0", 11);
    }
    assertTrue(steps.size() > 20, steps.toString());
    int whole = 0;
    for (int i = 0; i < copies.size(); i++) {
      String where = "before step " + (i + 1) + ", " + steps.get(i);
      List<VersionRecord> found;
      try (VersionStore store = VersionStore.open(copies.get(i))) {
        found = store.library().records();
        assertTrue(found.equals(List.of(first)) || found.equals(List.of(first, second)), where);
        for (VersionRecord record : found) {
          store.verify(record);
        }
        assertEquals(objects(found), objects(copies.get(i)), where);
        whole += found.size() - 1;
        if (found.size() == 1) {
          SmallKnowledge.publish(store, "1.1.0", 11);
        }
      }
      try (VersionStore store = VersionStore.open(copies.get(i))) {
        assertEquals(List.of(), store.notices(), where);
        assertEquals(2, store.library().records().size(), where);
      }
    }
    // The version is whole from the commit on, although it is acknowledged later.
    assertEquals(
        steps.size() - steps.indexOf("write the list"), whole, "from the commit on: " + steps);
  }

  /** The same for the making of a data folder. */
  @Test
  void aKillWhileTheFolderIsMadeLeavesOneThatCanBeUsed() throws Exception {
    Path data = folder.resolve("data");
    List<Path> copies = new ArrayList<>();
    open(data, name -> copies.add(DataFolders.copy(data, folder.resolve("k" + copies.size()))))
        .close();
    assertTrue(copies.size() > 3);
    for (Path copy : copies) {
      try (VersionStore store = VersionStore.open(copy)) {
        assertEquals(List.of(), store.library().records());
        SmallKnowledge.publish(store, "1.0.0", 10);
      }
    }
  }

  /** An error at any step is told, and what was there before is there after. */
  @Test
  void aFailureBeforeAnyStepLeavesNothingBehindOrIsCompleted() throws Exception {
    Path start = folder.resolve("data");
    VersionRecord first;
    try (VersionStore store = open(start, GO)) {
      first = SmallKnowledge.publish(store, "1.0.0", 10);
    }
    int n = 1;
    for (boolean stopped = true; stopped; n++) {
      Path data = DataFolders.copy(start, folder.resolve("failed-" + n));
      int[] left = {Integer.MAX_VALUE};
      String[] where = {""};
      Step failing =
          name -> {
            if (--left[0] == 0) {
              where[0] = name;
              throw new Stopped();
            }
          };
      try (VersionStore store = open(data, failing)) {
        left[0] = n;
        try {
          SmallKnowledge.publish(store, "1.1.0", 11);
          stopped = false;
        } catch (Stopped | PublicationException e) {
          assertEquals(List.of(first), store.library().records());
        }
        if (stopped && store.fault().isEmpty()) {
          assertEquals(objects(List.of(first)), objects(data), where[0]);
          // Nothing hinders the next one.
          left[0] = Integer.MAX_VALUE;
          SmallKnowledge.publish(store, "1.1.0", 11);
        } else if (stopped) {
          left[0] = Integer.MAX_VALUE;
          assertThrows(
              PublicationException.class, () -> SmallKnowledge.publish(store, "1.2.0", 12));
        }
      }
      try (VersionStore store = open(data, GO)) {
        assertEquals(2, store.library().records().size(), where[0]);
        assertEquals("1.1.0", store.library().newest().orElseThrow().version().text(), where[0]);
        store.verify(store.library().newest().orElseThrow());
      }
    }
    assertTrue(n > 20);
  }
}
