package org.consilium.publication;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.consilium.analysis.PublishedGraphs;
import org.consilium.knowledge.Program;
import org.consilium.publication.PublicationException.Code;

/**
 * The versions of the knowledge in a data folder, open to add more. One process has it at a time.
 *
 * <p>A version is stored in this order: its files; its graphs, by one transaction; its line in the
 * list. It is there when the transaction is committed: if the process ends before the line is
 * written, the next opening writes it; if it ends earlier, the next opening removes the files.
 */
public final class VersionStore implements AutoCloseable {
  private static final long LEAST_FREE_BYTES = 64L << 20;
  private static final long BYTES_PER_TRIPLE = 1_000;
  private static final int LONGEST_NAME = 200;

  private final DataFolder folder;
  private final FileChannel lock;
  private final InstantSource clock;
  private final LongSupplier freeBytes;
  private final Step step;
  private final List<String> notices = new ArrayList<>();
  private final VersionGraphs graphs;
  private volatile VersionLibrary library;
  private long ledgerBytes;
  private Optional<PublicationException> broken = Optional.empty();

  private VersionStore(
      DataFolder folder, FileChannel lock, InstantSource clock, LongSupplier freeBytes, Step step)
      throws IOException, PublicationException {
    this.folder = folder;
    this.lock = lock;
    this.clock = clock;
    this.freeBytes = freeBytes;
    this.step = step;
    folder.make(step);
    for (String name : VersionGraphs.removeLeftovers(folder.graphs())) {
      notices.add("removed graphs/" + name + ", left by a compaction that was cut off");
    }
    this.graphs = VersionGraphs.open(folder.graphs());
    try {
      reconcile();
    } catch (IOException | PublicationException | RuntimeException e) {
      graphs.close();
      throw e;
    }
  }

  /**
   * Opens a data folder, or makes one where there is nothing.
   *
   * @throws PublicationException if another process has it, or it does not hold
   */
  public static VersionStore open(Path folder) throws PublicationException {
    return open(folder, InstantSource.system(), () -> folder.toFile().getUsableSpace(), Step.GO);
  }

  static VersionStore open(Path folder, InstantSource clock, LongSupplier freeBytes, Step step)
      throws PublicationException {
    DataFolder data = new DataFolder(folder);
    FileChannel lock = null;
    try {
      if (!data.isEmpty()) {
        data.check();
      }
      lock = data.lock();
      return new VersionStore(data, lock, clock, freeBytes, step);
    } catch (IOException e) {
      release(lock);
      throw new PublicationException(
          Code.NOT_ACCESSIBLE, "the data folder cannot be read and written", e);
    } catch (PublicationException | RuntimeException | Error e) {
      release(lock);
      throw e;
    }
  }

