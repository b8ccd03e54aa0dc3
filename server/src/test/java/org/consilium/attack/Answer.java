package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * What came back.
 *
 * @param status HTTP status; 0 if the connection was closed without one
 * @param headers of the answer
 * @param body text of the answer
 */
record Answer(int status, HttpHeaders headers, String body) {
  /** What a body never shows: places in the program, names of classes, paths of this machine. */
  private static final List<String> INTERNALS =
      List.of(
          "Exception",
          "StackOverflow",
          "OutOfMemory",
          "java.",
          "org.apache",
          "org.eclipse",
          "io.javalin",
          "org.consilium",
          "jetty",
          "\tat ",
          "/target/",
          "/tmp/",
          "/home/",
          "/root/");

  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** The connection was closed. */
  static Answer closed() {
    return new Answer(0, HttpHeaders.of(Map.of(), (name, value) -> true), "");
  }

  JsonNode json() throws IOException {
    return JSON.readTree(body);
  }

  /** The code of the problem, or nothing. */
  String code() {
    if (!header("Content-Type").startsWith("application/problem+json")) {
      return "";
    }
    try {
      return json().path("code").asText();
    } catch (IOException e) {
      return "";
    }
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The same in a few words. */
  String summary() {
    return status == 0 ? "closed" : (status + " " + code()).strip();
  }

  /** Nothing is shown of the inside of the program. */
  void assertDiscreet() {
    if (status >= 400) {
      INTERNALS.forEach(word -> assertFalse(body.contains(word), () -> word + " in " + body));
    }
  }

  /** It is a complete problem document of this kind. */
  Answer assertProblem(int expected, String code) throws IOException {
    assertEquals((expected + " " + code).strip(), summary(), body);
    JsonNode problem = json();
    assertEquals(expected, problem.path("status").intValue(), body);
    for (String member : List.of("type", "title", "detail", "requestId")) {
      assertFalse(problem.path(member).asText().isBlank(), () -> member + " is missing: " + body);
    }
    return this;
  }

  /** It is an answer without fault, or one that blames the client. */
  Answer assertNoFault() {
    assertTrue(status >= 200 && status < 500, () -> summary() + " " + body);
    return this;
  }

  /** It blames the client. */
  Answer assertRefused() {
    assertTrue(status >= 400 && status < 500, () -> summary() + " " + body);
    return this;
  }
}
