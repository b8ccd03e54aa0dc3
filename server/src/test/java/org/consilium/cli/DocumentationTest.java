package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Runs the commands of README.md and docs/ and compares what they print.
 *
 * <p>A block that starts with {@code ```console} holds commands, each after {@code "$ "}, and what
 * they print. A line {@code …} stands for any number of lines, and {@code …} within a line for any
 * text. {@code java -jar server/target/consilium.jar} runs inside this process; {@code curl} talks
 * to a server that is started on a free port in the place of port 8080.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final String PROGRAM = "java -jar server/target/consilium.jar";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
  private static final String ELLIPSIS = "…";

  /** What only builds or fetches is not run again by a test of what was built. */
  private static final List<String> EXEMPT = List.of("mvn ", "git clone ", "cd ", "sudo ");

  private static String port;

  /** A block of a file. */
  record Block(String file, int number, String text) {
    @Override
    public String toString() {
      return file + " " + number;
    }
  }

  /** A command with the lines that follow it. */
  record Step(String command, List<String> expected) {}

  static Stream<Block> blocks() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.exists(ROOT.resolve("README.md"))) {
      files.add(ROOT.resolve("README.md"));
    }
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    List<Block> blocks = new ArrayList<>();
    for (Path file : files) {
      Matcher matcher = BLOCK.matcher(Files.readString(file));
      for (int i = 1; matcher.find(); i++) {
        blocks.add(new Block(ROOT.relativize(file).toString(), i, matcher.group(1)));
      }
    }
    return blocks.stream();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void printsWhatTheDocumentationShows(Block block) throws Exception {
    int exitCode = 0;
    for (Step step : steps(block.text())) {
      if (EXEMPT.stream().anyMatch(step.command()::startsWith)
          || (step.command().startsWith(PROGRAM + " serve") && step.command().endsWith("&"))) {
        continue;
      }
      String printed;
      if (step.command().equals("echo $?")) {
        printed = exitCode + "\n";
      } else {
        CommandLineRun run = run(step.command());
        exitCode = run.exitCode();
        printed = run.out() + run.err();
      }
      List<String> lines = printed.lines().map(String::stripTrailing).toList();
      if (!matches(step.expected(), lines)) {
        assertEquals(String.join("\n", step.expected()), String.join("\n", lines), step.command());
      }
    }
  }

  @Test
  void anEllipsisStandsForAnyLinesAndForAnyText() {
    assertTrue(matches(List.of("a", ELLIPSIS, "z"), List.of("a", "b", "c", "z")));
    assertTrue(matches(List.of("a", ELLIPSIS), List.of("a")));
    assertTrue(matches(List.of("size … bytes"), List.of("size 12 bytes")));
    assertTrue(!matches(List.of("a"), List.of("a", "b")));
    assertTrue(!matches(List.of("a", "b"), List.of("a")));
  }

  private static List<Step> steps(String block) {
    List<Step> steps = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    boolean continues = false;
    for (String line : block.lines().toList()) {
      if (line.startsWith("$ ") || continues) {
        String part = continues ? line.strip() : line.substring(2);
        continues = part.endsWith("\\");
        command.append(continues ? part.substring(0, part.length() - 1) : part);
        if (!continues) {
          steps.add(new Step(command.toString(), new ArrayList<>()));
          command.setLength(0);
        }
      } else if (steps.isEmpty()) {
        fail("output before the first command: " + line);
      } else {
        steps.get(steps.size() - 1).expected().add(line.stripTrailing());
      }
    }
    return steps;
  }

  private static boolean matches(List<String> expected, List<String> printed) {
    if (expected.isEmpty()) {
      return printed.isEmpty();
    }
    List<String> rest = expected.subList(1, expected.size());
    if (expected.get(0).equals(ELLIPSIS)) {
      for (int i = 0; i <= printed.size(); i++) {
        if (matches(rest, printed.subList(i, printed.size()))) {
          return true;
        }
      }
      return false;
    }
    String line = Pattern.quote(expected.get(0)).replace(ELLIPSIS, "\\E.*\\Q");
    return !printed.isEmpty()
        && printed.get(0).matches(line)
        && matches(rest, printed.subList(1, printed.size()));
  }

  private static CommandLineRun run(String command) throws Exception {
    String target = null;
    Matcher redirect = Pattern.compile("\\s>\\s*(\\S+)$").matcher(command);
    String pipeline = command;
    if (redirect.find()) {
      target = redirect.group(1);
      pipeline = command.substring(0, redirect.start());
    }
    CommandLineRun last = new CommandLineRun(0, "", "");
    StringBuilder errors = new StringBuilder();
    for (String stage : pipeline.split(" \\| ", -1)) {
      String each = stage.strip();
      last =
          each.startsWith(PROGRAM)
              ? CommandLineRun.withInput(last.out(), arguments(each.substring(PROGRAM.length())))
              : shell(each, last.out());
      errors.append(last.err());
    }
    // Paths are given from the folder of the module and shown from that of the repository.
    String out = last.out().replace("../", "");
    String err = errors.toString().replace("../", "");
    if (target != null) {
      Files.writeString(Path.of("target").resolve(Path.of(target).getFileName()), out);
      out = "";
    }
    return new CommandLineRun(last.exitCode(), out, err);
  }

  private static String[] arguments(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          String word = matcher.group(group);
          boolean path = word.contains("/") && Files.exists(ROOT.resolve(word));
          words.add(path || word.equals(".") ? ROOT.resolve(word).toString() : word);
        }
      }
    }
    return words.toArray(String[]::new);
  }

  private static CommandLineRun shell(String command, String input) throws Exception {
    if (command.startsWith("curl ")) {
      return curl(arguments(command.substring("curl ".length())));
    }
    Process process = new ProcessBuilder("bash", "-c", command).directory(ROOT.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandLineRun(process.waitFor(), out, err);
  }

  /** What curl would do, for a machine without it: headers, data and an address on port 8080. */
  private static CommandLineRun curl(String... arguments) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(Duration.ofSeconds(60));
    List<String> data = new ArrayList<>();
    boolean typed = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "-H" -> {
          String[] header = arguments[++i].split(": ", 2);
          typed |= header[0].equalsIgnoreCase("Content-Type");
          request.header(header[0], header[1]);
        }
        case "--data" -> {
          String value = arguments[++i];
          data.add(
              value.startsWith("@")
                  ? Files.readString(ROOT.resolve(value.substring(1))).replace("\n", "")
                  : value);
        }
        case "--data-binary" -> {
          String value = arguments[++i];
          data.add(
              value.startsWith("@") ? Files.readString(ROOT.resolve(value.substring(1))) : value);
        }
        case "--data-urlencode" -> {
          String[] field = arguments[++i].split("=", 2);
          data.add(field[0] + "=" + URLEncoder.encode(field[1], StandardCharsets.UTF_8));
        }
        default -> {
          assertTrue(arguments[i].startsWith("http://localhost:8080/"), arguments[i]);
          request.uri(URI.create(arguments[i].replace("localhost:8080", "127.0.0.1:" + port())));
        }
      }
    }
    if (!data.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(String.join("&", data)));
      if (!typed) {
        request.header("Content-Type", "application/x-www-form-urlencoded");
      }
    }
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new CommandLineRun(0, response.body(), "");
  }

  /** The port of a server that the serve command started, once for all blocks. */
  private static synchronized String port() throws Exception {
    if (port == null) {
      StringWriter said = new StringWriter();
      CommandLine commandLine = Main.commandLine();
      commandLine.setErr(new PrintWriter(said, true));
      commandLine.setOut(new PrintWriter(said, true));
      Thread server = new Thread(() -> commandLine.execute("serve", "--port", "0"));
      server.setDaemon(true);
      server.start();
      Matcher address = ADDRESS.matcher("");
      while (!address.find()) {
        assertTrue(server.isAlive(), said::toString);
        Thread.sleep(50);
        address = ADDRESS.matcher(said.toString());
      }
      port = address.group(1);
    }
    return port;
  }
}
