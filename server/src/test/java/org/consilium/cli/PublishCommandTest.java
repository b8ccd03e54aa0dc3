package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.consilium.publication.VersionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
  private static final String SMALL = "../test-data/knowledge";

  @TempDir private Path folder;

  private String data() {
    return folder.resolve("data").toString();
  }

  @Test
  void aFolderIsPublishedAndListed() {
    CommandLineRun published =
        CommandLineRun.of("publish", SMALL, "--data", data(), "--by", "somebody");
    assertEquals(0, published.exitCode(), published.err());
    assertTrue(published.out().startsWith("published version 1.0.0, content hash "));
    CommandLineRun listed = CommandLineRun.of("versions", "--data", data());
    assertEquals(0, listed.exitCode());
    assertTrue(listed.out().matches("1\\.0\\.0  \\S+Z  [0-9a-f]{64}  somebody\n"), listed.out());
    CommandLineRun again = CommandLineRun.of("publish", SMALL, "--data", data());
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("CNS-PUB-005"), again.err());
  }

  @Test
  void aVersionThatIsNoneIsWrongUsage() {
    CommandLineRun run = CommandLineRun.of("publish", SMALL, "--data", data(), "--version", "1.0");
    assertEquals(2, run.exitCode());
  }

  @Test
  void knowledgeWithErrorsIsNotPublished() throws Exception {
    Path ontology = folder.resolve("knowledge").resolve("ontology");
    Files.createDirectories(ontology);
    Files.writeString(ontology.resolve("core.ttl"), "<a> <b> .");
    CommandLineRun run =
        CommandLineRun.of("publish", folder.resolve("knowledge").toString(), "--data", data());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("CNS-SYN-001"), run.err());
    assertEquals("", CommandLineRun.of("versions", "--data", data()).out());
  }

  @Test
  void aFolderInUseIsToldAtOnceAndCanStillBeListed() throws Exception {
    try (VersionStore store = VersionStore.open(Path.of(data()))) {
      assertEquals(java.util.List.of(), store.notices());
      CommandLineRun run = CommandLineRun.of("publish", SMALL, "--data", data());
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("CNS-DATA-001"), run.err());
      assertEquals(0, CommandLineRun.of("versions", "--data", data()).exitCode());
    }
  }
}
