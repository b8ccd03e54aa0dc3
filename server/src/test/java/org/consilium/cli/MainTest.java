package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpGoesToStandardOutputAndSucceeds() {
    assertEquals(0, execute("--help"));
    assertTrue(out.toString().startsWith("Usage: consilium"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void versionNamesTheProgram() {
    assertEquals(0, execute("--version"));
    assertTrue(out.toString().startsWith("consilium "), out::toString);
  }

  @Test
  void noCommandIsWrongUsage() {
    assertEquals(2, execute());
    assertEquals("", out.toString());
    assertTrue(err.toString().contains("No command given."), err::toString);
  }

  @Test
  void unknownOptionIsWrongUsage() {
    assertEquals(2, execute("--no-such-option"));
    assertTrue(err.toString().contains("--no-such-option"), err::toString);
  }

  private int execute(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
