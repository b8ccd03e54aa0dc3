package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.recommendation.Recommender;

/** An advisor with the shipped knowledge, made once for all tests. */
final class ShippedAdvisor {
  static final String ADDRESS = "https://cds.example.org";
  static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  private static HookAdvisor advisor;

  private ShippedAdvisor() {}

  static synchronized HookAdvisor get() throws Exception {
    if (advisor == null) {
      KnowledgeBase knowledge = KnowledgeBase.shipped();
      advisor =
          new HookAdvisor(
              new Recommender(knowledge, CompiledReasoner.of(knowledge)),
              FhirBundleReader.of(knowledge));
    }
    return advisor;
  }

  static HookService service(String cancer, Hook hook) throws Exception {
    return get().service("consilium-" + cancer + "-" + hook.id()).orElseThrow();
  }

  /** The answer, which is one that CDS Hooks allows. */
  static ObjectNode ask(HookService service, JsonNode call) throws Exception {
    return ask(service, call, 10);
  }

  static ObjectNode ask(HookService service, JsonNode call, int mostCards) throws Exception {
    ObjectNode answer = get().answer(service, HookClient.bytes(call), ADDRESS, mostCards, DAY);
    HookSchemas.assertResponse(answer);
    return answer;
  }
}
