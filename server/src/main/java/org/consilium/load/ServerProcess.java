package org.consilium.load;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A server in a Java process of its own on this machine, with the classes of this process. */
final class ServerProcess implements AutoCloseable {
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Path log;
  private final int port;
  private final long begin = System.nanoTime();

  private ServerProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts a process; what it writes goes to a file.
   *
   * @param machine options of the Java machine
   * @param command main class and its arguments; {@code {port}} in them becomes a free port
   */
  static ServerProcess start(List<String> machine, List<String> command, Path folder)
      throws IOException {
    int port = freePort();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(machine);
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    command.forEach(word -> line.add(word.replace("{port}", Integer.toString(port))));
    Path log = Files.createTempFile(folder, "server", ".log");
    File output = log.toFile();
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output);
    return new ServerProcess(builder.start(), log, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Nanoseconds since it was started. */
  long age() {
    return System.nanoTime() - begin;
  }

  /** The processor time that it has used so far. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /**
   * Asks until an answer comes that is the right one.
   *
   * @throws IOException if there is none, with what the process has written
   */
  ServerProcess await(Call call, Predicate<Connection.Answer> right) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < end) {
      if (isRight(call, right)) {
        return this;
      }
      pause();
    }
    String written = Files.readString(log, StandardCharsets.UTF_8);
    close();
    throw new IOException("a server does not answer as expected; it wrote: " + written.strip());
  }

  private boolean isRight(Call call, Predicate<Connection.Answer> right) {
    try (Connection connection = Connection.to(port)) {
      return right.test(connection.ask(call));
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Ends it as an operator would, and by force if it does not end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
