package org.consilium.hooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Vocabulary;

/**
 * A service that clients find in the discovery: one for each hook and cancer, so that a client asks
 * only those that concern it.
 *
 * @param id its name in the address
 * @param hook when it is called
 * @param cancer JSON code of the cancer
 * @param cancerLabel English name of the cancer
 * @param prefetch templates by key, see {@link PrefetchTemplates}
 */
public record HookService(
    String id, Hook hook, String cancer, String cancerLabel, Map<String, String> prefetch) {
  private static final String USAGE =
      "Works on prefetched data alone: fhirServer and fhirAuthorization are ignored. Without the keys "
          + PrefetchTemplates.PATIENT
          + " and "
          + PrefetchTemplates.CONDITIONS
          + " it answers 412. What is not sent counts as unknown, never as absent.";

  /** The services of a knowledge base, ordered by cancer and hook. */
  static List<HookService> of(KnowledgeBase knowledge, FhirBundleReader reader) {
    List<HookService> services = new ArrayList<>();
    for (String cancer : knowledge.cancers()) {
      Vocabulary vocabulary = knowledge.vocabulary(cancer).orElseThrow();
      Map<String, String> prefetch = PrefetchTemplates.of(reader, cancer);
      for (Hook hook : Hook.values()) {
        services.add(
            new HookService(
                "consilium-" + cancer + "-" + hook.id(),
                hook,
                cancer,
                vocabulary.label(),
                prefetch));
      }
    }
    return List.copyOf(services);
  }

  /** The discovery: what clients are told of services. */
  static ObjectNode discovery(List<HookService> services) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putArray("services");
    for (HookService each : services) {
      ObjectNode node = root.withArray("services").addObject();
      node.put("hook", each.hook.id())
          .put("title", each.cancerLabel + ": guideline recommendations")
          .put("description", each.description())
          .put("id", each.id);
      ObjectNode prefetch = node.putObject("prefetch");
      each.prefetch.forEach(prefetch::put);
      node.put("usageRequirements", USAGE);
    }
    return root;
  }

  private String description() {
    return "When a clinician "
        + hook.moment()
        + ": what published guidelines on "
        + cancerLabel.toLowerCase(Locale.ROOT)
        + (hook == Hook.ORDER_SELECT ? " say of these orders and of the patient, " : " say, ")
        + "with strength, source, safety rules, and what is not known yet. No cards for patients"
        + " without this cancer.";
  }
}
