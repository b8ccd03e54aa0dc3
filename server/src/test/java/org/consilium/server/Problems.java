package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;

/** What every error of the server looks like. */
final class Problems {
  private Problems() {}

  /** The answer is a complete problem document of this kind, and gives nothing away. */
  static JsonNode assertProblem(int status, String code, HttpResponse<String> response)
      throws Exception {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
    JsonNode problem = RunningServer.json(response);
    assertEquals(code, problem.get("code").textValue());
    assertEquals("https://w3id.org/consilium/errors/" + code, problem.get("type").textValue());
    assertEquals(status, problem.get("status").intValue());
    assertFalse(problem.get("title").textValue().isBlank());
    assertFalse(problem.get("detail").textValue().isBlank());
    assertTrue(problem.get("errors").size() > 0);
    for (JsonNode error : problem.get("errors")) {
      assertTrue(error.has("pointer"));
      assertFalse(error.get("message").textValue().isBlank());
      assertFalse(error.get("remedy").textValue().isBlank());
    }
    for (String internal : new String[] {"Exception", "org.", "java.", "jetty", "\tat "}) {
      assertFalse(problem.toString().replace("w3id.org", "").contains(internal), response::body);
    }
    return problem;
  }
}
