package org.consilium.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {
  /** The order of section 11 of Semantic Versioning 2.0.0. */
  @Test
  void versionsAreOrderedByPrecedence() {
    List<SemanticVersion> ordered =
        List.of(
                "0.9.9",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.2",
                "1.0.10",
                "1.2.0",
                "2.0.0")
            .stream()
            .map(SemanticVersion::new)
            .toList();
    List<SemanticVersion> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    Collections.sort(shuffled);
    assertEquals(ordered, shuffled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.0",
        "1.0.0.0",
        "01.0.0",
        "1.0.0+build",
        "v1.0.0",
        "1.0.0-",
        "1.0.0-01",
        "1.0.0 ",
        "../1.0.0",
        "1.0.0/..",
        "1.0.0\n",
        "１.0.0",
        "1.0.1000000000000",
        "1.0.0-а"
      })
  void whatIsNotWrittenAsAVersionIsNone(String text) {
    assertFalse(SemanticVersion.isOne(text));
  }

  @Test
  void aVersionIsShort() {
    assertFalse(SemanticVersion.isOne("1.0.0-" + "a".repeat(10_000)));
  }
}
