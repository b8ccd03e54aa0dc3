package org.consilium.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.publication.VersionStore;
import org.consilium.reasoning.CompiledReasoner;

/** A real server on a free port with the packaged knowledge, and a client that talks to it. */
final class RunningServer implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final KnowledgeSnapshots snapshots;
  private final ConsiliumServer server;

  private RunningServer(KnowledgeSnapshots snapshots, ConsiliumServer server) throws Exception {
    this.snapshots = snapshots;
    this.server = server.start();
  }

  static RunningServer start() throws Exception {
    return start(ServerConfiguration.DEFAULT);
  }

  static RunningServer start(ServerConfiguration configuration) throws Exception {
    return start(configuration, Clock.systemUTC());
  }

  static RunningServer start(ServerConfiguration configuration, Clock clock) throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    return start(
        configuration,
        KnowledgeSnapshots.of(new ServedKnowledge(knowledge, CompiledReasoner.of(knowledge))),
        clock);
  }

  static RunningServer start(ServerConfiguration configuration, KnowledgeSnapshots snapshots)
      throws Exception {
    return start(configuration, snapshots, Clock.systemUTC());
  }

  static RunningServer start(
      ServerConfiguration configuration, KnowledgeSnapshots snapshots, Clock clock)
      throws Exception {
    return new RunningServer(
        snapshots, ConsiliumServer.create(configuration.with(Setting.PORT, "0"), snapshots, clock));
  }

  /**
   * A server that keeps versions in a folder and answers from the packaged knowledge until then.
   */
  static RunningServer keeping(ServerConfiguration configuration, Path folder) throws Exception {
    PublishedVersions versions =
        PublishedVersions.of(
            VersionStore.open(folder), configuration.get(Setting.VERSIONS_IN_MEMORY));
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    KnowledgeSnapshots snapshots =
        new KnowledgeSnapshots(
            versions
                .newest()
                .orElseGet(() -> new ServedKnowledge(knowledge, CompiledReasoner.of(knowledge))),
            versions);
    return new RunningServer(
        snapshots,
        ConsiliumServer.create(configuration.with(Setting.PORT, "0"), snapshots, versions));
  }

  KnowledgeSnapshots snapshots() {
    return snapshots;
  }

  ConsiliumServer server() {
    return server;
  }

  KnowledgeBase knowledge() {
    return snapshots.current().knowledge();
  }

  int port() {
    return server.port();
  }

  /** A request to a path, with pairs of header names and values. */
  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  <T> HttpResponse<T> sendFor(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    return client.send(request.build(), handler);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> post(String path, String mediaType, String body, String... headers)
      throws Exception {
    return send(
        request(path, headers)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofString(body)));
  }

  /** Asks for the recommendations of a patient, written with single quotes. */
  HttpResponse<String> advise(String patient) throws Exception {
    return post("/api/recommendations", "application/json", patient.replace('\'', '"'));
  }

  HttpResponse<String> query(String sparql, String... headers) throws Exception {
    return get("/sparql?query=" + encode(sparql), headers);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    server.stop();
  }
}
