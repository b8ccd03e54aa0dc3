package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who only wants a recommendation, ten times a second, while others attack: each time it
 * must come, and always the same.
 */
final class Canary {
  /** Stands in the description, and nowhere else. */
  static final String NAME = "canary-patient-5d1c7e";

  static final String PATIENT =
      """
      {"id": "%s", "cancer": "prostate", "facts": {"ageYears": 68, "cM": "M1b",
       "castrationStatus": "hormone-sensitive", "ecog": 1}}"""
          .formatted(NAME);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpRequest request;
  private final String expected;
  private final List<String> faults = new ArrayList<>();
  private final Thread thread = new Thread(this::ask, "canary");
  private volatile boolean done;

  /**
   * @param expected the answer, as it was in quiet times
   */
  Canary(int port, String expected) {
    this.request = request(port);
    this.expected = expected;
    thread.start();
  }

  private static HttpRequest request(int port) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/recommendations"))
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(30))
        .POST(BodyPublishers.ofString(PATIENT))
        .build();
  }

  /** The answer now. */
  static String answer(int port) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request(port), BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response.body());
    return response.body();
  }

  private void ask() {
    while (!done) {
      try {
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
          faults.add(response.statusCode() + " " + response.body());
        } else if (!response.body().equals(expected)) {
          faults.add("another answer: " + response.body());
        }
        Thread.sleep(PAUSE.toMillis());
      } catch (IOException e) {
        faults.add(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Ends, and fails if an answer did not come or was another one. */
  void end() throws InterruptedException {
    done = true;
    thread.join();
    assertEquals(List.of(), faults);
  }
}
