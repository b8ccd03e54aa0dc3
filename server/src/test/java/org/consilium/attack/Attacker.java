package org.consilium.attack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of a server, whoever it is; every answer is noted. */
class Attacker {
  /** Longest time that is waited for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Recording recording;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Attacker(Recording recording) {
    this(recording, PATIENCE);
  }

  Attacker(Recording recording, Duration patience) {
    this.recording = recording;
    this.patience = patience;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Sends a request and notes what came of it. */
  Answer send(HttpRequest.Builder request) throws InterruptedException {
    Answer answer;
    try {
      answer = Answer.of(client.send(request.timeout(patience).build(), BodyHandlers.ofString()));
    } catch (HttpTimeoutException e) {
      recording.note("no answer in " + patience.toSeconds() + " s");
      return Answer.closed();
    } catch (IOException e) {
      answer = Answer.closed();
    }
    recording.note(answer.summary());
    return answer;
  }

  /** A request with pairs of header names and values. */
  static HttpRequest.Builder request(URI address, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    return headers.length == 0 ? request : request.headers(headers);
  }

  Answer get(URI address, String... headers) throws InterruptedException {
    return send(request(address, headers).GET());
  }

  Answer post(URI address, String mediaType, String body, String... headers)
      throws InterruptedException {
    return post(address, mediaType, BodyPublishers.ofString(body), headers);
  }

  Answer post(URI address, String mediaType, BodyPublisher body, String... headers)
      throws InterruptedException {
    return send(request(address, headers).header("Content-Type", mediaType).POST(body));
  }

  /** Posts a query as it is. */
  Answer query(URI address, String sparql) throws InterruptedException {
    return post(address, "application/sparql-query", sparql);
  }
}
