package org.consilium.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.consilium.publication.Sources;

/**
 * The knowledge of {@code test-data/knowledge} as a zip archive, and others that differ a little.
 */
final class SmallArchive {
  private SmallArchive() {}

  /** The same under a version, with a threshold of the PSA above which a walk is advised. */
  static byte[] of(String version, int threshold) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file :
          Sources.of(Path.of("..", "test-data", "knowledge")).texts().entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(
            file.getValue()
                .replace("owl:versionInfo \"1.0.0\"", "owl:versionInfo \"" + version + '"')
                .replace("decimal[>= 10]", "decimal[>= " + threshold + "]")
                .getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
