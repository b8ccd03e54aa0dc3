package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.consilium.bench.SyntheticPatients;
import org.consilium.bench.SyntheticPatients.Patient;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JsonLinesReasonerTest {
  private static KnowledgeBase knowledge;
  private static CompiledKnowledge compiled;

  @BeforeAll
  static void compile() throws Exception {
    knowledge = KnowledgeBase.shipped();
    compiled = CompiledKnowledge.of(knowledge);
  }

  @Test
  void linesAreAnsweredInTheirOrderAsSingleCasesAre() throws Exception {
    List<String> lines = new ArrayList<>();
    for (Patient patient :
        new SyntheticPatients(knowledge, "prostate", 0.3, 0.5, 0.2, 1).make(500)) {
      lines.add(patient.json());
    }
    assertEquals(500, assertSameOutcomes(lines));
  }

  @Test
  void vignettesNeedNoOtherReader() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("../test-data/vignettes/prostate"), "*.json")) {
      for (Path file : files) {
        lines.append(mapper.writeValueAsString(mapper.readTree(file.toFile()).get("patient")));
        lines.append("\r\n\n");
      }
    }
    JsonLinesReasoner reasoner = new JsonLinesReasoner(knowledge, compiled);
    Outcomes outcomes = new Outcomes();
    reasoner.judge(stream(lines.toString()), outcomes);
    assertTrue(outcomes.seen.size() >= 20);
    assertEquals(0, reasoner.generalReads());
    assertEquals(1, outcomes.lines.get(0));
    assertEquals(3, outcomes.lines.get(1));
  }

  @Test
  void whatIsWrongIsReportedAsTheReaderOfSinglePatientsReportsIt() throws Exception {
    List<String> wrong =
        List.of(
            "{",
            "[]",
            "null",
            "7",
            "\"text\"",
            "{}",
            "{\"cancer\":\"prostate\"}",
            "{\"cancer\":\"prostate\"} {}",
            "{\"cancer\":\"prostate\"}]",
            "{\"cancer\":\"prostate\",}",
            "{\"cancer\":\"prostrate\"}",
            "{\"cancer\":null}",
            "{\"cancer\":7}",
            "{\"cancer\":\"prostate\",\"cancer\":\"prostate\"}",
            "{\"cancer\":\"prostate\",\"id\":7}",
            "{\"cancer\":\"prostate\",\"id\":null,\"facts\":null}",
            "{\"cancer\":\"prostate\",\"id\":\"" + "x".repeat(201) + "\"}",
            "{\"cancer\":\"prostate\",\"id\":\"" + "x".repeat(200) + "\"}",
            "{\"facts\":{\"ecog\":1},\"cancer\":\"prostate\"}",
            "{\"cancer\":\"prostate\",\"facts\":[]}",
            "{\"cancer\":\"prostate\",\"fact\":{}}",
            fact("\"ecog\":1,\"ecog\":1"),
            fact("\"\\u0065cog\":1"),
            fact("\"ecog\":null"),
            fact("\"ecgo\":1"),
            fact("\"ecog\":5"),
            fact("\"ecog\":1.5"),
            fact("\"ecog\":1.0"),
            fact("\"ecog\":1e0"),
            fact("\"ecog\":10e-1"),
            fact("\"ecog\":\"1\""),
            fact("\"ecog\":true"),
            fact("\"ecog\":01"),
            fact("\"ecog\":{}"),
            fact("\"ecog\":{\"atLeast\":1,\"atLeast\":2}"),
            fact("\"ecog\":{\"atLeast\":1,\"atMost\":2}"),
            fact("\"ecog\":{\"above\":1,\"below\":2}"),
            fact("\"ecog\":{\"above\":4}"),
            fact("\"ecog\":{\"atLeast\":1.5}"),
            fact("\"ecog\":{\"atLeast\":null}"),
            fact("\"ecog\":{\"least\":1}"),
            fact("\"ecog\":{\"anyOf\":[1,2]}"),
            fact("\"ecog\":{\"anyOf\":[]}"),
            fact("\"ecog\":{\"anyOf\":[1,9]}"),
            fact("\"ecog\":{\"anyOf\":9}"),
            fact("\"ecog\":{\"anyOf\":[1,2],\"not\":[2,1]}"),
            fact("\"ecog\":{\"anyOf\":[1,\"2\"]}"),
            fact("\"ecog\":{\"anyOf\":null}"),
            fact("\"ecog\":{\"not\":null}"),
            fact("\"ecog\":{\"not\":[]}"),
            fact("\"ecog\":{\"not\":2,\"atLeast\":1,\"anyOf\":[0,1,2]}"),
            fact("\"ecog\":{\"not\":[0,1,2,3,4]}"),
            fact("\"psaNgMl\":{\"not\":[0.5,20],\"atMost\":20}"),
            fact("\"psaNgMl\":-1"),
            fact("\"psaNgMl\":-0.0"),
            fact("\"psaNgMl\":9.99999999999999999999"),
            fact("\"psaNgMl\":10.000"),
            fact("\"psaNgMl\":" + "9".repeat(41)),
            fact("\"psaNgMl\":{\"atLeast\":4,\"below\":10}"),
            fact("\"psaNgMl\":{\"atLeast\":10,\"below\":10}"),
            fact("\"symptomatic\":1"),
            fact("\"symptomatic\":true,\"minimallySymptomatic\":true"),
            fact("\"cT\":\"T9\""),
            fact("\"cT\":7"),
            fact("\"cT\":[\"T2\"]"),
            fact("\"cT\":{\"anyOf\":[]}"),
            fact("\"cT\":{\"anyOf\":null}"),
            fact("\"cT\":{\"anyOf\":\"T2\"}"),
            fact("\"cT\":{\"anyOf\":[\"T2\",\"T3\"],\"not\":\"T3a\"}"),
            fact("\"cT\":{\"anyOf\":[\"T2\",null]}"),
            fact("\"cT\":{\"not\":[]}"),
            fact("\"cT\":{\"nor\":[\"T2\"]}"),
            fact("\"cT\":{\"anyOf\":\"T2\",\"not\":\"T2\"}"),
            fact("\"priorTherapies\":\"RP\""),
            fact("\"priorTherapies\":[\"RP\",\"RP\"]"),
            fact("\"priorTherapies\":[\"RP\",7]"),
            fact("\"priorTherapies\":{\"present\":\"RP\",\"complete\":null}"),
            fact("\"priorTherapies\":{\"present\":[\"RP\"],\"absent\":[\"RP\"]}"),
            fact("\"priorTherapies\":{\"complete\":true}"),
            fact("\"priorTherapies\":{\"complete\":1}"),
            fact("\"priorTherapies\":{\"present\":[],\"present\":[]}"),
            fact("\"priorTherapies\":{}"),
            fact("\"priorTherapies\":[\"nothing\"]"),
            "{\"cancer\":\"prostate\",\"facts\":{\"" + "x".repeat(2000) + "\":1}}",
            "[".repeat(30),
            "{\"cancer\":\"prostate\",\"id\":\""
                + "x".repeat(PatientJsonReader.MAXIMUM_BYTES)
                + "\"}",
            "\u0000",
            "\uFEFF{\"cancer\":\"prostate\"}");
    assertTrue(assertSameOutcomes(wrong) > 15);
  }

  @Test
  void damagedLinesHaveTheSameOutcomeAsWithTheReaderOfSinglePatients() throws Exception {
    Random random = new Random(2);
    List<String> lines = new ArrayList<>();
    for (Patient patient :
        new SyntheticPatients(knowledge, "prostate", 0.05, 0.4, 0.1, 3).make(1500)) {
      StringBuilder damaged = new StringBuilder(patient.json());
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, damaged.charAt(random.nextInt(damaged.length())));
        case 2 -> damaged.setCharAt(at, "{}[]\",:0159.-etfn é".charAt(random.nextInt(19)));
        default -> damaged.setLength(at + 1);
      }
      lines.add(damaged.toString());
    }
    int valid = assertSameOutcomes(lines);
    assertTrue(valid > 5 && valid < 1495, () -> "valid: " + valid);
  }

  @Test
  void itDoesNotMatterInWhatPiecesTheLinesArrive() throws Exception {
    String text = "{\"cancer\":\"prostate\"}\n\n \r\n{\"cancer\":\"no\"}\r\n" + fact("\"ecog\":1");
    Outcomes whole = new Outcomes();
    new JsonLinesReasoner(knowledge, compiled).judge(stream(text), whole);
    Outcomes pieces = new Outcomes();
    InputStream trickle =
        new FilterInputStream(stream(text)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    new JsonLinesReasoner(knowledge, compiled).judge(trickle, pieces);
    assertEquals(List.of(1L, 4L, 5L), whole.lines);
    assertEquals(whole.lines, pieces.lines);
    assertEquals(whole.seen, pieces.seen);
  }

  private static String fact(String fact) {
    return "{\"cancer\":\"prostate\",\"facts\":{" + fact + "}}";
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares with the reader and the circuit, line by line, and counts the valid lines. */
  private static int assertSameOutcomes(List<String> lines) throws IOException {
    Outcomes outcomes = new Outcomes();
    new JsonLinesReasoner(knowledge, compiled)
        .judge(stream(String.join("\n", lines) + "\n"), outcomes);
    int valid = 0;
    PatientJsonReader reader = new PatientJsonReader(knowledge);
    List<String> expected = new ArrayList<>();
    for (String line : lines) {
      try {
        PatientCase patient = reader.read(line.getBytes(StandardCharsets.UTF_8));
        valid++;
        expected.add(
            patient.id()
                + BatchReasonerTest.statedOneByOne(compiled.cancer(patient.cancer()), patient)
                    .toString());
      } catch (PatientException e) {
        expected.add(e.problems().toString());
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      assertEquals(
          expected.get(i),
          outcomes.seen.get(i),
          () -> line.length() > 2000 ? line.substring(0, 100) : line);
    }
    assertEquals(expected.size(), outcomes.seen.size());
    return valid;
  }

  private static final class Outcomes implements JsonLinesReasoner.Sink {
    private final List<Long> lines = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    @Override
    public void answer(long line, Optional<String> id, String cancer, BatchAnswer answer) {
      lines.add(line);
      Map<String, Applicability> answers = new TreeMap<>();
      List<String> iris = compiled.cancer(cancer).compiledPopulations();
      for (int i = 0; i < iris.size() && !answer.contradictory(); i++) {
        answers.put(iris.get(i), answer.of(i));
      }
      seen.add(id + new Judgement(answer.contradictory(), answers).toString());
    }

    @Override
    public void refused(long line, PatientException problems) {
      lines.add(line);
      seen.add(problems.problems().toString());
    }
  }
}
