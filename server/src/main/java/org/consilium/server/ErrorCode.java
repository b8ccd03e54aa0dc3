package org.consilium.server;

import org.consilium.hooks.HookException;
import org.consilium.patient.PatientProblem;
import org.consilium.publication.PublicationException;

/**
 * The stable kinds of errors that the server answers with, beside those of patient descriptions.
 * The identifiers are part of the interface and are never reused; {@code docs/errors.md} has a
 * paragraph for each.
 */
enum ErrorCode {
  NO_SUCH_ROUTE(
      "CNS-HTTP-001", 404, "No such route", "See the list of routes in the documentation."),
  NOT_FOUND(
      "CNS-HTTP-002", 404, "Not found", "Take an identifier from the list of the same route."),
  METHOD_NOT_ALLOWED(
      "CNS-HTTP-003", 405, "Method not allowed", "Use a method that the Allow header names."),
  NOT_ACCEPTABLE(
      "CNS-HTTP-004", 406, "Not acceptable", "Accept a media type that the detail names."),
  BODY_TOO_LARGE("CNS-HTTP-005", 413, "Body too large", "Send less than the limit in the detail."),
  MEDIA_TYPE(
      "CNS-HTTP-006",
      415,
      "Unsupported media type",
      "Send the body with a Content-Type that the detail names."),
  CONTENT_ENCODING(
      "CNS-HTTP-007",
      415,
      "Unsupported content encoding",
      "Send the body as it is, without Content-Encoding."),
  QUERY_PARAMETER(
      "CNS-HTTP-008", 400, "Bad query parameter", "Use only the parameters that the route has."),
  VERSION_NOT_SERVED(
      "CNS-HTTP-009",
      404,
      "Version not served",
      "Ask for the version or hash that the detail names, or leave the parameter out."),
  INTERNAL(
      "CNS-HTTP-010",
      500,
      "Internal error",
      "Report it with the request identifier; the answer that you did not get is not a no."),
  MALFORMED_REQUEST("CNS-HTTP-011", 400, "Malformed request", "Send a valid HTTP request."),
  NOT_READY("CNS-HTTP-012", 503, "Not ready", "Ask again later."),
  UNAUTHENTICATED(
      "CNS-HTTP-013", 401, "Not authenticated", "Send Authorization: Bearer with a valid token."),
  FORBIDDEN("CNS-HTTP-014", 403, "Not allowed", "Ask somebody who has the role."),
  TOO_MANY_REQUESTS(
      "CNS-HTTP-015", 429, "Too many requests", "Ask again after Retry-After seconds."),
  BUSY("CNS-HTTP-016", 503, "Too busy", "Ask again after Retry-After seconds."),
  NOT_COMPILED("CNS-HTTP-017", 409, "Not compiled", "Ask for full answers, with full=true."),
  VERSIONS_NOT_KEPT(
      "CNS-DATA-009",
      409,
      "Versions are not kept",
      "Ask whoever runs the server to set data.folder."),
  FHIR_NOT_OF_VERSION(
      "CNS-DATA-010",
      409,
      "FHIR is not read for this version",
      "Send a patient description, or ask another version."),
  PUBLISHING(
      "CNS-PUB-008",
      503,
      "Another publication is under way",
      "Ask again after Retry-After seconds."),
  HOOK_REQUEST(
      "CNS-CDS-001",
      400,
      "No request of CDS Hooks",
      "Send what CDS Hooks 2.0 asks for; nothing that it defines may be null or empty."),
  HOOK_WRONG(
      "CNS-CDS-002", 400, "Wrong hook", "Call the service that the discovery names for the hook."),
  HOOK_DATA_MISSING(
      "CNS-CDS-003",
      412,
      "Required data are missing",
      "Send the prefetch keys that are named; this server does not ask yours."),
  HOOK_OTHER_PATIENT(
      "CNS-CDS-004",
      422,
      "Data of several patients",
      "Send only what is about the patient of context.patientId."),
  UNKNOWN_SERVICE("CNS-CDS-005", 404, "No such CDS service", "Take an id from GET /cds-services."),
  FEEDBACK(
      "CNS-CDS-006",
      400,
      "No feedback of CDS Hooks",
      "Send feedback as CDS Hooks 2.0 describes it."),
  QUERY_MISSING(
      "CNS-SPARQL-001",
      400,
      "No query",
      "Send exactly one query: GET or POST with query=…, or POST it as application/sparql-query."),
  QUERY_SYNTAX("CNS-SPARQL-002", 400, "Query syntax error", "Send one SPARQL 1.1 query."),
  QUERY_TOO_DEEP(
      "CNS-SPARQL-003", 400, "Query too long or too deep", "Split the query into smaller ones."),
  READ_ONLY("CNS-SPARQL-004", 422, "Updates are refused", "The knowledge is read-only here."),
  SERVICE_REFUSED(
      "CNS-SPARQL-005",
      422,
      "SERVICE is refused",
      "This server asks no other; federate in the client."),
  UNKNOWN_GRAPH(
      "CNS-SPARQL-006",
      422,
      "Unknown graph",
      "Leave FROM out, or name a graph of this dataset; nothing is fetched."),
  FUNCTION_REFUSED(
      "CNS-SPARQL-007",
      422,
      "Unknown function",
      "Use the functions of SPARQL 1.1 and the casts to XSD datatypes."),
  QUERY_TIMEOUT(
      "CNS-SPARQL-008", 503, "Query timeout", "Narrow the query; there is no partial result."),
  RESULT_TOO_LARGE(
      "CNS-SPARQL-009", 422, "Result too large", "Page with ORDER BY, LIMIT and OFFSET."),
  QUERY_BUSY("CNS-SPARQL-010", 503, "Too many queries", "Ask again after Retry-After seconds."),
  QUERY_FAILED("CNS-SPARQL-011", 422, "Query cannot be evaluated", "Simplify the query.");

