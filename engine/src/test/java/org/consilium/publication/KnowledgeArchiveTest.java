package org.consilium.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.consilium.publication.PublicationException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeArchiveTest {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(50, 1_000_000);

  private static byte[] zip(Map<String, String> files) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putArchiveEntry(new ZipArchiveEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(Map<String, String> files, TarArchiveEntry... others) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
      for (TarArchiveEntry other : others) {
        tar.putArchiveEntry(other);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, String> with(String name, String text) throws Exception {
    Map<String, String> files = new TreeMap<>(SmallKnowledge.sources().texts());
    files.put(name, text);
    return files;
  }

  private static Code refused(byte[] archive) {
    return assertThrows(PublicationException.class, () -> KnowledgeArchive.read(archive, LIMITS))
        .code();
  }

  @Test
  void bothKindsOfArchiveGiveWhatTheFolderGives() throws Exception {
    Sources expected = SmallKnowledge.sources();
    assertEquals(expected, KnowledgeArchive.read(zip(expected.texts()), LIMITS));
    assertEquals(expected, KnowledgeArchive.read(tar(expected.texts()), LIMITS));
    assertEquals(expected, KnowledgeArchive.read(expected.zip(), LIMITS));
    assertEquals(expected, KnowledgeArchive.read(zip(with("README.md", "…")), LIMITS));
  }

  @Test
  void theFolderThatAllIsInIsLeftOut() throws Exception {
    Map<String, String> inside = new TreeMap<>();
    SmallKnowledge.sources().texts().forEach((path, text) -> inside.put("small-1.0/" + path, text));
    assertEquals(SmallKnowledge.sources(), KnowledgeArchive.read(zip(inside), LIMITS));
    assertEquals(SmallKnowledge.sources(), KnowledgeArchive.read(tar(inside), LIMITS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../ontology/a.ttl",
        "ontology/../../a.ttl",
        "/ontology/a.ttl",
        "ontology\\..\\a.ttl",
        "C:/ontology/a.ttl",
        "ontology/..",
        "ontology/a\u0001.ttl",
        "./ontology/core.ttl",
        "ontology//core.ttl"
      })
  void aNameThatLeadsElsewhereOrStandsThereTwiceIsRefused(String name) throws Exception {
    assertEquals(Code.ARCHIVE, refused(zip(with(name, "x"))));
    assertEquals(Code.ARCHIVE, refused(tar(with(name, "x"))));
  }

  @Test
  void linksAndDevicesAreRefused() throws Exception {
    Map<String, String> files = SmallKnowledge.sources().texts();
    for (byte type :
        new byte[] {
          TarConstants.LF_SYMLINK,
          TarConstants.LF_LINK,
          TarConstants.LF_FIFO,
          TarConstants.LF_CHR,
          TarConstants.LF_BLK
        }) {
      TarArchiveEntry entry = new TarArchiveEntry("ontology/other.ttl", type);
      entry.setLinkName("/etc/passwd");
      assertEquals(Code.ARCHIVE, refused(tar(files, entry)), "type " + type);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      ZipArchiveEntry entry = new ZipArchiveEntry("ontology/core.ttl");
      entry.setUnixMode(0120777);
      zip.putArchiveEntry(entry);
      zip.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
    }
    assertEquals(Code.ARCHIVE, refused(bytes.toByteArray()));
  }

  @Test
  void whatUnpacksToTooMuchIsRefusedByCountedBytes() throws Exception {
    // A megabyte of zeros is a kilobyte when packed; that it is no knowledge does not help.
    assertEquals(Code.ARCHIVE_TOO_LARGE, refused(zip(with("zeros.bin", "\0".repeat(1_000_000)))));
    assertEquals(Code.ARCHIVE_TOO_LARGE, refused(tar(with("zeros.bin", "\0".repeat(1_000_000)))));
    Map<String, String> many = new TreeMap<>(SmallKnowledge.sources().texts());
    for (int i = 0; i < 60; i++) {
      many.put("empty/" + i, "");
    }
    assertEquals(Code.ARCHIVE_TOO_LARGE, refused(zip(many)));
    assertEquals(Code.ARCHIVE_TOO_LARGE, refused(tar(many)));
  }

  @Test
  void anArchiveInAnArchiveIsNotOpened() throws Exception {
    Map<String, String> files = Map.of("knowledge.zip", "PK nested", "ontology/mappings/x.md", "");
    assertEquals(Code.ARCHIVE, refused(zip(files)));
  }

  @Test
  void whatIsNoArchiveOrIsCutOffIsRefused() throws Exception {
    assertEquals(Code.ARCHIVE, refused(new byte[0]));
    assertEquals(Code.ARCHIVE, refused("hello".getBytes(StandardCharsets.UTF_8)));
    byte[] zip = zip(SmallKnowledge.sources().texts());
    byte[] tar = tar(SmallKnowledge.sources().texts());
    for (int part = 1; part < 10; part++) {
      assertEquals(Code.ARCHIVE, refused(java.util.Arrays.copyOf(zip, zip.length * part / 10)));
      assertEquals(Code.ARCHIVE, refused(java.util.Arrays.copyOf(tar, tar.length * part / 10)));
    }
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.putArchiveEntry(new ZipArchiveEntry("ontology/core.ttl"));
      zip.write(new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      zip.closeArchiveEntry();
    }
    assertEquals(Code.ARCHIVE, refused(bytes.toByteArray()));
  }
}
