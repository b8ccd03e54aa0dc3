package org.consilium.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.jena.atlas.web.ContentType;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.fhir.FhirCase;
import org.consilium.fhir.FhirCaseJson;
import org.consilium.fhir.FhirSelection;
import org.consilium.patient.PatientException;
import org.consilium.recommendation.Advice;

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

  /**
   * The largest body with FHIR resources in bytes.
   *
   * @param descriptionBytes largest patient description in bytes
   */
  static int largest(int descriptionBytes) {
    return (int) Math.min(FhirBundleReader.MAXIMUM_BYTES, (long) descriptionBytes * TIMES_AS_LARGE);
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
   * @throws Exception if it is refused, unless the client asks for FHIR
   */
  static void answer(Exchange exchange, int descriptionBytes, boolean explain) throws Exception {
    byte[] body = exchange.body(largest(descriptionBytes));
    ServedKnowledge served = exchange.knowledge();
    OperationOutcome.orElse(
        exchange,
        asked -> {
          FhirCase fhir = served.bundles().read(body, selection(asked.parameters()));
          Advice advice = served.recommender().advise(fhir.patient(), explain);
          JsonAnswer.fleeting(
              asked.context(),
              200,
              served.writer().bytes(advice, explain, Map.of("fhir", FhirCaseJson.of(fhir))));
        });
  }

  private static FhirSelection selection(QueryParameters parameters) throws PatientException {
    return FhirSelection.of(
        parameters.text(CANCER), parameters.text(PATIENT), parameters.text(DAY));
  }
}
