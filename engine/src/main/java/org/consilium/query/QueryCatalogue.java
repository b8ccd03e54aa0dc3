package org.consilium.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.NearestNames;

/** The queries of the library, by name. */
public final class QueryCatalogue {
  private static final String ENDING = ".rq";

  private final Map<String, CatalogueQuery> queries;

  private QueryCatalogue(Map<String, CatalogueQuery> queries) {
    this.queries = Collections.unmodifiableMap(queries);
  }

  /** The queries that are shipped with this library, which the build has proved to be readable. */
  public static QueryCatalogue packaged() throws IOException {
    return packaged("queries/");
  }

  /** The shipped queries of one folder, without those of the folders in it. */
  static QueryCatalogue packaged(String folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (String entry : KnowledgeFiles.resource("index.txt").lines().toList()) {
      String path = entry.replaceFirst("^consilium/", "");
      if (path.startsWith(folder)
          && path.indexOf('/', folder.length()) < 0
          && path.endsWith(ENDING)) {
        texts.put(path, KnowledgeFiles.resource(path));
      }
    }
    try {
      return read(texts);
    } catch (QueryException e) {
      throw new IOException("a packaged query is not readable: " + e.getMessage(), e);
    }
  }

  /**
   * The queries of a folder laid out like this repository; none if it has no {@code queries/}.
   *
   * @throws QueryException if one is not readable
   */
  public static QueryCatalogue of(Path folder) throws IOException, QueryException {
    Map<String, String> texts = new TreeMap<>();
    Path root = folder.resolve("queries");
    if (Files.isDirectory(root)) {
      try (Stream<Path> found = Files.list(root)) {
        for (Path file : found.filter(path -> path.toString().endsWith(ENDING)).toList()) {
          texts.put(
              String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    }
    return read(texts);
  }

  /**
   * Queries that are in memory.
   *
   * @param texts SPARQL by the path or name of its file
   * @throws QueryException if one is not readable
   */
  public static QueryCatalogue of(Map<String, String> texts) throws QueryException {
    return read(texts);
  }

  private static QueryCatalogue read(Map<String, String> texts) throws QueryException {
    Map<String, CatalogueQuery> queries = new TreeMap<>();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      String file = entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1);
      String name = file.substring(0, file.length() - ENDING.length());
      queries.put(name, CatalogueQuery.read(name, entry.getValue()));
    }
    return new QueryCatalogue(queries);
  }

  /** All queries, ordered by name. */
  public Collection<CatalogueQuery> queries() {
    return queries.values();
  }

  /**
   * The query with a name.
   *
   * @throws QueryException if there is none, with the nearest names
   */
  public CatalogueQuery query(String name) throws QueryException {
    CatalogueQuery query = queries.get(name);
    if (query == null) {
      List<String> nearest = NearestNames.of(name, queries.keySet(), 3);
      throw new QueryException(
          QueryException.Code.UNKNOWN_QUERY,
          "there is no query "
              + name
              + (nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest)));
    }
    return query;
  }
}
