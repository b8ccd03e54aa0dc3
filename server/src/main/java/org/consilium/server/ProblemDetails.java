package org.consilium.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.consilium.hooks.HookException;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.Severity;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.publication.PublicationException;
import org.consilium.query.QueryException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An error as RFC 9457 problem details. Beside the members of the standard it has {@code code} (the
 * stable identifier) and {@code errors} (every single fault with pointer, message and remedy).
 *
 * @param status HTTP status
 * @param body the JSON object
 * @param headers response headers that go with it
 */
record ProblemDetails(int status, ObjectNode body, Map<String, String> headers) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final int MOST_ERRORS = 100;

  /** The system of the codes; with a code behind it, the type of a problem. */
  static final String CODES = Namespaces.BASE + "errors/";

  static ProblemDetails of(Refusal refusal) {
    return of(refusal.code(), refusal.code().status(), refusal.detail(), refusal.headers());
  }

  static ProblemDetails of(ErrorCode code, String detail) {
    return of(code, code.status(), detail, Map.of());
  }

  /** An error of a kind with a status that is more exact than the usual one. */
  static ProblemDetails of(ErrorCode code, int status, String detail, Map<String, String> headers) {
    ObjectNode body = object(code.id(), code.title(), status, detail);
    error(body.putArray("errors"), code.id(), "", detail, code.remedy());
    return new ProblemDetails(status, body, headers);
  }

  /** A refused patient description; kind and status are those of its first problem. */
  static ProblemDetails of(PatientException refused) {
    List<PatientProblem> problems = refused.problems();
    PatientProblem.Code first = problems.get(0).code();
    int status = ErrorCode.statusOf(first);
    String detail =
        problems.stream().map(PatientProblem::message).collect(Collectors.joining("; "));
    ObjectNode body = object(first.id(), ErrorCode.titleOf(first), status, detail);
    ArrayNode errors = body.putArray("errors");
    for (PatientProblem problem : problems) {
      error(errors, problem.code().id(), problem.pointer(), problem.message(), problem.remedy());
    }
    return new ProblemDetails(status, body, Map.of());
  }

  /** A refused publication, or a data folder that cannot be used. */
  static ProblemDetails of(PublicationException refused) {
    int status = ErrorCode.statusOf(refused.code());
    String message = String.valueOf(refused.getMessage());
    ObjectNode body =
        object(refused.code().id(), ErrorCode.titleOf(refused.code()), status, message);
    error(body.putArray("errors"), refused.code().id(), "", message, refused.code().remedy());
    return new ProblemDetails(
        status,
        body,
        refused
            .version()
            .map(version -> Map.of("Location", RoutePath.VERSIONS + "/" + version))
            .orElse(Map.of()));
  }

  /** Knowledge that is refused; the pointer of a problem is its file and line. */
  static ProblemDetails of(KnowledgeException refused) {
    List<Problem> problems =
        refused.problems().stream()
            .filter(problem -> problem.severity() == Severity.ERROR)
            .limit(MOST_ERRORS)
            .toList();
    Problem first = problems.get(0);
    ObjectNode body = object(first.code().id(), "The knowledge has errors", 422, first.toString());
    ArrayNode errors = body.putArray("errors");
    for (Problem problem : problems) {
      error(
          errors,
          problem.code().id(),
          problem.file().isEmpty() ? "" : "/" + problem.file() + "/" + problem.line(),
          problem.message(),
          problem.remedy());
    }
    return new ProblemDetails(422, body, Map.of());
  }

  /** A query of the knowledge that is not readable. */
  static ProblemDetails of(QueryException refused) {
    String message = String.valueOf(refused.getMessage());
    ObjectNode body = object(refused.code().id(), "A query is not readable", 422, message);
    error(body.putArray("errors"), refused.code().id(), "", message, "Mend the query.");
    return new ProblemDetails(422, body, Map.of());
  }

  /** A refused request of CDS Hooks. */
  static ProblemDetails of(HookException refused) {
    ErrorCode code = ErrorCode.of(refused.kind());
    ObjectNode body = object(code.id(), code.title(), code.status(), refused.getMessage());
    ArrayNode errors = body.putArray("errors");
    refused
        .faults()
        .forEach(each -> error(errors, code.id(), each.pointer(), each.message(), code.remedy()));
    return new ProblemDetails(code.status(), body, Map.of());
  }

  private static ObjectNode object(String code, String title, int status, String detail) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", CODES + code)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("code", code);
  }

  private static void error(
      ArrayNode errors, String code, String pointer, String message, String remedy) {
    errors
        .addObject()
        .put("code", code)
        .put("pointer", pointer)
        .put("message", message)
        .put("remedy", remedy);
  }

  /**
   * The document.
   *
   * @param requestId identifier of the request, or null if it has none
   */
  byte[] bytes(String requestId) {
    ObjectNode document = requestId == null ? body : body.deepCopy().put("requestId", requestId);
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Answers with it outside of any servlet. */
  void write(Response response, Callback callback) {
    byte[] bytes = bytes(response.getHeaders().get(RequestTrace.HEADER));
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  /** Answers with it, unless an answer has begun; an error is never cached. */
  void write(HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] bytes = bytes(response.getHeader(RequestTrace.HEADER));
    response.resetBuffer();
    response.setStatus(status);
    response.setContentType(MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    headers.forEach(response::setHeader);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
    response.flushBuffer();
  }
}
