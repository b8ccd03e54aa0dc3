package org.consilium.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point of the distribution, {@code java -jar consilium.jar COMMAND}. */
@Command(
    name = "consilium",
    description = {
      "Oncology guideline knowledge graph and recommendation engine.",
      "For research and for building decision support; not a medical device."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs the command given by {@code args} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to execute; tests run it without ending the process. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  /** Reached only when no command was given, which is wrong usage: exit code 2. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command given.");
  }

  /** Reads the version from the manifest of the packaged jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"consilium " + (version == null ? "(not packaged)" : version)};
    }
  }
}
