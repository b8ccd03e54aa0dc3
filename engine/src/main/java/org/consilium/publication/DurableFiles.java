package org.consilium.publication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that they are there after a loss of power, or not at all. */
final class DurableFiles {
  /** The end of the name of a file that is not yet written to its end. */
  static final String UNFINISHED = ".part";

  private DurableFiles() {}

  /** Writes a file under another name, forces it to the disk, and then gives it its name. */
  static void write(Path file, byte[] content, Step step) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + UNFINISHED);
    step.before("write " + part.getFileName());
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      bytes.limit(content.length / 2);
      writeAll(channel, bytes);
      step.before("write the second half");
      bytes.limit(content.length);
      writeAll(channel, bytes);
      step.before("force");
      channel.force(true);
    }
    step.before("rename");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    step.before("force the folder");
    forceFolder(file.toAbsolutePath().getParent());
  }

  static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes the names in a folder last; where a system cannot do that, it does so by itself. */
  static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // Windows opens no folders.
    }
  }
}
