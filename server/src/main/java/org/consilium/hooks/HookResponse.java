package org.consilium.hooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.consilium.explanation.Words;
import org.consilium.fhir.FhirCase;
import org.consilium.fhir.UsedFact;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.FeatureValue;

/**
 * Puts an answer together: the cards, and in its extension what the answer rests on. Nothing in it
 * depends on the order of what was sent.
 */
final class HookResponse {
  private final HookRequest request;
  private final KnowledgeBase knowledge;
  private final LocalDate day;
  private Optional<FhirCase> account = Optional.empty();

  HookResponse(HookRequest request, KnowledgeBase knowledge, LocalDate day) {
    this.request = request;
    this.knowledge = knowledge;
    this.day = day;
  }

  /** The day at which the patient is looked at. */
  LocalDate day() {
    return day;
  }

  /** Adds what was read of the record. */
  void account(FhirCase fhir) {
    account = Optional.of(fhir);
  }

  /** The answer. */
  ObjectNode json(List<Card> cards) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode array = root.putArray("cards");
    cards.forEach(each -> array.add(each.json(request.hookInstance())));
    ObjectNode extension = root.putObject("extension");
    extension
        .putObject("org.consilium.knowledge")
        .put("version", knowledge.version())
        .put("hash", knowledge.hash());
    extension.put(HookRequest.DAY, day.toString());
    ObjectNode prefetch = extension.putObject("org.consilium.prefetch");
    request.prefetch().forEach((key, supply) -> prefetch.put(key, supply.state().word()));
    account.ifPresent(fhir -> extension.set("org.consilium.account", json(fhir)));
    return root;
  }

  private static ObjectNode json(FhirCase fhir) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode facts = node.putObject("facts");
    for (UsedFact each : fhir.used()) {
      FeatureValue value = fhir.patient().facts().get(each.feature());
      facts.put(each.feature().key(), Words.of(each.feature(), value));
    }
    ArrayNode contradictions = node.putArray("contradictory");
    fhir.contradictions().stream()
        .map(each -> each.feature().key())
        .distinct()
        .forEach(contradictions::add);
    return node.put("leftAside", fhir.ignored().size())
        .put("notUnderstood", fhir.notUnderstood().size());
  }
}
