package org.consilium.publication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.consilium.knowledge.Sha256;
import org.consilium.publication.PublicationException.Code;

/**
 * The files of all versions, each named by the SHA-256 of its content, which is checked whenever
 * one is read.
 *
 * @param folder where they are
 */
record ObjectFolder(Path folder) {
  Path file(StoredObject object) {
    return folder.resolve(object.sha256());
  }

  /** Writes an object unless it is there. */
  void write(StoredObject object, byte[] content, Step step) throws IOException {
    if (!Files.exists(file(object))) {
      DurableFiles.write(file(object), content, step);
    }
  }

  /**
   * Reads an object.
   *
   * @throws PublicationException if it is missing or not what was written
   */
  byte[] read(StoredObject object) throws PublicationException {
    try {
      if (Files.size(file(object)) == object.bytes()) {
        byte[] content = Files.readAllBytes(file(object));
        if (Sha256.of(content).equals(object.sha256())) {
          return content;
        }
      }
      throw new PublicationException(
          Code.DAMAGED, "the file objects/" + object.sha256() + " is not what was written");
    } catch (NoSuchFileException e) {
      throw new PublicationException(
          Code.DAMAGED, "the file objects/" + object.sha256() + " is missing", e);
    } catch (IOException e) {
      throw new PublicationException(
          Code.NOT_ACCESSIBLE, "the file objects/" + object.sha256() + " cannot be read", e);
    }
  }

  /** Removes what no version has: leftovers of publications that did not come to their end. */
  List<String> removeAllBut(Set<String> names) throws IOException {
    List<String> removed = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (!names.contains(name)) {
          Files.delete(file);
          removed.add(name);
        }
      }
    }
    return removed;
  }
}
