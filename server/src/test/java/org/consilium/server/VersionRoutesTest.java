package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.consilium.knowledge.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionRoutesTest {
  private static final String[] PUBLISHER = {"Authorization", "Bearer publisher-token"};
  private static final String PATIENT = "{'cancer': 'prostate', 'facts': {'psaNgMl': 12}}";

  @TempDir private Path folder;
  private RunningServer server;

  private ServerConfiguration configuration() {
    return ServerConfiguration.DEFAULT
        .with(
            Setting.TOKENS,
            "office:publisher:" + Sha256.of("publisher-token"),
            "draft:author:" + Sha256.of("author-token"))
        .with(Setting.AUDIT_FILE, folder.resolve("audit.jsonl").toString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.keeping(configuration(), folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> publish(byte[] archive, String query, String... headers)
      throws Exception {
    return server.send(
        server
            .request("/api/versions" + query, headers)
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(archive)));
  }

  private HttpResponse<String> publish(String version, int threshold) throws Exception {
    return publish(SmallArchive.of(version, threshold), "", PUBLISHER);
  }

  /** Version that answered, and whether the walk for a PSA of 12 applies. */
  private String answer(String query) throws Exception {
    JsonNode answer =
        RunningServer.json(
            server.post(
                "/api/recommendations" + query, "application/json", PATIENT.replace('\'', '"')));
    for (JsonNode recommendation : answer.path("recommendations")) {
      if (recommendation.path("id").asText().equals("demo-high")) {
        return answer.at("/knowledge/version").asText()
            + " "
            + recommendation.path("applicability").asText();
      }
    }
    return answer.at("/knowledge/version").asText() + " nothing";
  }

  @Test
  void whatIsPublishedIsServedAtOnceAndEarlierVersionsStay() throws Exception {
    String packaged = server.knowledge().hash();
    HttpResponse<String> first = publish("2.0.0", 10);
    assertEquals(201, first.statusCode(), first.body());
    assertEquals("/api/versions/2.0.0", first.headers().firstValue("Location").orElseThrow());
    assertEquals("office", RunningServer.json(first).path("by").asText());
    assertEquals("2.0.0 applies", answer(""));
    assertEquals(201, publish("2.1.0", 20).statusCode());
    assertEquals("2.1.0 does-not-apply", answer(""));
    assertEquals("2.0.0 applies", answer("?version=2.0.0"));
    String hash = RunningServer.json(first).path("knowledgeHash").asText();
    assertEquals("2.0.0 applies", answer("?version=" + hash));
    assertEquals(
        "2.0.0 applies", answer("?asOf=" + RunningServer.json(first).path("published").asText()));
    assertProblem(404, "CNS-HTTP-009", server.get("/api/guidelines?version=" + packaged));
    JsonNode list = RunningServer.json(server.get("/api/versions"));
    assertEquals("2.1.0", list.at("/versions/0/version").asText());
    assertEquals("2.0.0", list.at("/versions/1/version").asText());
    assertEquals("2.1.0", list.at("/knowledge/version").asText());
    assertTrue(
        server
            .get("/api/versions/2.0.0", "Accept", "text/turtle")
            .body()
            .contains("prov:wasAttributedTo"));
  }

  @Test
  void theNewestVersionIsServedAfterANewStart() throws Exception {
    publish("2.0.0", 10);
    publish("2.1.0", 20);
    server.close();
    server = RunningServer.keeping(configuration(), folder.resolve("data"));
    assertEquals("2.1.0 does-not-apply", answer(""));
    assertEquals("2.0.0 applies", answer("?version=2.0.0"));
  }

  @Test
  void aPublishedVersionCannotBeChanged() throws Exception {
    publish("2.0.0", 10);
    HttpResponse<String> record = server.get("/api/versions/2.0.0");
    for (String method : List.of("PUT", "PATCH", "DELETE")) {
      for (String path : List.of("/api/versions", "/api/versions/2.0.0")) {
        assertProblem(
            405,
            "CNS-HTTP-003",
            server.send(
                server
                    .request(path, PUBLISHER)
                    .method(method, BodyPublishers.ofString("{\"version\":\"2.0.0\"}"))));
      }
    }
    HttpResponse<String> again = publish("2.0.0", 10);
    assertProblem(409, "CNS-PUB-005", again);
    assertEquals("/api/versions/2.0.0", again.headers().firstValue("Location").orElseThrow());
    assertProblem(409, "CNS-PUB-006", publish("2.0.0", 11));
    assertProblem(409, "CNS-PUB-004", publish("1.9.0", 12));
    assertEquals(record.body(), server.get("/api/versions/2.0.0").body());
  }

  @Test
  void onlyPublishersPublish() throws Exception {
    byte[] archive = SmallArchive.of("2.0.0", 10);
    assertProblem(401, "CNS-HTTP-013", publish(archive, ""));
    assertProblem(
        403, "CNS-HTTP-014", publish(archive, "", "Authorization", "Bearer author-token"));
    assertEquals(0, RunningServer.json(server.get("/api/versions")).path("total").asInt());
  }

  @Test
  void whatIsNoArchiveOfKnowledgeIsRefused() throws Exception {
    assertProblem(422, "CNS-PUB-001", publish(utf8("PK nothing"), "", PUBLISHER));
    assertProblem(
        400, "CNS-PUB-003", publish(SmallArchive.of("2.0.0", 10), "?version=../2", PUBLISHER));
    assertProblem(
        415,
        "CNS-HTTP-006",
        server.post("/api/versions", "text/plain", "x", PUBLISHER[0], PUBLISHER[1]));
  }

  @Test
  void anUploadHasALimit() throws Exception {
    server.close();
    server =
        RunningServer.keeping(
            configuration().with(Setting.UPLOAD_BYTES, "1000"), folder.resolve("data"));
    assertProblem(413, "CNS-HTTP-005", publish("2.0.0", 10));
  }

  @Test
  void aNameThatIsNoVersionIsRefused() throws Exception {
    for (String name : List.of("1", "1.0.0%2F..", "%C3%BC", "1.0.0%00", "a".repeat(3_000))) {
      assertEquals(400, server.get("/api/versions/" + name).statusCode(), name);
    }
    assertProblem(404, "CNS-HTTP-002", server.get("/api/versions/9.9.9"));
    assertProblem(404, "CNS-HTTP-002", server.get("/api/versions/" + "0".repeat(64)));
  }

  @Test
  void dumpsAreTheBytesThatTheRecordNames() throws Exception {
    publish("2.0.0", 10);
    for (String version : List.of("2.0.0", server.knowledge().hash())) {
      JsonNode record = RunningServer.json(server.get("/api/versions/" + version));
      assertEquals(4, record.path("dumps").size());
      for (JsonNode dump : record.path("dumps")) {
        String path =
            "/api/versions/"
                + version
                + "/dump?graph="
                + dump.path("graph").asText()
                + "&format="
                + dump.path("format").asText();
        HttpResponse<byte[]> sent =
            server.sendFor(
                server.request(path, "Accept-Encoding", "gzip").GET(), BodyHandlers.ofByteArray());
        byte[] digest = Sha256.digest().digest(sent.body());
        assertEquals(dump.path("sha256").asText(), HexFormat.of().formatHex(digest));
        assertEquals(
            "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":",
            sent.headers().firstValue("Repr-Digest").orElseThrow());
        assertEquals("application/gzip", sent.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(sent.headers().firstValue("Content-Encoding").isEmpty());
        String tag = sent.headers().firstValue("ETag").orElseThrow();
        assertEquals(304, server.get(path, "If-None-Match", tag).statusCode());
        assertArrayEquals(
            sent.body(),
            server.sendFor(server.request(path).GET(), BodyHandlers.ofByteArray()).body());
      }
    }
    assertProblem(400, "CNS-HTTP-008", server.get("/api/versions/2.0.0/dump?graph=all"));
    assertProblem(400, "CNS-HTTP-008", server.get("/api/versions/2.0.0/dump?format=xml"));
  }

  @Test
  void aReaderStaysOnTheVersionThatItNamesWhileOthersArePublished() throws Exception {
    publish("2.0.0", 10);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Callable<Set<String>> pinned =
        () -> {
          List<String> answers = new ArrayList<>();
          while (!done.get()) {
            answers.add(answer("?version=2.0.0"));
          }
          return Set.copyOf(answers);
        };
    Callable<List<String>> current =
        () -> {
          List<String> answers = new ArrayList<>();
          while (!done.get()) {
            answers.add(answer(""));
          }
          return answers.stream().distinct().toList();
        };
    try {
      Future<Set<String>> first = threads.submit(pinned);
      Future<List<String>> second = threads.submit(current);
      for (int i = 1; i <= 3; i++) {
        assertEquals(201, publish("2." + i + ".0", 10 + i).statusCode());
      }
      done.set(true);
      assertEquals(Set.of("2.0.0 applies"), first.get());
      // Each answer is of one version as a whole, and none comes back once it was replaced.
      List<String> versions =
          List.of("2.0.0 applies", "2.1.0 applies", "2.2.0 applies", "2.3.0 does-not-apply");
      List<String> seen = second.get();
      assertTrue(versions.containsAll(seen), seen.toString());
      assertEquals(seen.stream().sorted().toList(), seen);
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  @Test
  void ofPublishersAtTheSameMomentOneWins() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        byte[] archive = SmallArchive.of("2.0.0", 10 + i);
        tasks.add(() -> publish(archive, "", PUBLISHER).statusCode());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> future : threads.invokeAll(tasks)) {
        statuses.add(future.get());
      }
      assertEquals(1, statuses.stream().filter(status -> status == 201).count());
      assertTrue(Set.of(201, 409, 503).containsAll(statuses), statuses.toString());
      assertEquals(1, RunningServer.json(server.get("/api/versions")).path("total").asInt());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aStoreThatCannotBeReadIsToldAndRecommendingGoesOn() throws Exception {
    publish("2.0.0", 10);
    publish("2.1.0", 20);
    assertEquals("ready", RunningServer.json(server.get("/health/ready")).path("status").asText());
    Path data = folder.resolve("data");
    Files.writeString(data.resolve("versions.jsonl"), "{}\n");
    try (var objects = Files.list(data.resolve("objects"))) {
      for (Path object : objects.collect(Collectors.toList())) {
        Files.writeString(object, "damaged");
      }
    }
    JsonNode ready = RunningServer.json(server.get("/health/ready"));
    assertEquals("degraded", ready.path("status").asText());
    assertFalse(ready.at("/checks/versions").asText().equals("ok"));
    assertEquals("2.1.0 does-not-apply", answer(""));
    assertProblem(503, "CNS-DATA-003", server.get("/api/guidelines?version=2.0.0"));
    assertProblem(503, "CNS-DATA-003", server.get("/api/versions/2.0.0/dump"));
  }

  @Test
  void theAuditLogTellsWhoPublishedWhat() throws Exception {
    JsonNode record = RunningServer.json(publish("2.0.0", 10));
    String log = Files.readString(folder.resolve("audit.jsonl"));
    String line =
        log.lines().filter(each -> each.contains("\"published\"")).findFirst().orElseThrow();
    assertTrue(line.contains("\"caller\":\"office\""), line);
    assertTrue(line.contains(record.path("knowledgeHash").asText()), line);
    assertTrue(line.contains("\"knowledgeVersion\":\"2.0.0\""), line);
  }

  @Test
  void aServerWithoutAFolderTellsOfWhatItServesAndPublishesNothing() throws Exception {
    try (RunningServer other =
        RunningServer.start(
            ServerConfiguration.DEFAULT.with(
                Setting.TOKENS, "office:publisher:" + Sha256.of("publisher-token")))) {
      JsonNode list = RunningServer.json(other.get("/api/versions"));
      assertFalse(list.path("kept").asBoolean());
      assertEquals(0, list.path("total").asInt());
      JsonNode record =
          RunningServer.json(other.get("/api/versions/" + other.knowledge().version()));
      assertEquals(other.knowledge().hash(), record.path("knowledgeHash").asText());
      assertEquals(4, record.path("dumps").size());
      assertProblem(
          409,
          "CNS-DATA-009",
          other.send(
              other
                  .request("/api/versions", PUBLISHER)
                  .header("Content-Type", "application/zip")
                  .POST(BodyPublishers.ofByteArray(SmallArchive.of("2.0.0", 10)))));
    }
  }
}
