package org.consilium.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.jena.atlas.web.ContentType;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientException;
import org.consilium.recommendation.AdviceJson;

/**
 * What is recommended for a patient. The description is read, answered and forgotten: neither it
 * nor the answer is stored, logged or allowed to be cached.
 */
final class AdviceRoute {
  private final Supplier<ServedKnowledge> served;
  private final int bodyBytes;

  AdviceRoute(Supplier<ServedKnowledge> served, int bodyBytes) {
    this.served = served;
    this.bodyBytes = bodyBytes;
  }

  void addTo(RoutesConfig routes) {
    routes.post(Route.RECOMMENDATIONS, this::advise);
  }

  private void advise(Context context) throws IOException, PatientException {
    ServedKnowledge current = served.get();
    HttpServletRequest request = context.req();
    RequestBody.refuseEncoding(request);
    refuseOtherMediaTypes(request.getContentType());
    JsonAnswer.negotiate(context, JsonAnswer.MEDIA_TYPE);
    QueryParameters parameters = new QueryParameters(context, "explain", "version");
    boolean explain = parameters.flag("explain");
    parameters.text("version").ifPresent(wanted -> checkVersion(current.knowledge(), wanted));
    byte[] body = RequestBody.read(request, bodyBytes);
    ObjectNode answer =
        AdviceJson.of(
            current.recommender().advise(current.patients().read(body), explain),
            current.knowledge(),
            explain);
    JsonAnswer.fleeting(context, 200, answer);
  }

  private static void refuseOtherMediaTypes(String header) {
    ContentType type = header == null ? null : ContentType.create(header);
    String charset = type == null ? null : type.getCharset();
    boolean json =
        type != null
            && type.getContentTypeStr().toLowerCase(Locale.ROOT).equals(JsonAnswer.MEDIA_TYPE)
            && (charset == null || charset.toLowerCase(Locale.ROOT).equals("utf-8"));
    if (!json) {
      throw new Refusal(
          ErrorCode.MEDIA_TYPE,
          "a patient description is sent as " + JsonAnswer.MEDIA_TYPE + " in UTF-8");
    }
  }

  private static void checkVersion(KnowledgeBase knowledge, String wanted) {
    if (!wanted.equals(knowledge.version()) && !wanted.equals(knowledge.hash())) {
      throw new Refusal(
          ErrorCode.VERSION_NOT_SERVED,
          "this server has version " + knowledge.version() + ", hash " + knowledge.hash());
    }
  }
}
