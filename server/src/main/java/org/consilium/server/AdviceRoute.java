package org.consilium.server;

import java.util.List;
import org.consilium.recommendation.Advice;

/**
 * What is recommended for a patient. The description is read, answered and forgotten: neither it
 * nor the answer is stored, logged or allowed to be cached.
 */
final class AdviceRoute implements RouteGroup {
  private static final String EXPLAIN = "explain";

  private final int bodyBytes;

  AdviceRoute(ServerConfiguration configuration) {
    this.bodyBytes = configuration.get(Setting.BODY_BYTES);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(RoutePath.RECOMMENDATIONS, Role.READER, JsonAnswer.MEDIA_TYPE, this::advise)
            .taking(JsonAnswer.MEDIA_TYPE, FhirAdvice.MEDIA_TYPE)
            .giving(JsonAnswer.MEDIA_TYPE, FhirAdvice.MEDIA_TYPE)
            .with(EXPLAIN)
            .with(FhirAdvice.PARAMETERS)
            .ofVersion()
            .ofPatients());
  }

  private void advise(Exchange exchange) throws Exception {
    ServedKnowledge served = exchange.knowledge();
    boolean explain = exchange.parameters().flag(EXPLAIN);
    if (FhirAdvice.isSentIn(exchange)) {
      FhirAdvice.answer(exchange, bodyBytes, explain);
      return;
    }
    FhirAdvice.refuseParameters(exchange);
    byte[] body = exchange.body(bodyBytes);
    Advice advice = served.recommender().advise(served.patients().read(body), explain);
    JsonAnswer.fleeting(exchange.context(), 200, served.writer().bytes(advice, explain));
  }
}
