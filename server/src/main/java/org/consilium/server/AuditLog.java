package org.consilium.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.consilium.knowledge.Sha256;

/**
 * Who did what, in a file that is only appended to. Each line is a JSON object that ends with the
 * SHA-256 of the line before and of itself, so that a line that was changed, removed or put in
 * between shows. Lines cut off at the end do not show in the file itself: for that, {@link #head}
 * is told elsewhere, too. Nothing of a patient is ever recorded.
 */
public final class AuditLog implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String START = "0".repeat(64);
  private static final String PREVIOUS = "previous";
  private static final String HASH = "hash";
  private static final String NUMBER = "number";

  /**
   * How far a file holds.
   *
   * @param lines number of lines that hold
   * @param head hash of the last of them
   * @param fault number of the first line that does not hold and why, or empty
   */
  public record Verification(long lines, String head, Optional<String> fault) {}

  private final Optional<FileChannel> file;
  private long number;
  private String head = START;

  private AuditLog(Optional<FileChannel> file) {
    this.file = file;
  }

  /** A log that records nothing. */
  static AuditLog none() {
    return new AuditLog(Optional.empty());
  }

  /**
   * Opens or makes a file, and verifies it.
   *
   * @throws IOException if it cannot be written, another process writes it, or it does not hold
   */
  static AuditLog open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    AuditLog log = new AuditLog(Optional.of(channel));
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("another process writes the audit log " + path);
      }
      Verification found = verify(path);
      if (found.fault().isPresent()) {
        throw new IOException("the audit log " + path + " does not hold: " + found.fault().get());
      }
      log.number = found.lines();
      log.head = found.head();
      return log;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException("another server of this process writes the audit log " + path, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Appends an event; when this returns it is on the disk.
   *
   * @param event what happened, one word
   * @param details adds what is known of it
   * @throws UncheckedIOException if it cannot be written
   */
  synchronized void record(String event, Consumer<ObjectNode> details) {
    if (!isOpen()) {
      return;
    }
    ObjectNode entry =
        JsonNodeFactory.instance
            .objectNode()
            .put(NUMBER, number + 1)
            .put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
            .put("event", event);
    details.accept(entry);
    entry.put(PREVIOUS, head);
    String hash = hash(entry);
    entry.put(HASH, hash);
    try {
      ByteBuffer line = ByteBuffer.wrap((entry + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        file.get().write(line);
      }
      file.get().force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be written", e);
    }
    number++;
    head = hash;
  }

  /** Hash of the last line: whoever keeps it elsewhere can tell later whether lines are missing. */
  synchronized String head() {
    return head;
  }

  /** Number of lines. */
  synchronized long lines() {
    return number;
  }

  /** Whether anything is recorded. */
  boolean isKept() {
    return file.isPresent();
  }

  /** Whether it is kept and not closed. */
  boolean isOpen() {
    return file.isPresent() && file.get().isOpen();
  }

  private static String hash(ObjectNode entry) {
    return Sha256.of(entry.toString());
  }

  /**
   * Checks a file from its first line on.
   *
   * @throws IOException if it cannot be read
   */
  public static Verification verify(Path path) throws IOException {
    long lines = 0;
    String head = START;
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Optional<String> hash = hashOf(line, lines + 1, head);
        if (hash.isEmpty()) {
          return new Verification(
              lines, head, Optional.of("line " + (lines + 1) + " is not what was written"));
        }
        lines++;
        head = hash.get();
      }
    }
    return new Verification(lines, head, Optional.empty());
  }

  private static Optional<String> hashOf(String line, long number, String previous) {
    try {
      // Written again it must be the same text, so that nothing hides in the way it is written.
      if (!(MAPPER.readTree(line) instanceof ObjectNode entry) || !line.equals(entry.toString())) {
        return Optional.empty();
      }
      JsonNode written = entry.remove(HASH);
      boolean holds =
          written != null
              && entry.path(NUMBER).asLong() == number
              && entry.path(PREVIOUS).asText().equals(previous)
              && hash(entry).equals(written.asText());
      return holds ? Optional.of(written.asText()) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Writes the head of the log to the log of the server, and lets the file go. */
  @Override
  public synchronized void close() {
    if (isOpen()) {
      JsonLog.write(JsonLog.entry("audit-closed").put("lines", number).put("head", head));
      try {
        file.get().close();
      } catch (IOException e) {
        throw new UncheckedIOException("the audit log cannot be closed", e);
      }
    }
  }

  /** The state of the log, for administrators. */
  static RouteGroup group(AuditLog log, Optional<Path> path) {
    return () ->
        List.of(Route.get(RoutePath.AUDIT, Role.ADMIN, exchange -> log.answer(exchange, path)));
  }

  private void answer(Exchange exchange, Optional<Path> path) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("kept", isKept());
    if (path.isPresent()) {
      Verification found = verify(path.get());
      answer.put("holds", found.fault().isEmpty()).put("lines", found.lines());
      answer.put("head", found.head());
      found.fault().ifPresent(fault -> answer.put("fault", fault));
    }
    JsonAnswer.fleeting(exchange.context(), 200, answer);
  }
}
