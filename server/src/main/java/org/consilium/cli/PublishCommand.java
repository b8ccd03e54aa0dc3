package org.consilium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.Severity;
import org.consilium.publication.ArchiveLimits;
import org.consilium.publication.KnowledgeArchive;
import org.consilium.publication.PublicationException;
import org.consilium.publication.Publisher;
import org.consilium.publication.SemanticVersion;
import org.consilium.publication.Sources;
import org.consilium.publication.VersionRecord;
import org.consilium.publication.VersionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks knowledge and keeps it as a version that never changes. */
@Command(
    name = "publish",
    description = {
      "Check knowledge as validate does, prove its compiled form, and keep it as a new version.",
      "A server that uses the same data folder must be stopped, or is published to over HTTP."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  consilium publish . --data /var/lib/consilium --version 1.1.0 --by guideline-office")
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataOption data;

  @Parameters(
      paramLabel = "PATH",
      description = "Folder with ontology/ and guidelines/, or such a folder as zip or tar.gz.")
  private Path path;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description =
          "Name of the version, MAJOR.MINOR.PATCH, greater than the last one; without it, the"
              + " owl:versionInfo of ontology/core.ttl.")
  private String version;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who publishes it; without it, the user of the system.")
  private String by;

  // --version is that of the knowledge here, so that the standard options cannot be mixed in.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // Picocli reads it.
  private boolean help;

  @Option(names = "--json", description = "Print the record of the version as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Optional<SemanticVersion> wanted = wanted();
    Sources sources = sources();
    PrintWriter err = spec.commandLine().getErr();
    try (VersionStore store = VersionStore.open(data.folder());
        Progress progress = new Progress("Reasoning")) {
      store.notices().forEach(err::println);
      Publisher.Published published =
          new Publisher(store)
              .publish(
                  sources, wanted, by == null ? System.getProperty("user.name") : by, progress);
      List<Problem> warnings = published.candidate().warnings();
      long count = warnings.stream().filter(each -> each.severity() == Severity.WARNING).count();
      if (count > 0) {
        err.println(count + " warnings; validate shows them");
      }
      print(published.record());
    }
    return 0;
  }

  private Optional<SemanticVersion> wanted() {
    try {
      return version == null ? Optional.empty() : Optional.of(SemanticVersion.of(version));
    } catch (PublicationException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Sources sources() throws IOException, PublicationException, CommandException {
    if (Files.isDirectory(path)) {
      return Sources.of(path);
    }
    if (!Files.exists(path)) {
      throw new CommandException(CommandException.Code.NOT_READABLE, path + " does not exist");
    }
    return KnowledgeArchive.read(Files.readAllBytes(path), ArchiveLimits.DEFAULT);
  }

  private void print(VersionRecord record) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json
            ? record.json().toString()
            : "published version " + record.version() + ", content hash " + record.knowledgeHash());
    out.flush();
  }
}
