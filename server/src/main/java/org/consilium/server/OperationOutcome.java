package org.consilium.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** An error as a FHIR resource, for clients that accept {@code application/fhir+json}. */
final class OperationOutcome {
  private OperationOutcome() {}

  /** Answers with a problem in the words of FHIR. */
  static void answer(Context context, ProblemDetails problem) {
    context.header("Cache-Control", "no-store");
    context
        .status(problem.status())
        .contentType(FhirAdvice.MEDIA_TYPE)
        .result(of(problem).toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode of(ProblemDetails problem) {
    ObjectNode outcome =
        JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
    for (JsonNode error : problem.body().path("errors")) {
      ObjectNode issue =
          outcome.withArray("issue").addObject().put("severity", "error").put("code", "invalid");
      issue
          .putObject("details")
          .put("text", error.path("message").asText())
          .putArray("coding")
          .addObject()
          .put("system", ProblemDetails.CODES)
          .put("code", error.path("code").asText());
      String pointer = error.path("pointer").asText();
      String remedy = error.path("remedy").asText();
      // A JSON pointer is no expression of FHIRPath.
      boolean inResource = !pointer.isEmpty() && !pointer.startsWith("/");
      issue.put("diagnostics", pointer.startsWith("/") ? remedy + " See " + pointer + "." : remedy);
      if (inResource) {
        issue.putArray("expression").add(pointer);
      }
    }
    return outcome;
  }
}