  private static void release(FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new IllegalStateException("a lock can be let go", e);
      }
    }
  }

  /** Makes files, database and list agree after a process that ended in the middle. */
  private void reconcile() throws IOException, PublicationException {
    VersionLedger.Content content = folder.ledger().read();
    List<VersionRecord> listed = content.records();
    List<VersionRecord> stored = graphs.records();
    boolean oneMore =
        stored.size() == listed.size() + 1 && stored.subList(0, listed.size()).equals(listed);
    if (!oneMore && (content.torn() || !stored.equals(listed))) {
      throw new PublicationException(
          Code.DAMAGED,
          "versions.jsonl has "
              + listed.size()
              + " versions and the database has "
              + stored.size()
              + ", or they are not the same");
    }
    ledgerBytes = content.bytes();
    if (oneMore) {
      VersionRecord last = stored.get(listed.size());
      append(last);
      notices.add("completed version " + last.version() + ", whose publication was cut off");
    }
    library = new VersionLibrary(folder, stored);
    for (VersionRecord record : stored) {
      for (StoredObject object : record.objects().toList()) {
        if (!Files.exists(folder.objects().file(object))) {
          folder.objects().read(object);
        }
      }
    }
    for (String name : folder.objects().removeAllBut(names(stored))) {
      notices.add("removed objects/" + name + ", left by a publication that was cut off");
    }
  }

  private static Set<String> names(List<VersionRecord> records) {
    return records.stream()
        .flatMap(VersionRecord::objects)
        .map(StoredObject::sha256)
        .collect(Collectors.toSet());
  }

  private void append(VersionRecord record) throws IOException {
    folder.ledger().append(record, ledgerBytes, step);
    ledgerBytes += record.json().toString().getBytes(StandardCharsets.UTF_8).length + 1;
  }

  /** What was found and mended when it was opened, for a person. */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** The versions as they are now. */
  public VersionLibrary library() {
    return library;
  }

  /**
   * Refuses a version that could not be added.
   *
   * @param hash content hash of its knowledge
   */
  void refuse(SemanticVersion version, String hash) throws PublicationException {
    for (VersionRecord record : library.records()) {
      if (record.knowledgeHash().equals(hash)) {
        throw new PublicationException(
            Code.ALREADY_PUBLISHED,
            "the same content is published as version " + record.version(),
            record);
      }
      if (record.version().equals(version)) {
        throw new PublicationException(
            Code.VERSION_TAKEN, "version " + version + " is published with other content", record);
      }
    }
    Optional<VersionRecord> newest = library.newest();
    if (newest.isPresent() && version.compareTo(newest.get().version()) <= 0) {
      throw new PublicationException(
          Code.VERSION_NOT_GREATER,
          "version " + version + " is not greater than the last one, " + newest.get().version());
    }
  }

  /**
   * Adds a version; when this returns it is on the disk. A failure leaves nothing behind.
   *
   * @param by who publishes it, at most 200 characters
   * @throws PublicationException if it may not be added or cannot be stored
   */
  synchronized VersionRecord add(Candidate candidate, String by) throws PublicationException {
    if (broken.isPresent()) {
      throw broken.get();
    }
    refuse(candidate.version(), candidate.knowledge().hash());
    PublishedGraphs published =
        PublishedGraphs.of(candidate.knowledge(), candidate.reasoner().compiled());
    Graph asserted = published.asserted();
    Graph inferred = published.inferred();
    List<GraphDump.Content> dumps = new ArrayList<>();
    for (GraphDump.Format format : GraphDump.Format.values()) {
      dumps.add(GraphDump.of(GraphDump.Part.ASSERTED, format, asserted));
      dumps.add(GraphDump.of(GraphDump.Part.INFERRED, format, inferred));
    }
    byte[] sources = candidate.sources().zip();
    requireSpace(asserted.size() + (long) inferred.size());
    VersionRecord record =
        record(
            candidate,
            by,
            StoredObject.of(sources),
            dumps.stream().map(GraphDump.Content::dump).toList());
    try {
      folder.objects().write(record.sources(), sources, step);
      for (GraphDump.Content dump : dumps) {
        folder.objects().write(dump.dump().object(), dump.bytes(), step);
      }
      step.before("begin the transaction");
      graphs.add(record, asserted, inferred, step);
    } catch (IOException e) {
      cleanUp();
      throw new PublicationException(Code.NOT_ACCESSIBLE, "the data folder cannot be written", e);
    } catch (PublicationException | RuntimeException | Error e) {
      cleanUp();
      throw e;
    }
    try {
      step.before("write the list");
      append(record);
    } catch (IOException | RuntimeException | Error e) {
      // It is committed: the next opening completes it. Until then nothing more is written.
      broken =
          Optional.of(
              new PublicationException(
                  Code.NOT_ACCESSIBLE,
                  "the list of versions cannot be written; open the data folder again",
                  e));
      throw broken.get();
    }
    List<VersionRecord> records = new ArrayList<>(library.records());
    records.add(record);
    library = new VersionLibrary(folder, records);
    return record;
  }

  private void requireSpace(long triples) throws PublicationException {
    long needed = LEAST_FREE_BYTES + triples * BYTES_PER_TRIPLE;
    if (freeBytes.getAsLong() < needed) {
      throw new PublicationException(
          Code.NO_SPACE,
          "the disk of the data folder has less than "
              + (needed >> 20)
              + " MiB free; nothing was written");
    }
  }

  private VersionRecord record(
      Candidate candidate, String by, StoredObject sources, List<GraphDump> dumps) {
    Optional<VersionRecord> newest = library.newest();
    // Versions are ordered by number. A clock that was set back must not change what "as of" says
    // of a time that is past.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant published =
        newest
            .map(last -> last.published().plusMillis(1))
            .filter(least -> least.isAfter(now))
            .orElse(now);
    return new VersionRecord(
        newest.map(VersionRecord::number).orElse(0) + 1,
        candidate.version(),
        published,
        by.substring(0, Math.min(LONGEST_NAME, by.length())),
        Program.version(),
        candidate.knowledge().hash(),
        candidate.sources().hash(),
        candidate.sources().texts().size(),
        sources,
        dumps,
        newest.map(VersionRecord::version),
        newest.map(VersionRecord::hash).orElse(VersionRecord.START));
  }

  private void cleanUp() {
    try {
      folder.objects().removeAllBut(names(library.records()));
    } catch (IOException e) {
      return; // They are removed at the next opening.
    }
  }

  /**
   * Looks whether what is stored can be read: the list and the database.
   *
   * @return what is wrong, or empty
   */
  public Optional<String> fault() {
    if (broken.isPresent()) {
      return Optional.of(broken.get().getMessage());
    }
    try {
      VersionLibrary now = library;
      List<VersionRecord> read = VersionLibrary.of(folder.root()).records();
      if (read.size() < now.records().size()
          || !read.subList(0, now.records().size()).equals(now.records())) {
        return Optional.of("versions.jsonl is not what was written");
      }
      return graphs.records().containsAll(now.records())
          ? Optional.empty()
          : Optional.of("the database in graphs/ has not all versions");
    } catch (PublicationException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Checks all that is stored of a version: its files, its graphs in the database, and that it
   * reads as it did.
   *
   * @throws PublicationException if it does not hold
   */
  public void verify(VersionRecord record) throws PublicationException {
    library.verify(record);
    for (GraphDump.Part part : GraphDump.Part.values()) {
      byte[] stored = library.dump(record.dump(part, GraphDump.Format.NTRIPLES));
      if (!graphs.holds(record, part, GraphDump.read(stored))) {
        throw new PublicationException(
            Code.DAMAGED,
            "the graph of version "
                + record.version()
                + " in the database, "
                + part.word()
                + ", is not what was published");
      }
    }
  }

  /** Lets the folder go. */
  @Override
  public synchronized void close() {
    graphs.close();
    release(lock);
  }
}
