package org.consilium.publication;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.consilium.publication.PublicationException.Code;

/**
 * Reads the sources of a version from an archive that somebody sent, in memory: nothing is unpacked
 * to a disk. What such an archive needs no more than an attacker does (links, devices, names that
 * lead elsewhere, names twice) is refused, and what it holds is counted as it is unpacked, whatever
 * it says of itself.
 */
public final class KnowledgeArchive {
  private static final int LONGEST_NAME = 500;
  private static final String KNOWLEDGE = "ontology/";

  private final ArchiveLimits limits;
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private int entries;
  private long bytes;

  private KnowledgeArchive(ArchiveLimits limits) {
    this.limits = limits;
  }

  /** Whether bytes are those of a zip or a gzip file. */
  public static boolean isOne(byte[] archive) {
    return isZip(archive) || isGzip(archive);
  }

  private static boolean isZip(byte[] archive) {
    return archive.length > 3 && archive[0] == 'P' && archive[1] == 'K';
  }

  private static boolean isGzip(byte[] archive) {
    return archive.length > 3 && archive[0] == 0x1f && archive[1] == (byte) 0x8b;
  }

  /**
   * Reads a zip or tar.gz archive. If all is in one folder, that folder is left out of the paths.
   *
   * @throws PublicationException if it is refused
   */
  public static Sources read(byte[] archive, ArchiveLimits limits) throws PublicationException {
    KnowledgeArchive reading = new KnowledgeArchive(limits);
    try {
      if (isZip(archive)) {
        reading.readZip(archive);
      } else if (isGzip(archive)) {
        reading.readTar(archive);
      } else {
        throw refuse("this is neither a zip nor a tar.gz archive");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new PublicationException(Code.ARCHIVE, "the archive cannot be unpacked", e);
    }
    return reading.sources();
  }

  private static PublicationException refuse(String message) {
    return new PublicationException(Code.ARCHIVE, message);
  }

  private void readZip(byte[] archive) throws IOException, PublicationException {
    try (ZipFile zip = ZipFile.builder().setByteArray(archive).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        count(entry.getName());
        if (entry.isUnixSymlink() || isSpecial(entry.getUnixMode())) {
          throw refuse("the archive holds a link or another thing that is no file");
        }
        if (!entry.isDirectory()) {
          if (!zip.canReadEntryData(entry)) {
            throw refuse("the archive is encrypted or packed in a way that is not read");
          }
          try (InputStream in = zip.getInputStream(entry)) {
            take(entry.getName(), in);
          }
        }
      }
    }
  }

  /** Whether a Unix file mode says that it is neither a plain file nor a folder. */
  private static boolean isSpecial(int mode) {
    int type = mode & 0170000;
    return type != 0 && type != 0100000 && type != 0040000;
  }

  private void readTar(byte[] archive) throws IOException, PublicationException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        count(entry.getName());
        if (entry.isDirectory()) {
          continue;
        }
        boolean plain =
            entry.getLinkFlag() == TarConstants.LF_NORMAL
                || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        if (!plain || entry.isSparse()) {
          throw refuse("the archive holds a link or another thing that is no file");
        }
        take(entry.getName(), tar);
      }
    }
  }

  private void count(String name) throws PublicationException {
    entries++;
    if (entries > limits.entries()) {
      throw new PublicationException(
          Code.ARCHIVE_TOO_LARGE, "the archive has more than " + limits.entries() + " entries");
    }
    boolean leadsElsewhere =
        name.isEmpty()
            || name.startsWith("/")
            || name.contains("\\")
            || name.contains(":")
            || ("/" + name + "/").contains("/../");
    if (leadsElsewhere
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw refuse("the archive holds a name that leads out of it or is no name");
    }
    if (!names.add(name.replaceAll("(^|/)(\\./)+", "$1").replaceAll("/+", "/"))) {
      throw refuse("the archive holds a name twice");
    }
  }

  private void take(String name, InputStream in) throws IOException, PublicationException {
    String path = name.replaceAll("(^|/)(\\./)+", "$1").replaceAll("/+", "/");
    boolean kept = path.endsWith(".ttl") || path.endsWith(".tsv") || path.endsWith(".rq");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[16_384];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      bytes += count;
      if (bytes > limits.bytes()) {
        throw new PublicationException(
            Code.ARCHIVE_TOO_LARGE,
            "the archive holds more than " + limits.bytes() + " bytes when it is unpacked");
      }
      if (kept) {
        content.write(buffer, 0, count);
      }
    }
    if (kept) {
      files.put(path, content.toByteArray());
    }
  }

  private Sources sources() throws PublicationException {
    String prefix = prefix();
    SortedMap<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().startsWith(prefix)) {
        String path = file.getKey().substring(prefix.length());
        if (Sources.isSource(path)) {
          texts.put(path, text(path, file.getValue()));
        }
      }
    }
    if (texts.keySet().stream().noneMatch(path -> path.startsWith(KNOWLEDGE))) {
      throw refuse("the archive has no folder ontology/ with Turtle files");
    }
    return new Sources(texts);
  }

  /** The folder that everything is in, with a slash, or nothing. */
  private String prefix() {
    boolean atTop = files.keySet().stream().anyMatch(path -> path.startsWith(KNOWLEDGE));
    Set<String> tops =
        files.keySet().stream()
            .filter(path -> path.contains("/"))
            .map(path -> path.substring(0, path.indexOf('/') + 1))
            .collect(Collectors.toSet());
    Optional<String> only = tops.stream().findFirst().filter(any -> tops.size() == 1);
    return atTop ? "" : only.orElse("");
  }

  private static String text(String path, byte[] content) throws PublicationException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new PublicationException(Code.ARCHIVE, path + " is not UTF-8", e);
    }
  }
}
