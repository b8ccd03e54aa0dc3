package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Commands of the system that a few cases need. */
final class Machine {
  private Machine() {}

  /** Skips the case, and says why, if a command is missing. */
  static void require(String... commands) {
    String[] path = System.getenv("PATH").split(":", -1);
    for (String command : commands) {
      assumeTrue(
          Arrays.stream(path).anyMatch(folder -> Files.isExecutable(Path.of(folder, command))),
          "there is no " + command + " on this machine");
    }
  }

  /** The same, for a case that needs the rights of root as well. */
  static void requireRoot(String... commands) throws Exception {
    require("id");
    assumeTrue(run("id", "-u").equals("0"), "only root may do this");
    require(commands);
  }

  /** Runs a command that must succeed, and gives what it wrote, without space around it. */
  static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String written =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> "does not end: " + command[0]);
    assertTrue(process.exitValue() == 0, () -> String.join(" ", command) + " failed: " + written);
    return written;
  }
}
