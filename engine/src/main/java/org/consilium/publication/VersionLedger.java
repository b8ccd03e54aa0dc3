package org.consilium.publication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.consilium.publication.PublicationException.Code;

/**
 * The list of versions in a file that is only appended to: one record in a line, each with the hash
 * of the one before. It can be read by anyone while another process writes it.
 *
 * @param file where it is
 */
record VersionLedger(Path file) {
  /**
   * What a ledger says.
   *
   * @param records the versions in their order
   * @param bytes how many bytes they take; what comes after is a line that was not written to its
   *     end
   * @param torn whether there is such a line
   */
  record Content(List<VersionRecord> records, long bytes, boolean torn) {
    Content {
      records = List.copyOf(records);
    }
  }

  /**
   * Reads all versions.
   *
   * @throws PublicationException if a line is not what was written
   */
  Content read() throws PublicationException {
    byte[] all;
    try {
      all = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new PublicationException(Code.NOT_ACCESSIBLE, "the list of versions cannot be read", e);
    }
    List<VersionRecord> records = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        String line = new String(all, start, i - start, StandardCharsets.UTF_8);
        records.add(next(line, records));
        start = i + 1;
      }
    }
    return new Content(records, start, start < all.length);
  }

  private static VersionRecord next(String line, List<VersionRecord> before)
      throws PublicationException {
    Optional<VersionRecord> record = VersionRecord.read(line);
    int number = before.size() + 1;
    String previous = before.isEmpty() ? VersionRecord.START : last(before).hash();
    if (record.isEmpty()
        || record.get().number() != number
        || !record.get().previous().equals(previous)) {
      throw new PublicationException(
          Code.DAMAGED, "line " + number + " of versions.jsonl is not what was written");
    }
    return record.get();
  }

  private static VersionRecord last(List<VersionRecord> records) {
    return records.get(records.size() - 1);
  }

  /** Appends a version; when this returns it is on the disk. */
  void append(VersionRecord record, long bytes, Step step) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
      channel.position(bytes);
      ByteBuffer line = ByteBuffer.wrap((record.json() + "\n").getBytes(StandardCharsets.UTF_8));
      int length = line.limit();
      line.limit(length / 2);
      step.before("write the first half of the line");
      DurableFiles.writeAll(channel, line);
      step.before("write the second half of the line");
      line.limit(length);
      DurableFiles.writeAll(channel, line);
      step.before("force the line");
      channel.force(true);
    }
    DurableFiles.forceFolder(file.toAbsolutePath().getParent());
  }
}
