package org.consilium.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.consilium.knowledge.KnowledgeBase;

/** Whether the process runs, and whether it can answer. */
final class HealthRoutes implements RouteGroup {
  private final BooleanSupplier accepting;

  HealthRoutes(BooleanSupplier accepting) {
    this.accepting = accepting;
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
    if (!accepting.getAsBoolean()) {
      throw new Refusal(ErrorCode.NOT_READY, "the server starts or stops");
    }
    KnowledgeBase knowledge = exchange.knowledge().knowledge();
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", "ready");
    answer.putObject("knowledge").put("version", knowledge.version()).put("hash", knowledge.hash());
    JsonAnswer.fleeting(exchange.context(), 200, answer);
  }
}
