package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRouteTest {
  private static final String ROUTE = "/api/recommendations/batch";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PATIENT =
      "{\"cancer\": \"prostate\", \"facts\": {\"ageYears\": 68, \"cT\": \"T2b\", \"cN\": \"N0\","
          + " \"cM\": \"M0\", \"psaNgMl\": 12, \"ecog\": 0, \"isupGradeGroup\": 2}}";

  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(ServerConfiguration.DEFAULT.with(Setting.BATCHES, "100"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<JsonNode> ask(String query, String lines) throws Exception {
    HttpResponse<String> response = server.post(ROUTE + query, "application/x-ndjson", lines);
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("application/x-ndjson", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertEquals(
        server.knowledge().hash(), response.headers().firstValue("Knowledge-Hash").orElse(""));
    List<JsonNode> answers = new ArrayList<>();
    for (String line : response.body().lines().toList()) {
      answers.add(MAPPER.readTree(line));
    }
    return answers;
  }

  private static Set<String> ids(JsonNode advice, String applicability) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode each : advice.get("recommendations")) {
      if (each.get("applicability").textValue().equals(applicability)) {
        ids.add(each.get("id").textValue());
      }
    }
    return ids;
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(each -> texts.add(each.textValue()));
    return texts;
  }

  @Test
  void aCompactAnswerNamesWhatASingleAnswerDoes() throws Exception {
    String other = "{\"cancer\": \"breast\", \"facts\": {\"ageYears\": 60}}";
    List<JsonNode> compact = ask("", PATIENT + "\n" + other + "\n");
    List<JsonNode> full = ask("?full=true", PATIENT + "\n" + other);
    assertEquals(2, compact.size());
    assertEquals(2, full.size());
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> single =
          server.post("/api/recommendations", "application/json", i == 0 ? PATIENT : other);
      assertEquals(RunningServer.json(single), full.get(i));
      assertEquals(ids(full.get(i), "applies"), texts(compact.get(i).get("applies")));
      assertEquals(ids(full.get(i), "undetermined"), texts(compact.get(i).get("undetermined")));
      assertFalse(compact.get(i).get("undetermined").isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?full=true"})
  void aBadLineHasAnErrorInItsPlaceAndTheStreamGoesOn(String query) throws Exception {
    String lines =
        String.join(
            "\n",
            "{\"id\": \"a\\\"b\", \"cancer\": \"prostate\"}",
            "no json",
            "",
            "{\"cancer\": \"prostate\", \"facts\": {\"psa\": 1}}",
            "{\"id\": \"c\", \"cancer\": \"prostate\", \"facts\": {\"cM\": \"M0\","
                + " \"visceralMetastases\": true}}",
            "[".repeat(10_000),
            "x".repeat(1_500_000),
            "{\"id\": \"z\", \"cancer\": \"lung\"}");
    List<JsonNode> answers = ask(query, lines);
    assertEquals(7, answers.size());
    assertEquals("a\"b", answers.get(0).get("id").textValue());
    String[] codes = {
      "", "CNS-PAT-001", "CNS-PAT-004", "CNS-PAT-008", "CNS-PAT-002", "CNS-PAT-002", ""
    };
    int[] numbers = {0, 2, 4, 5, 6, 7, 0};
    for (int i = 0; i < codes.length; i++) {
      assertEquals(codes[i], answers.get(i).at("/error/code").asText(""), answers.get(i)::toString);
      assertEquals(numbers[i], answers.get(i).path("line").asInt());
    }
    assertEquals("z", answers.get(6).get("id").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n \r\n"})
  void noPatientsHaveNoAnswers(String lines) throws Exception {
    assertEquals(List.of(), ask("", lines));
    assertEquals(List.of(), ask("?full=true", lines));
  }

  @Test
  void manyLinesAreAnsweredInTheirOrder() throws Exception {
    StringBuilder lines = new StringBuilder();
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      lines.append("{\"id\": \"").append(i).append("\", \"cancer\": \"prostate\"}\n");
    }
    List<JsonNode> answers = ask("", lines.toString());
    assertEquals(count, answers.size());
    for (int i = 0; i < count; i++) {
      assertEquals(Integer.toString(i), answers.get(i).get("id").textValue());
    }
  }

  @Test
  void whoWaitsForAnAnswerBeforeTheNextLineGetsIt() throws Exception {
    for (String query : new String[] {"", "?full=true"}) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST "
                    + ROUTE
                    + query
                    + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String id : new String[] {"first", "second"}) {
          String line = "{\"id\":\"" + id + "\",\"cancer\":\"prostate\"}\n";
          out.write(
              (Integer.toHexString(line.length()) + "\r\n" + line + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
          out.flush();
          String answer = in.readLine();
          while (answer != null && !answer.contains(id)) {
            answer = in.readLine();
          }
          assertTrue(answer != null, id);
        }
      }
    }
  }

  @Test
  void aBodyLargerThanAnyOtherRouteTakesIsAnsweredToItsEnd() throws Exception {
    byte[] line = (" ".repeat(49_990) + "{}\n").getBytes(StandardCharsets.UTF_8);
    long count = RequestBody.MAXIMUM_DISCARDED_BYTES / line.length + 2;
    HttpResponse<Stream<String>> response =
        server.sendFor(
            server
                .request(ROUTE, "Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofInputStream(() -> new Repeated(line, count))),
            BodyHandlers.ofLines());
    assertEquals(count, response.body().count());
  }

  @Test
  void onlySoManyBatchesRunAtATime() throws Exception {
    try (RunningServer narrow =
            RunningServer.start(ServerConfiguration.DEFAULT.with(Setting.BATCHES, "1"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), narrow.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + ROUTE
                      + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                      + "Content-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      // The server asks for the body once it works on the batch.
      socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      HttpResponse<String> second = narrow.post(ROUTE, "application/x-ndjson", PATIENT);
      assertProblem(503, "CNS-HTTP-016", second);
      assertEquals("10", second.headers().firstValue("Retry-After").orElse(""));
      assertEquals(200, narrow.advise("{'cancer': 'prostate'}").statusCode());
    }
  }

  @Test
  void otherMediaTypesAreRefusedAndTheRightOneNamed() throws Exception {
    HttpResponse<String> response = server.post(ROUTE, "application/json", PATIENT);
    assertProblem(415, "CNS-HTTP-006", response);
    assertEquals("application/x-ndjson", response.headers().firstValue("Accept-Post").orElse(""));
    assertProblem(400, "CNS-HTTP-008", server.post(ROUTE + "?all=1", "application/x-ndjson", ""));
  }

  /** The same bytes again and again. */
  private static final class Repeated extends InputStream {
    private final byte[] unit;
    private long left;
    private int position;

    Repeated(byte[] unit, long times) {
      this.unit = Arrays.copyOf(unit, unit.length);
      this.left = times * unit.length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(left, Math.min(length, unit.length - position));
      System.arraycopy(unit, position, buffer, offset, count);
      left -= count;
      position = (position + count) % unit.length;
      return count;
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      left--;
      int value = unit[position];
      position = (position + 1) % unit.length;
      return value;
    }
  }
}
