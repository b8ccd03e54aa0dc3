package org.consilium.publication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.consilium.publication.PublicationException.Code;

/**
 * A folder in which versions are kept.
 *
 * <pre>
 * format            names this layout; what names another one is not opened
 * lock              held by the process that writes
 * versions.jsonl    one record in a line, see {@link VersionLedger}
 * objects/          sources and dumps, each named by its SHA-256
 * graphs/           the TDB2 database, see {@link VersionGraphs}
 * </pre>
 *
 * @param root where it is
 */
record DataFolder(Path root) {
  private static final String FORMAT = "consilium-data 1";
  private static final String LOCK = "lock";
  private static final int LONGEST_FORMAT = 100;

  Path format() {
    return root.resolve("format");
  }

  VersionLedger ledger() {
    return new VersionLedger(root.resolve("versions.jsonl"));
  }

  ObjectFolder objects() {
    return new ObjectFolder(root.resolve("objects"));
  }

  Path graphs() {
    return root.resolve("graphs");
  }

  /**
   * Makes sure that the folder is one of this program.
   *
   * @throws PublicationException if it is not there, is none, or has another format
   */
  void check() throws PublicationException {
    if (!Files.isDirectory(root)) {
      throw new PublicationException(Code.NOT_ACCESSIBLE, "the data folder does not exist");
    }
    String found;
    try {
      if (!Files.exists(format())) {
        throw new PublicationException(
            Code.UNKNOWN_FORMAT, "the folder has no file that names its format");
      }
      found = Files.readString(format(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new PublicationException(
          Code.NOT_ACCESSIBLE, "the format of the data folder cannot be read", e);
    }
    if (!found.equals(FORMAT + "\n")) {
      String shown = found.strip().replaceAll("[^ -~]", "?");
      throw new PublicationException(
          Code.UNKNOWN_FORMAT,
          "the data folder has the format \""
              + shown.substring(0, Math.min(LONGEST_FORMAT, shown.length()))
              + "\"; this program reads \""
              + FORMAT
              + "\"");
    }
  }

  /** Whether it has nothing but what an attempt to make it may have left. */
  boolean isEmpty() throws IOException {
    if (!Files.exists(root)) {
      return true;
    }
    Set<String> leftovers = Set.of(LOCK, "format" + DurableFiles.UNFINISHED);
    try (Stream<Path> files = Files.list(root)) {
      return files.allMatch(file -> leftovers.contains(String.valueOf(file.getFileName())));
    }
  }

  /** Makes an empty one, unless it is there. */
  void make(Step step) throws IOException, PublicationException {
    if (isEmpty()) {
      DurableFiles.write(format(), (FORMAT + "\n").getBytes(StandardCharsets.UTF_8), step);
    }
    check();
    step.before("make the folders");
    Files.createDirectories(objects().folder());
    Files.createDirectories(graphs());
  }

  /**
   * Takes the folder for this process; the system lets go of it when the process ends in any way.
   *
   * @throws PublicationException if another one has it
   */
  FileChannel lock() throws IOException, PublicationException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(
            root.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
      if (lock != null) {
        channel.truncate(0);
        DurableFiles.writeAll(
            channel,
            ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
      }
      ByteBuffer holder = ByteBuffer.allocate(20);
      channel.read(holder, 0);
      String process =
          new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII)
              .replaceAll("\\D", "");
      channel.close();
      throw new PublicationException(
          Code.IN_USE,
          "another process uses the data folder"
              + (process.isEmpty() ? "" : ", number " + process));
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new PublicationException(Code.IN_USE, "this process uses the data folder already", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
