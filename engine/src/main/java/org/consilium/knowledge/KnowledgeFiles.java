package org.consilium.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that make up a knowledge base, read into memory: those packaged with this library, or
 * those of a folder with {@code ontology/} and {@code guidelines/}. Vocabularies and guidelines are
 * Turtle; the tables of codes in {@code ontology/mappings/} are SSSOM.
 *
 * @param files the files, ordered by path
 */
public record KnowledgeFiles(List<KnowledgeFile> files) {
  private static final String PACKAGED = "/consilium/";
  private static final String MAPPING_TABLE = ".sssom.tsv";

  /**
   * One file.
   *
   * @param path path relative to the knowledge folder, with {@code /} between the parts
   * @param text its content
   */
  public record KnowledgeFile(String path, String text) {
    /** Whether the file belongs to the vocabulary rather than to the guidelines. */
    public boolean isOntology() {
      return path.startsWith("ontology/");
    }

    /** Whether the file is a table of codes rather than Turtle. */
    public boolean isMappingTable() {
      return path.endsWith(MAPPING_TABLE);
    }
  }

  public KnowledgeFiles {
    files = files.stream().sorted(Comparator.comparing(KnowledgeFile::path)).toList();
  }

  /** The ontology and guidelines that are shipped with this library. */
  public static KnowledgeFiles packaged() throws IOException {
    List<KnowledgeFile> files = new ArrayList<>();
    for (String entry : resource("index.txt").lines().toList()) {
      String path = entry.replaceFirst("^consilium/", "");
      if (isKnowledge(path)) {
        files.add(new KnowledgeFile(path, resource(path)));
      }
    }
    return new KnowledgeFiles(files);
  }

  /** The ontology and guidelines of a folder laid out like this repository. */
  public static KnowledgeFiles of(Path folder) throws IOException {
    List<KnowledgeFile> files = new ArrayList<>();
    for (String part : List.of("ontology", "guidelines")) {
      Path root = folder.resolve(part);
      if (Files.isDirectory(root)) {
        try (Stream<Path> found = Files.walk(root)) {
          for (Path file : found.filter(Files::isRegularFile).toList()) {
            String path = folder.relativize(file).toString().replace('\\', '/');
            if (isKnowledge(path)) {
              files.add(read(path, file));
            }
          }
        }
      }
    }
    return new KnowledgeFiles(files);
  }

  /**
   * One file of the file system.
   *
   * @param path the path that it has as a knowledge file
   * @param file where it is
   * @throws UnreadableFileException if it cannot be read or is not UTF-8
   */
  public static KnowledgeFile read(String path, Path file) throws UnreadableFileException {
    try {
      return new KnowledgeFile(path, Files.readString(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new UnreadableFileException(path, "the file is not UTF-8", e);
    } catch (IOException e) {
      throw new UnreadableFileException(path, "the file cannot be read: " + e.getMessage(), e);
    }
  }

  /** A knowledge file that cannot be read as text. */
  public static final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String path;

    UnreadableFileException(String path, String message, IOException cause) {
      super(message, cause);
      this.path = path;
    }

    /** The same as a finding of validation. */
    public Problem problem() {
      return new Problem(ProblemCode.FILE_UNREADABLE, path, 0, "", String.valueOf(getMessage()));
    }
  }

  /** These files with others added; a file with the same path replaces the one here. */
  public KnowledgeFiles with(List<KnowledgeFile> others) {
    List<String> replaced = others.stream().map(KnowledgeFile::path).toList();
    return new KnowledgeFiles(
        Stream.concat(
                files.stream().filter(file -> !replaced.contains(file.path())), others.stream())
            .toList());
  }

  /** The text of a packaged resource below {@code consilium/}. */
  public static String resource(String path) throws IOException {
    try (InputStream in = open(path).orElseThrow(() -> new IOException("no packaged " + path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A packaged resource below {@code consilium/}, or empty if there is none. */
  public static Optional<InputStream> open(String path) {
    return Optional.ofNullable(KnowledgeFiles.class.getResourceAsStream(PACKAGED + path));
  }

  /**
   * Whether a path relative to the knowledge folder is that of a knowledge file: Turtle of the
   * ontology or of guidelines, or a table of codes.
   */
  public static boolean isKnowledge(String path) {
    boolean turtle =
        path.endsWith(".ttl")
            && (path.startsWith("ontology/") || path.startsWith("guidelines/"))
            && !path.startsWith("ontology/mappings/");
    boolean table = path.endsWith(MAPPING_TABLE) && path.startsWith("ontology/mappings/");
    return (turtle || table) && !path.contains("/pending/");
  }
}
