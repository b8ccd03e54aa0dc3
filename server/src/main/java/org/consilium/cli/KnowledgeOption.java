package org.consilium.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.query.QueryCatalogue;
import org.consilium.query.QueryException;
import picocli.CommandLine.Option;

/** The option that says which knowledge a command works with. */
final class KnowledgeOption {
  private static KnowledgeBase packaged;

  @Option(
      names = "--knowledge",
      paramLabel = "DIR",
      description =
          "Folder with ontology/, guidelines/ and queries/; without it, the knowledge that is"
              + " packaged with the program.")
  private Path folder;

  boolean isGiven() {
    return folder != null;
  }

  /** The folder, which must be given. */
  Path folder() {
    return folder;
  }

  KnowledgeBase load() throws IOException, KnowledgeException, CommandException {
    return folder == null ? packaged() : KnowledgeBase.load(files());
  }

  /** The packaged knowledge, read once for the process: it cannot change. */
  private static synchronized KnowledgeBase packaged() throws IOException, KnowledgeException {
    if (packaged == null) {
      packaged = KnowledgeBase.shipped();
    }
    return packaged;
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
