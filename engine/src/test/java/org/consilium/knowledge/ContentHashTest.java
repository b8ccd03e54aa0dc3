package org.consilium.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  private static final String FILE = "guidelines/prostate/mhspc.ttl";
  private static KnowledgeFiles files;
  private static String hash;

  @BeforeAll
  static void load() throws Exception {
    files = KnowledgeFiles.packaged();
    hash = KnowledgeBase.shipped().hash();
  }

  private static String text() {
    return files.files().stream()
        .filter(file -> file.path().equals(FILE))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static String hashWith(String text) throws KnowledgeException {
    return KnowledgeBase.load(files.with(List.of(new KnowledgeFile(FILE, text)))).hash();
  }

  @Test
  void theOrderAndNamesOfFilesDoNotCount() throws KnowledgeException {
    List<KnowledgeFile> renamed = new ArrayList<>();
    for (KnowledgeFile file : files.files()) {
      renamed.add(
          file.isOntology()
              ? file
              : new KnowledgeFile(
                  "guidelines/x" + (files.files().size() - renamed.size()) + ".ttl", file.text()));
    }
    Collections.reverse(renamed);
    assertEquals(hash, KnowledgeBase.load(new KnowledgeFiles(renamed)).hash());
  }

  @Test
  void commentsAndTheLayoutOfPopulationsDoNotCount() throws KnowledgeException {
    String changed =
        "# a comment\n\n"
            + text()
                .replace("\"\"\"^^cns:manchester", "\n    \"\"\"^^cns:manchester")
                .replace("\n\n", "\n\n\n");
    assertNotEquals(text(), changed);
    assertEquals(hash, hashWith(changed));
  }

  @Test
  void aChangedThresholdCounts() throws KnowledgeException {
    String changed = text().replaceFirst("\\[>= 1\\]", "[>= 2]");
    assertNotEquals(text(), changed);
    assertNotEquals(hash, hashWith(changed));
  }
}
