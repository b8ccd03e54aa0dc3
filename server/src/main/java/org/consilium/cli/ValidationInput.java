package org.consilium.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.consilium.knowledge.Problem;

/**
 * What a validation reads: the knowledge with the files and folders that were named in the place of
 * its own files of the same path.
 *
 * @param files everything together
 * @param places where each knowledge path was read, as far as it was named
 * @param notes what a person should know about how files were matched
 */
record ValidationInput(KnowledgeFiles files, Map<String, String> places, List<String> notes) {

  static ValidationInput of(KnowledgeOption knowledge, List<Path> paths)
      throws IOException, CommandException {
    Map<String, String> places = new HashMap<>();
    List<String> notes = new ArrayList<>();
    KnowledgeFiles base = null;
    List<KnowledgeFile> named = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new CommandException(CommandException.Code.NOT_READABLE, path + " does not exist");
      }
      if (Files.isDirectory(path) && isWhole(path)) {
        KnowledgeFiles whole = KnowledgeFiles.of(path);
        base = base == null ? whole : base.with(whole.files());
        whole.files().forEach(file -> places.put(file.path(), show(path, file.path())));
      }
    }
    if (base == null) {
      base = knowledge.files();
      if (knowledge.isGiven()) {
        base.files()
            .forEach(file -> places.put(file.path(), show(knowledge.folder(), file.path())));
      }
    }
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        named.add(read(path, base, places, notes));
      } else if (!isWhole(path)) {
        try (Stream<Path> inside = Files.walk(path)) {
          for (Path file : inside.filter(ValidationInput::isKnowledgeFile).sorted().toList()) {
            named.add(read(file, base, places, notes));
          }
        }
      }
    }
    return new ValidationInput(base.with(named), places, notes);
  }

  private static boolean isWhole(Path folder) {
    return Files.isDirectory(folder.resolve("ontology"))
        && Files.isDirectory(folder.resolve("guidelines"));
  }

  private static boolean isKnowledgeFile(Path file) {
    return file.toString().endsWith(".ttl") || file.toString().endsWith(".sssom.tsv");
  }

  private static String show(Path folder, String path) {
    return folder.resolve(path).normalize().toString().replace('\\', '/');
  }

  private static KnowledgeFile read(
      Path file, KnowledgeFiles base, Map<String, String> places, List<String> notes)
      throws IOException {
    String path = knowledgePath(file, base);
    boolean replaces = base.files().stream().anyMatch(each -> each.path().equals(path));
    notes.add(file + (replaces ? " stands in for " + path : " is added"));
    places.put(path, file.normalize().toString().replace('\\', '/'));
    return KnowledgeFiles.read(path, file);
  }

  /**
   * The knowledge path of a file: from {@code ontology} or {@code guidelines} on if it lies in such
   * a folder, else that of the only file of the same name, else its own name as a new guideline or
   * table of codes.
   */
  private static String knowledgePath(Path file, KnowledgeFiles base) {
    Path absolute = file.toAbsolutePath().normalize();
    for (int i = absolute.getNameCount() - 2; i >= 0; i--) {
      String folder = absolute.getName(i).toString();
      if (folder.equals("ontology") || folder.equals("guidelines")) {
        return absolute.subpath(i, absolute.getNameCount()).toString().replace('\\', '/');
      }
    }
    String name = absolute.getFileName().toString();
    List<String> same =
        base.files().stream()
            .map(KnowledgeFile::path)
            .filter(path -> path.endsWith("/" + name))
            .toList();
    if (same.size() == 1) {
      return same.get(0);
    }
    return (name.endsWith(".sssom.tsv") ? "ontology/mappings/" : "guidelines/") + name;
  }

  /** A problem with its file named as the person who validates knows it. */
  Problem located(Problem problem) {
    return new Problem(
        problem.code(),
        places.getOrDefault(problem.file(), problem.file()),
        problem.line(),
        problem.subject(),
        problem.message());
  }
}
