package org.consilium.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the folder in which versions are kept. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder in which versions are kept, the one that data.folder names.")
  private Path folder;

  Path folder() {
    return folder;
  }
}
