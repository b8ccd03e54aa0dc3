package org.consilium.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.Severity;
import org.consilium.query.QueryCatalogue;
import org.consilium.query.QueryException;
import org.consilium.reasoning.CoherenceCheck;
import picocli.CommandLine.Option;

/** The option that says which knowledge a command works with. */
final class KnowledgeOption {
  @Option(
      names = "--knowledge",
      paramLabel = "DIR",
      description =
          "Folder with ontology/, guidelines/ and queries/; without it, the knowledge that is"
              + " packaged with the program.")
  private Path folder;

  /** The same; if the option was not given, another folder in its place. */
  KnowledgeOption or(Optional<String> other) {
    if (folder == null && other.isPresent()) {
      folder = Path.of(other.get());
    }
    return this;
  }

  boolean isGiven() {
    return folder != null;
  }

  /** The folder, which must be given. */
  Path folder() {
    return folder;
  }

  KnowledgeBase load() throws IOException, KnowledgeException, CommandException {
    return folder == null ? KnowledgeBase.shipped() : KnowledgeBase.load(files());
  }

  /**
   * Knowledge that answers about patients may be given with: of a folder, HermiT first checks that
   * it makes sense, which takes some seconds; of the packaged knowledge the build has proved it.
   */
  KnowledgeBase loadCoherent() throws IOException, KnowledgeException, CommandException {
    KnowledgeBase knowledge = load();
    if (folder != null) {
      List<Problem> problems;
      try (Progress progress = new Progress("Reasoning")) {
        problems = CoherenceCheck.check(knowledge, progress);
      }
      if (problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
        throw new KnowledgeException(problems);
      }
    }
    return knowledge;
  }

  KnowledgeFiles files() throws IOException, CommandException {
    if (folder == null) {
      return KnowledgeFiles.packaged();
    }
    requireFolder();
    return KnowledgeFiles.of(folder);
  }

  /** The queries of the folder, or the packaged ones if it has none. */
  QueryCatalogue queries() throws IOException, QueryException, CommandException {
    if (folder == null) {
      return QueryCatalogue.packaged();
    }
    requireFolder();
    return Files.isDirectory(folder.resolve("queries"))
        ? QueryCatalogue.of(folder)
        : QueryCatalogue.packaged();
  }

  private void requireFolder() throws CommandException {
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE,
          folder + (Files.exists(folder) ? " is not a folder" : " does not exist"));
    }
  }
}