  private final String id;
  private final int status;
  private final String title;
  private final String remedy;

  ErrorCode(String id, int status, String title, String remedy) {
    this.id = id;
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  /** The identifier that people and programs quote. */
  String id() {
    return id;
  }

  /** HTTP status. */
  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String remedy() {
    return remedy;
  }

  /** The HTTP status of a refused publication, or of a data folder that cannot be used. */
  static int statusOf(PublicationException.Code code) {
    return switch (code) {
      case VERSION_SYNTAX -> 400;
      case NO_SUCH_VERSION -> 404;
      case VERSION_NOT_GREATER, ALREADY_PUBLISHED, VERSION_TAKEN -> 409;
      case ARCHIVE_TOO_LARGE -> 413;
      case ARCHIVE, NOT_PROVED -> 422;
      case IN_USE, DAMAGED, NOT_ACCESSIBLE, OTHER_READING, UNKNOWN_FORMAT, BACKUP -> 503;
      case NO_SPACE -> 507;
    };
  }

  /** A short title for the same. */
  static String titleOf(PublicationException.Code code) {
    return switch (code) {
      case VERSION_SYNTAX -> "This is no version";
      case NO_SUCH_VERSION -> "No such version";
      case VERSION_NOT_GREATER -> "The version is not greater than the last one";
      case ALREADY_PUBLISHED -> "The content is published already";
      case VERSION_TAKEN -> "The version is published with other content";
      case ARCHIVE_TOO_LARGE -> "The archive is too large";
      case ARCHIVE -> "The archive is refused";
      case NOT_PROVED -> "The compiled form is not proved";
      case NO_SPACE -> "Too little space";
      case IN_USE, NOT_ACCESSIBLE, UNKNOWN_FORMAT, BACKUP -> "The data folder cannot be used";
      case DAMAGED -> "The data folder is damaged";
      case OTHER_READING -> "The version reads otherwise now";
    };
  }

  /** The kind of a refused request of CDS Hooks. */
  static ErrorCode of(HookException.Kind kind) {
    return switch (kind) {
      case MALFORMED -> HOOK_REQUEST;
      case WRONG_HOOK -> HOOK_WRONG;
      case DATA_MISSING -> HOOK_DATA_MISSING;
      case OTHER_PATIENT -> HOOK_OTHER_PATIENT;
      case FEEDBACK -> FEEDBACK;
    };
  }

  /** The HTTP status of a refused patient description: 400 if it cannot be read, else 422. */
  static int statusOf(PatientProblem.Code code) {
    return switch (code) {
      case NOT_JSON, EMPTY, FHIR_SELECTION -> 400;
      case TOO_LARGE, FHIR_TOO_LARGE -> 413;
      case UNKNOWN_CANCER,
          UNKNOWN_KEY,
          UNKNOWN_CODE,
          WRONG_TYPE,
          OUT_OF_RANGE,
          CONTRADICTORY_FACTS,
          FHIR_NOT_READ,
          FHIR_RESOURCE,
          FHIR_BUNDLE_TYPE,
          FHIR_STRUCTURE,
          FHIR_SEVERAL_PATIENTS,
          FHIR_NO_SUCH_PATIENT,
          FHIR_SEVERAL_CANCERS,
          FHIR_NO_CANCER ->
          422;
    };
  }

  /** A short title for a refused patient description. */
  static String titleOf(PatientProblem.Code code) {
    return switch (code) {
      case NOT_JSON -> "The patient description is not JSON";
      case TOO_LARGE -> "The patient description is too large";
      case UNKNOWN_CANCER -> "Unknown cancer";
      case UNKNOWN_KEY -> "Unknown key in the patient description";
      case UNKNOWN_CODE -> "Unknown code in the patient description";
      case WRONG_TYPE -> "Wrong type in the patient description";
      case OUT_OF_RANGE -> "Impossible value in the patient description";
      case CONTRADICTORY_FACTS -> "Contradictory facts";
      case EMPTY -> "No patient description";
      case FHIR_NOT_READ -> "FHIR is not read here";
      case FHIR_RESOURCE -> "The FHIR resource is no Bundle";
      case FHIR_BUNDLE_TYPE -> "The Bundle is of a type that is not read";
      case FHIR_TOO_LARGE -> "The FHIR resources are too large";
      case FHIR_STRUCTURE -> "The structure is no FHIR";
      case FHIR_SEVERAL_PATIENTS -> "Several patients";
      case FHIR_NO_SUCH_PATIENT -> "The patient is not there";
      case FHIR_SEVERAL_CANCERS -> "Several primary cancers";
      case FHIR_NO_CANCER -> "No primary cancer";
      case FHIR_SELECTION -> "Bad selection";
    };
  }
}
