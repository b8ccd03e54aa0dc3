package org.consilium.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;

/** Whether the process runs, and whether it can answer. */
final class HealthRoutes implements RouteGroup {
  private final List<ReadinessCheck> checks;
  private final List<ReadinessCheck> degrading;

  /**
   * @param checks what must hold for the server to answer
   * @param degrading what it can answer without, and which is told
   */
  HealthRoutes(List<ReadinessCheck> checks, List<ReadinessCheck> degrading) {
    this.checks = List.copyOf(checks);
    this.degrading = List.copyOf(degrading);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(RoutePath.LIVE, Role.PUBLIC, HealthRoutes::live),
        Route.get(RoutePath.READY, Role.PUBLIC, this::ready));
  }

  private static void live(Exchange exchange) {
    JsonAnswer.fleeting(
        exchange.context(), 200, JsonNodeFactory.instance.objectNode().put("status", "live"));
  }

  private void ready(Exchange exchange) {
    KnowledgeBase knowledge = exchange.knowledge().knowledge();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("status", "ready");
    answer.putObject("knowledge").put("version", knowledge.version()).put("hash", knowledge.hash());
    ObjectNode results = answer.putObject("checks");
    for (ReadinessCheck check : checks) {
      Optional<String> fault = check.look();
      if (fault.isPresent()) {
        throw new Refusal(ErrorCode.NOT_READY, check.name() + ": " + fault.get());
      }
      results.put(check.name(), "ok");
    }
    for (ReadinessCheck check : degrading) {
      Optional<String> fault = check.look();
      fault.ifPresent(any -> answer.put("status", "degraded"));
      results.put(check.name(), fault.orElse("ok"));
    }
    JsonAnswer.fleeting(exchange.context(), 200, answer);
  }

  /** Decides on a patient of each cancer of whom nothing is known. */
  static ReadinessCheck recommending(KnowledgeSnapshots snapshots) {
    return new ReadinessCheck(
        "recommending",
        () -> {
          ServedKnowledge served = snapshots.current();
          for (String cancer : served.knowledge().cancers()) {
            try {
              PatientCase nobody =
                  served.patients().read(IriRoutes.utf8("{\"cancer\":\"" + cancer + "\"}"));
              if (served.reasoner().judge(nobody).contradictory()) {
                return Optional.of("nothing said of a patient with " + cancer + " contradicts");
              }
            } catch (PatientException e) {
              return Optional.of("a patient of whom nothing is known is refused");
            }
          }
          return Optional.empty();
        });
  }
}
