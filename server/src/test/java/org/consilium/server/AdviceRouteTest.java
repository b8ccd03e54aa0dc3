package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.consilium.knowledge.Recommendation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceRouteTest {
  private static final String ROUTE = "/api/recommendations";
  private static final String PATIENT =
      "{'id': 'case-7', 'cancer': 'prostate', 'facts': {'ageYears': 68, 'cT': 'T2b', 'cN': 'N0',"
          + " 'cM': 'M0', 'psaNgMl': {'atLeast': 10, 'below': 20}, 'ecog': 0,"
          + " 'isupGradeGroup': 2, 'priorTherapies': []}}";

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> ask(String query, String patient) throws Exception {
    return server.post(ROUTE + query, "application/json", patient.replace('\'', '"'));
  }

  @Test
  void everyRecommendationForTheCancerIsInTheAnswer() throws Exception {
    HttpResponse<String> response = server.advise(PATIENT);
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertFalse(response.headers().firstValue("ETag").isPresent());
    JsonNode answer = RunningServer.json(response);
    assertEquals(server.knowledge().hash(), answer.at("/knowledge/hash").textValue());
    assertEquals("prostate", answer.get("cancer").textValue());
    assertEquals("case-7", answer.get("id").textValue());
    assertTrue(answer.toString().contains("nofficial"));
    Set<String> expected = new HashSet<>();
    server.knowledge().recommendations("prostate").stream()
        .filter(one -> one.status().equals("Current"))
        .map(Recommendation::id)
        .forEach(expected::add);
    Set<String> found = new HashSet<>();
    answer.get("recommendations").forEach(entry -> found.add(entry.get("id").textValue()));
    assertTrue(found.containsAll(expected));
  }

  @Test
  void theSamePatientGetsTheSameBytes() throws Exception {
    assertEquals(server.advise(PATIENT).body(), server.advise(PATIENT).body());
    assertEquals(ask("?explain=true", PATIENT).body(), ask("?explain=true", PATIENT).body());
  }

  @Test
  void anExplanationSaysMore() throws Exception {
    HttpResponse<String> explained = ask("?explain=true", PATIENT);
    assertEquals(200, explained.statusCode());
    assertTrue(explained.body().length() > ask("?explain=false", PATIENT).body().length());
  }

  @Test
  void onlyTheVersionServedIsAnswered() throws Exception {
    String version = server.knowledge().version();
    String hash = server.knowledge().hash();
    assertEquals(200, ask("?version=" + RunningServer.encode(version), PATIENT).statusCode());
    assertEquals(200, ask("?version=" + hash, PATIENT).statusCode());
    JsonNode problem = assertProblem(404, "CNS-HTTP-009", ask("?version=0.0.1", PATIENT));
    assertTrue(problem.get("detail").textValue().contains(hash));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'cancer': 'prostate', 'facts': {'psaNgML': 3}} | 422 | CNS-PAT-004 | /facts/psaNgML | psaNgMl",
        "{'cancer': 'prostate', 'facts': {'cT': 'T2d'}} | 422 | CNS-PAT-005 | /facts/cT | T2",
        "{'cancer': 'prostate', 'facts': {'ecog': 'one'}} | 422 | CNS-PAT-006 | /facts/ecog | a text",
        "{'cancer': 'prostate', 'facts': {'ecog': 7}} | 422 | CNS-PAT-007 | /facts/ecog | 7",
        "{'cancer': 'prostatic'} | 422 | CNS-PAT-003 | /cancer | prostate",
        "{} | 422 | CNS-PAT-003 | /cancer | prostate",
        "[] | 422 | CNS-PAT-006 | '' | a list",
        "{'cancer' | 400 | CNS-PAT-001 | '' | line 1",
        "{'cancer': 'prostate', 'cancer': 'prostate'} | 400 | CNS-PAT-001 | '' | Duplicate",
        "{'cancer': 'prostate'} {} | 400 | CNS-PAT-001 | '' | line 1",
      })
  void aFaultyDescriptionIsRefusedWithThePlaceAndTheNearestChoice(
      String patient, int status, String code, String pointer, String hint) throws Exception {
    JsonNode problem = assertProblem(status, code, server.advise(patient));
    JsonNode error = problem.get("errors").get(0);
    assertEquals(code, error.get("code").textValue());
    assertEquals(pointer, error.get("pointer").textValue());
    assertTrue(
        error.get("message").textValue().contains(hint)
            || error.get("remedy").textValue().contains(hint),
        error::toString);
  }

  @Test
  void allFaultsAreToldAtOnce() throws Exception {
    JsonNode problem =
        assertProblem(
            422,
            "CNS-PAT-005",
            server.advise(
                "{'cancer': 'prostate', 'facts': {'cT': 'T9', 'ecog': 9, 'nothing': 1}}"));
    assertEquals(3, problem.get("errors").size());
  }

  @Test
  void factsThatContradictEachOtherAreRefused() throws Exception {
    JsonNode problem =
        assertProblem(
            422,
            "CNS-PAT-008",
            server.advise(
                "{'cancer': 'prostate', 'facts': {'cM': 'M0', 'visceralMetastases': true}}"));
    assertTrue(problem.get("errors").size() > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void anEmptyBodyIsRefused(String body) throws Exception {
    assertProblem(400, "CNS-PAT-009", server.post(ROUTE, "application/json", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "application/fhir+xml",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x"
      })
  void anotherContentTypeIsRefused(String type) throws Exception {
    assertProblem(415, "CNS-HTTP-006", server.post(ROUTE, type, "{\"cancer\": \"prostate\"}"));
  }

  @Test
  void aBodyWithoutContentTypeIsRefused() throws Exception {
    assertProblem(
        415,
        "CNS-HTTP-006",
        server.send(server.request(ROUTE).POST(BodyPublishers.ofString("{}"))));
  }

  @Test
  void aCompressedBodyIsRefusedUnread() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(PATIENT.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
    assertProblem(
        415,
        "CNS-HTTP-007",
        server.send(
            server
                .request(ROUTE, "Content-Type", "application/json", "Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bytes.toByteArray()))));
  }

  @Test
  void fiftyMegabytesOfJunkAreRefusedAndTheServerLivesOn() throws Exception {
    HttpResponse<String> streamed =
        server.send(
            server
                .request(ROUTE, "Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new Junk(50_000_000))));
    assertProblem(413, "CNS-HTTP-005", streamed);
    HttpResponse<String> announced =
        server.send(
            server
                .request(ROUTE, "Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[5_000_000])));
    assertProblem(413, "CNS-HTTP-005", announced);
    assertEquals(200, server.advise(PATIENT).statusCode());
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 10_000, 400_000})
  void deepNestingIsRefused(int depth) throws Exception {
    String lists = "[".repeat(depth) + "]".repeat(depth);
    assertProblem(413, "CNS-PAT-002", server.advise(lists));
    String objects = "{\"a\":".repeat(Math.min(depth, 100_000));
    assertProblem(413, "CNS-PAT-002", server.advise(objects));
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws Exception {
    byte[][] bodies = {
      {(byte) 0xff, (byte) 0xfe, 0x00},
      "{\"cancer\": \"prost\u00e4te\"}".getBytes(StandardCharsets.ISO_8859_1),
      new byte[1_000]
    };
    for (byte[] body : bodies) {
      HttpResponse<String> response =
          server.send(
              server
                  .request(ROUTE, "Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(body)));
      assertProblem(400, "CNS-PAT-001", response);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?explian=true", "?explain=yes", "?explain=true&explain=true", "?x"})
  void misspeltParametersAreRefused(String query) throws Exception {
    assertProblem(400, "CNS-HTTP-008", ask(query, PATIENT));
  }

  @Test
  void anAnswerInAnotherFormatIsNotPromised() throws Exception {
    assertProblem(
        406,
        "CNS-HTTP-004",
        server.post(ROUTE, "application/json", "{}", "Accept", "application/xml"));
  }

  /** Letters without end, or almost. */
  private static final class Junk extends InputStream {
    private long left;

    Junk(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(buffer, offset, offset + count, (byte) 'x');
      left -= count;
      return count;
    }
  }
}
