package org.consilium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.consilium.server.AuditLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an audit log. */
@Command(
    name = "audit",
    description = {
      "Check that an audit log is what the server wrote.",
      "Lines cut off at the end show only by comparing the head with one that was kept."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = "  consilium audit audit.jsonl --head 3f5a…")
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file that audit.file names.")
  private Path file;

  @Option(names = "--head", paramLabel = "HASH", description = "What the head must be.")
  private String head;

  @Override
  public Integer call() throws Exception {
    AuditLog.Verification found;
    try {
      found = AuditLog.verify(file);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE, file + " cannot be read as a log");
    }
    PrintWriter out = spec.commandLine().getOut();
    Optional<String> fault =
        found
            .fault()
            .or(
                () ->
                    head == null || head.equals(found.head())
                        ? Optional.empty()
                        : Optional.of("the head is another one; lines are missing at the end"));
    out.println(fault.orElse("holds"));
    out.println("lines " + found.lines());
    out.println("head " + found.head());
    out.flush();
    return fault.isEmpty() ? 0 : 1;
  }
}
