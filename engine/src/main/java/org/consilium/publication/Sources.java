package org.consilium.publication;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.consilium.knowledge.Sha256;
import org.consilium.query.QueryCatalogue;
import org.consilium.query.QueryException;

/**
 * The files that a version is made of: ontology, guidelines, tables of codes and queries, as they
 * were written.
 *
 * @param texts their text by path, with {@code /} between the parts
 */
public record Sources(SortedMap<String, String> texts) {
  private static final String QUERIES = "queries/";
  private static final String QUERY = ".rq";

  public Sources {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /**
   * The files of a folder laid out like this repository; others in it are passed over.
   *
   * @throws IOException if one cannot be read or is not UTF-8
   */
  public static Sources of(Path folder) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    KnowledgeFiles.of(folder).files().forEach(file -> texts.put(file.path(), file.text()));
    Path queries = folder.resolve("queries");
    if (Files.isDirectory(queries)) {
      try (Stream<Path> found = Files.list(queries)) {
        for (Path file : found.toList()) {
          String path = QUERIES + file.getFileName();
          if (isSource(path)) {
            texts.put(path, KnowledgeFiles.read(path, file).text());
          }
        }
      }
    }
    return new Sources(texts);
  }

  /** Whether a file with this path belongs to a version. */
  static boolean isSource(String path) {
    return KnowledgeFiles.isKnowledge(path)
        || (path.startsWith(QUERIES)
            && path.endsWith(QUERY)
            && path.indexOf('/', QUERIES.length()) < 0);
  }

  /** What knowledge is read from. */
  public KnowledgeFiles knowledge() {
    List<KnowledgeFile> files = new ArrayList<>();
    texts.forEach(
        (path, text) -> {
          if (KnowledgeFiles.isKnowledge(path)) {
            files.add(new KnowledgeFile(path, text));
          }
        });
    return new KnowledgeFiles(files);
  }

  /**
   * The library of queries, or the packaged one if there is none among the files.
   *
   * @throws QueryException if one is not readable
   */
  public QueryCatalogue queries() throws IOException, QueryException {
    Map<String, String> queries = new TreeMap<>();
    texts.forEach(
        (path, text) -> {
          if (path.startsWith(QUERIES)) {
            queries.put(path, text);
          }
        });
    return queries.isEmpty() ? QueryCatalogue.packaged() : QueryCatalogue.of(queries);
  }

  /**
   * The SHA-256 of all files: of the lines {@code <SHA-256> <path>} that {@code sha256sum} prints
   * of them, ordered by path.
   */
  public String hash() {
    StringBuilder lines = new StringBuilder();
    texts.forEach((path, text) -> lines.append(Sha256.of(text) + "  " + path + "\n"));
    return Sha256.of(lines.toString());
  }

  /** All files in a zip archive without times. */
  byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> file : texts.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory can be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #zip} wrote.
   *
   * @param bytes an archive whose hash was checked
   */
  static Sources unzip(byte[] bytes) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        texts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return new Sources(texts);
  }
}
