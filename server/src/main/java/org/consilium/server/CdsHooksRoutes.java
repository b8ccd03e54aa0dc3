package org.consilium.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.consilium.hooks.Feedback;
import org.consilium.hooks.HookAdvisor;
import org.consilium.hooks.HookException;
import org.consilium.hooks.HookService;
import org.consilium.patient.PatientException;

/**
 * CDS Hooks 2.0: what services there are, what they answer, and what became of their cards. A call
 * is read, answered and forgotten; of feedback only numbers are kept.
 */
final class CdsHooksRoutes implements RouteGroup {
  private static final String ID = "id";

  private final int descriptionBytes;
  private final int cards;
  private final Supplier<String> address;
  private final Metrics metrics;
  private final Clock clock;

  /** One for each version of the knowledge that is served. */
  private final LoadingCache<ServedKnowledge, HookAdvisor> advisors =
      Caffeine.newBuilder()
          .weakKeys()
          .build(served -> new HookAdvisor(served.recommender(), served.bundles()));

  /**
   * @param address where clients reach this server, asked for only while it runs
   * @param clock tells the day at which patients are looked at
   */
  CdsHooksRoutes(
      ServerConfiguration configuration, Supplier<String> address, Metrics metrics, Clock clock) {
    this.descriptionBytes = configuration.get(Setting.BODY_BYTES);
    this.cards = configuration.get(Setting.HOOKS_CARDS);
    this.address = address;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    String service = RoutePath.HOOKS + "/{" + ID + "}";
    return List.of(
        Route.get(RoutePath.HOOKS, Role.READER, this::discovery),
        Route.post(service, Role.READER, JsonAnswer.MEDIA_TYPE, inFhir(this::call))
            .giving(JsonAnswer.MEDIA_TYPE, FhirAdvice.MEDIA_TYPE)
            .ofPatients(),
        Route.post(
                service + "/feedback", Role.READER, JsonAnswer.MEDIA_TYPE, inFhir(this::feedback))
            .giving(JsonAnswer.MEDIA_TYPE, FhirAdvice.MEDIA_TYPE)
            .ofPatients());
  }

  private static Route.Answer inFhir(Route.Answer answer) {
    return exchange -> OperationOutcome.orElse(exchange, answer);
  }

  private void discovery(Exchange exchange) {
    JsonAnswer.knowledge(exchange, advisor(exchange).discovery());
  }

  private void call(Exchange exchange) throws IOException, HookException, PatientException {
    HookAdvisor advisor = advisor(exchange);
    HookService service = service(advisor, exchange.path(ID));
    byte[] body = exchange.body(FhirAdvice.largest(descriptionBytes));
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    JsonAnswer.fleeting(
        exchange.context(), 200, advisor.answer(service, body, address.get(), cards, today));
  }

  private void feedback(Exchange exchange) throws IOException, HookException {
    HookService service = service(advisor(exchange), exchange.path(ID));
    byte[] body = exchange.body(descriptionBytes);
    for (Feedback each : Feedback.read(body)) {
      metrics.feedback(service.id(), each.outcome().word(), each.reason());
    }
    JsonAnswer.fleeting(exchange.context(), 200, JsonNodeFactory.instance.objectNode());
  }

  private HookAdvisor advisor(Exchange exchange) {
    return advisors.get(exchange.knowledge());
  }

  private static HookService service(HookAdvisor advisor, String id) {
    return advisor
        .service(id)
        .orElseThrow(
            () -> {
              List<String> ids = advisor.services().stream().map(HookService::id).toList();
              return new Refusal(
                  ErrorCode.UNKNOWN_SERVICE,
                  "there is no CDS service with this id" + ServedKnowledge.nearest(ids, id));
            });
  }
}
