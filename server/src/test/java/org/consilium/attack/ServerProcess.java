package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged program as a process of its own, on a free port, with folders of its own for what it
 * may write.
 */
final class ServerProcess implements AutoCloseable {
  /** The folder of the module, which has {@code target/consilium.jar}. */
  static final Path MODULE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

  private static final Path JAR = MODULE.resolve("target").resolve("consilium.jar");
  private static final Pattern LISTENING =
      Pattern.compile("Listening on http://[^ ]*:(\\d+)|Start Fuseki \\(http=(\\d+)\\)");
  private static final int START_SECONDS = 120;

  private final Process process;
  private final Path folder;
  private int port;

  private ServerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * How a process is started.
   *
   * @param folder its working folder; it logs to {@code log} there, and has {@code temp} for
   *     temporary files
   * @param before commands that start the command, such as {@code unshare -n}
   * @param java options of the virtual machine
   * @param program what it runs, with its options
   * @param environment variables beside those of this process
   */
  record Launch(
      Path folder,
      List<String> before,
      List<String> java,
      List<String> program,
      Map<String, String> environment) {

    /** The server on a free port, with settings {@code KEY=VALUE}. */
    static Launch server(Path folder, String... settings) {
      List<String> program = new ArrayList<>(List.of("-jar", JAR.toString(), "serve"));
      program.addAll(List.of("--port", "0"));
      for (String setting : settings) {
        program.addAll(List.of("--set", setting));
      }
      return new Launch(folder, List.of(), List.of("-Xmx512m"), program, Map.of());
    }

    /** A command of the program. */
    static Launch command(Path folder, String... words) {
      List<String> program = new ArrayList<>(List.of("-jar", JAR.toString()));
      program.addAll(List.of(words));
      return new Launch(folder, List.of(), List.of("-Xmx512m"), program, Map.of());
    }

    Launch startedBy(String... command) {
      return new Launch(folder, List.of(command), java, program, environment);
    }

    Launch withJava(String... options) {
      List<String> all = new ArrayList<>(java);
      all.addAll(List.of(options));
      return new Launch(folder, before, all, program, environment);
    }

    Launch withVariable(String name, String value) {
      Map<String, String> all = new HashMap<>(environment);
      all.put(name, value);
      return new Launch(folder, before, java, program, all);
    }

    /** Starts it and does not wait for anything. */
    ServerProcess begin() throws IOException {
      Path temp = Files.createDirectories(folder.resolve("temp"));
      List<String> command = new ArrayList<>(before);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(java);
      command.add("-Djava.io.tmpdir=" + temp);
      command.addAll(program);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
      builder.environment().putAll(environment);
      return new ServerProcess(builder.start(), folder);
    }

    /** Starts it and waits until it listens. */
    ServerProcess start() throws Exception {
      ServerProcess started = begin();
      started.awaitListening();
      return started;
    }
  }

  private void awaitListening() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < end) {
      Matcher listening = LISTENING.matcher(log());
      // The last one: the folder may have seen a process before.
      while (listening.find()) {
        port = Integer.parseInt(listening.group(listening.group(1) == null ? 2 : 1));
      }
      if (port > 0) {
        return;
      }
      Thread.sleep(50);
    }
    close();
    throw new IllegalStateException("the process does not listen: " + log());
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Path folder() {
    return folder;
  }

  Process process() {
    return process;
  }

  /** Everything that it wrote to standard output and standard error. */
  String log() throws IOException {
    return Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
  }

  /** Waits for the end, and gives the exit code. */
  int end(int seconds) throws InterruptedException {
    assertTrue(process.waitFor(seconds, TimeUnit.SECONDS), "the process does not end");
    return process.exitValue();
  }

  /** Sends a signal, {@code KILL}. */
  void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    assertTrue(kill.waitFor(10, TimeUnit.SECONDS) && kill.exitValue() == 0, "no signal " + name);
  }

  /** Open files. */
  long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(procfs("fd"))) {
      return files.count();
    }
  }

  /** Threads, as the system counts them. */
  long threads() throws IOException {
    return Files.readAllLines(procfs("status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToLong(line -> Long.parseLong(line.substring(8).strip()))
        .sum();
  }

  /** Processor time used so far, in ticks of the system (100 in a second). */
  long ticks() throws IOException {
    String stat = Files.readString(procfs("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private Path procfs(String name) {
    return Path.of("/proc", Long.toString(pid()), name);
  }

  /** Has all garbage collected. */
  void collectGarbage() throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process run =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(run.waitFor(60, TimeUnit.SECONDS) && run.exitValue() == 0, "jcmd does not work");
  }

  /** Ends the process at once. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
