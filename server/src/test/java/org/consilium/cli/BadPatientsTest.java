package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is given as a patient, the answer is an answer or a clear error, never a trace. */
class BadPatientsTest {
  private static final int JUNK_MEGABYTES = 50;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"cancer": "prostate", "facts": {"ageYear": 70}} | CNS-PAT-004 at /facts/ageYear | nearest: ageYears
          {"cancer": "prostate", "fact": {}} | CNS-PAT-004 at /fact | facts
          {"cancer": "prostata"} | CNS-PAT-003 at /cancer | prostate
          {"facts": {}} | CNS-PAT-003 | cancer
          {"cancer": "prostate", "facts": {"cT": "T2z"}} | CNS-PAT-005 at /facts/cT | nearest: T2
          {"cancer": "prostate", "facts": {"ecog": "one"}} | CNS-PAT-006 at /facts/ecog | a whole number
          {"cancer": "prostate", "facts": {"symptomatic": "yes"}} | CNS-PAT-006 at /facts/symptomatic | true, false or null
          {"cancer": "prostate", "facts": {"psaNgMl": -1}} | CNS-PAT-007 at /facts/psaNgMl | psaNgMl
          {"cancer": "prostate", "facts": {"isupGradeGroup": 2.5}} | CNS-PAT-00 | isupGradeGroup
          {"cancer": "prostate", "facts": {"cM": "M0", "boneMetastases": true}} | CNS-PAT-008 | cannot all be true
          {"cancer": "prostate", "cancer": "prostate"} | CNS-PAT-001 | Duplicate
          {"cancer": "prostate", | CNS-PAT-001 | line 1
          [] | CNS-PAT-006 | an object
          nonsense | CNS-PAT-001 | not valid JSON
          {"resourceType": "Bundle", "type": "collection"} | CNS-FHIR-008 | no resource about a patient
          {"resourceType": "Patient"} | CNS-FHIR-001 | another type than Bundle
          {"resourceType": "Bundle", "type": "document"} | CNS-FHIR-002 at Bundle.type | not read as a patient
          {"resourceType": "Bundle", "type": "collection", "type": "collection"} | CNS-PAT-001 | twice
          """)
  void isRefusedWithCodePlaceAndReason(String json, String code, String reason) throws Exception {
    Path file = Files.writeString(folder.resolve("patient.json"), json);
    assertRefused(CommandLineRun.of("recommend", file.toString()), code, reason);
  }

  @Test
  void isRefusedInTheSameWayFromStandardInputAndForPrograms() throws Exception {
    String json = "{\"cancer\": \"prostate\", \"facts\": {\"ageYear\": 70}}";
    Path file = Files.writeString(folder.resolve("patient.json"), json);
    String code = "CNS-PAT-004 at /facts/ageYear";
    assertRefused(CommandLineRun.of("recommend", "--json", file.toString()), code, "ageYears");
    assertRefused(CommandLineRun.withInput(json, "recommend", "-"), code, "ageYears");
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.json"));
    assertRefused(CommandLineRun.of("recommend", file.toString()), "CNS-PAT-009", "empty.json");
    assertRefused(CommandLineRun.withInput("", "recommend", "-"), "CNS-PAT-009", "");
  }

  @Test
  void fiftyMegabytesOfJunkAreRefusedWithoutBeingRead() throws Exception {
    Path file = folder.resolve("junk.json");
    byte[] megabyte = new byte[1_000_000];
    Arrays.fill(megabyte, (byte) 'x');
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < JUNK_MEGABYTES; i++) {
        out.write(megabyte);
      }
    }
    assertRefused(CommandLineRun.of("recommend", file.toString()), "CNS-PAT-002", "1000000 bytes");
  }

  @Test
  void deepNestingIsRefused() throws Exception {
    String deep = "{\"cancer\": \"prostate\", \"facts\": " + "[".repeat(100_000);
    Path file = Files.writeString(folder.resolve("deep.json"), deep);
    assertRefused(CommandLineRun.of("recommend", file.toString()), "CNS-PAT-002", "levels");
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    String missing = folder.resolve("missing.json").toString();
    assertRefused(
        CommandLineRun.of("recommend", missing), "CNS-CLI-001", "missing.json does not exist");
  }

  @Test
  void aFolderInPlaceOfAFileIsNamed() {
    assertRefused(CommandLineRun.of("recommend", folder.toString()), "CNS-CLI-001", "is a folder");
  }

  @Test
  void noFileIsWrongUsage() {
    CommandLineRun run = CommandLineRun.of("recommend");
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
  }

  @Test
  void amongSeveralFilesABadOneKeepsItsPlace() throws Exception {
    Path good =
        Files.writeString(folder.resolve("good.json"), "{\"id\": \"g\", \"cancer\": \"prostate\"}");
    Path bad = Files.writeString(folder.resolve("bad.json"), "{\"cancer\": \"none\"}");
    CommandLineRun run =
        CommandLineRun.of("recommend", "--json", good.toString(), bad.toString(), good.toString());
    assertEquals(1, run.exitCode());
    JsonNode answers = new ObjectMapper().readTree(run.out());
    assertEquals(3, answers.size());
    assertTrue(answers.get(0).has("recommendations"));
    assertEquals("CNS-PAT-003", answers.get(1).path("problems").path(0).path("code").asText());
    assertEquals(answers.get(0), answers.get(2));
  }

  private static void assertRefused(CommandLineRun run, String code, String reason) {
    assertEquals(1, run.exitCode(), run::err);
    assertEquals("", run.out());
    assertTrue(run.err().contains("error " + code), run::err);
    assertTrue(run.err().contains(reason), run::err);
    assertFalse(run.err().contains("\tat "), run::err);
    assertFalse(run.err().contains("Exception"), run::err);
    assertTrue(run.err().lines().count() < 10, run::err);
  }
}
