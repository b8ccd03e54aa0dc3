package org.consilium.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.consilium.knowledge.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point of the distribution, {@code java -jar consilium.jar COMMAND}. */
@Command(
    name = "consilium",
    description = {
      "Oncology guideline knowledge graph and recommendation engine.",
      "For research and for building decision support; not a medical device."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RecommendCommand.class,
      ValidateCommand.class,
      QueryCommand.class,
      ExportCommand.class,
      ServeCommand.class,
      PublishCommand.class,
      VersionsCommand.class,
      AuditCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:problems found, or input refused", "2:wrong usage"},
    footerHeading = "%nExample:%n",
    footer = "  consilium recommend --help")
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an unexpected error came from.")
  private boolean debug;

  /** Runs the command given by {@code args} and ends the process with its exit code. */
  public static void main(String[] args) {
    // Data is UTF-8 whatever the terminal is set to.
    CommandLine commandLine = commandLine();
    commandLine.setOut(
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true));
    commandLine.setErr(
        new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true));
    System.exit(commandLine.execute(args));
  }

  /** The whole command line, ready to execute; tests run it without ending the process. */
  static CommandLine commandLine() {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    commandLine.setExecutionExceptionHandler(new FailureReport(() -> main.debug));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  /** Reached only when no command was given, which is wrong usage: exit code 2. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command given.");
  }

  /** Tells the version of the program. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"consilium " + Program.version()};
    }
  }
}
