package org.consilium.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.jena.atlas.web.ContentType;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.fhir.FhirCase;
import org.consilium.fhir.FhirCaseJson;
import org.consilium.fhir.FhirSelection;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.recommendation.AdviceJson;

/**
 * Answers FHIR Bundles on the route of recommendations: the same answer as for a patient
 * description, with the account of what was read. A client that asks for FHIR gets refusals of the
 * Bundle as an OperationOutcome; the answer itself is no FHIR resource.
 */
final class FhirAdvice {
  static final String MEDIA_TYPE = "application/fhir+json";

  private static final String CANCER = "cancer";
  private static final String PATIENT = "patient";
  private static final String DAY = "day";

  /** The query parameters that select a case from a Bundle. */
  static final String[] PARAMETERS = {CANCER, PATIENT, DAY};

  /** How many times as large as a patient description a FHIR Bundle may be. */
  private static final int TIMES_AS_LARGE = 5;

  private FhirAdvice() {}

  /** Whether the body is FHIR. */
  static boolean isSentIn(Exchange exchange) {
    return ContentType.create(exchange.context().contentType())
        .getContentTypeStr()
        .toLowerCase(Locale.ROOT)
        .equals(MEDIA_TYPE);
  }

  /** A patient description is one case, from which nothing is selected. */
  static void refuseParameters(Exchange exchange) {
    for (String name : List.of(PARAMETERS)) {
      if (exchange.parameters().text(name).isPresent()) {
        throw QueryParameters.refuse("the parameter " + name + " is for FHIR Bundles only");
      }
    }
  }

  /**
   * Answers a Bundle.
   *
   * @param descriptionBytes largest patient description in bytes
   * @throws PatientException if it is refused and the client does not ask for FHIR
   */
  static void answer(Exchange exchange, int descriptionBytes, boolean explain)
      throws IOException, PatientException {
    long limit = Math.min(FhirBundleReader.MAXIMUM_BYTES, (long) descriptionBytes * TIMES_AS_LARGE);
    byte[] body = exchange.body((int) limit);
    Context context = exchange.context();
    ServedKnowledge served = exchange.knowledge();
    try {
      FhirCase fhir = served.bundles().read(body, selection(exchange.parameters()));
      ObjectNode answer =
          AdviceJson.of(
              served.recommender().advise(fhir.patient(), explain), served.knowledge(), explain);
      answer.set("fhir", FhirCaseJson.of(fhir));
      JsonAnswer.fleeting(context, 200, answer);
    } catch (PatientException e) {
      if (!exchange.mediaType().equals(MEDIA_TYPE)) {
        throw e;
      }
      context.header("Cache-Control", "no-store");
      context
          .status(ErrorCode.statusOf(e.problems().get(0).code()))
          .contentType(MEDIA_TYPE)
          .result(outcome(e).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static FhirSelection selection(QueryParameters parameters) throws PatientException {
    return FhirSelection.of(
        parameters.text(CANCER), parameters.text(PATIENT), parameters.text(DAY));
  }

  private static ObjectNode outcome(PatientException refused) {
    ObjectNode outcome =
        JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
    for (PatientProblem problem : refused.problems()) {
      ObjectNode issue =
          outcome.withArray("issue").addObject().put("severity", "error").put("code", "invalid");
      issue
          .putObject("details")
          .put("text", problem.message())
          .putArray("coding")
          .addObject()
          .put("system", ProblemDetails.CODES)
          .put("code", problem.code().id());
      issue.put("diagnostics", problem.remedy());
      if (!problem.pointer().isEmpty()) {
        issue.putArray("expression").add(problem.pointer());
      }
    }
    return outcome;
  }
}
