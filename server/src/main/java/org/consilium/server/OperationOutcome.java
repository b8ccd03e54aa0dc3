package org.consilium.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import org.consilium.hooks.HookException;
import org.consilium.patient.PatientException;

/** An error as a FHIR resource, for clients that accept {@code application/fhir+json}. */
final class OperationOutcome {
  private OperationOutcome() {}

  /**
   * Answers a request, and what is refused of a patient or a call in the words of FHIR if the
   * client asks for them.
   *
   * @throws Exception what the answer throws, unless it was answered
   */
  static void orElse(Exchange exchange, Route.Answer answer) throws Exception {
    if (!exchange.mediaType().equals(FhirAdvice.MEDIA_TYPE)) {
      answer.answer(exchange);
      return;
    }
    try {
      answer.answer(exchange);
    } catch (PatientException e) {
      answer(exchange.context(), ProblemDetails.of(e));
    } catch (HookException e) {
      answer(exchange.context(), ProblemDetails.of(e));
    }
  }

  private static void answer(Context context, ProblemDetails problem) {
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
