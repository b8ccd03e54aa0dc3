package org.consilium.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.consilium.knowledge.KnowledgeBase;

/** Whether the process runs, and whether it can answer. */
final class HealthRoutes {
  private final Supplier<ServedKnowledge> served;
  private final BooleanSupplier accepting;

  HealthRoutes(Supplier<ServedKnowledge> served, BooleanSupplier accepting) {
    this.served = served;
    this.accepting = accepting;
  }

  void addTo(RoutesConfig routes) {
    KnowledgeRoutes.read(routes, Route.LIVE, HealthRoutes::live);
    KnowledgeRoutes.read(routes, Route.READY, this::ready);
  }

  private static void live(Context context) {
    new QueryParameters(context);
    JsonAnswer.fleeting(context, 200, JsonNodeFactory.instance.objectNode().put("status", "live"));
  }

  private void ready(Context context) {
    new QueryParameters(context);
    if (!accepting.getAsBoolean()) {
      throw new Refusal(ErrorCode.NOT_READY, "the server starts or stops");
    }
    KnowledgeBase knowledge = served.get().knowledge();
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", "ready");
    answer.putObject("knowledge").put("version", knowledge.version()).put("hash", knowledge.hash());
    JsonAnswer.fleeting(context, 200, answer);
  }
}
