package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.consilium.hooks.HookException.Fault;
import org.consilium.hooks.HookException.Kind;

/**
 * Everything that a call says of its patient, in one Bundle whose order does not depend on that of
 * the request.
 *
 * @param bundle the resources
 * @param incomplete keys of the prefetch of which the client may have more than it sent
 */
record SuppliedRecord(ObjectNode bundle, List<String> incomplete) {
  /**
   * Gathers the resources of a call. Draft orders become plans of the day.
   *
   * @param day the day at which the patient is looked at
   * @throws HookException if data are missing without which nothing can be said, or something is
   *     about another patient
   */
  static SuppliedRecord of(HookRequest request, LocalDate day) throws HookException {
    refuseMissing(request.prefetch());
    List<Supply.Entry> entries = new ArrayList<>();
    request.prefetch().forEach((key, supply) -> entries.addAll(supply.entries("/prefetch/" + key)));
    entries.addAll(request.draftOrders());
    refuseOthers(entries, request.patientId());
    List<String> incomplete =
        request.prefetch().entrySet().stream()
            .filter(each -> each.getValue().state().isIncomplete())
            .map(Map.Entry::getKey)
            .toList();
    return new SuppliedRecord(bundle(entries, request.draftOrders(), day), incomplete);
  }

  private static void refuseMissing(Map<String, Supply> prefetch) throws HookException {
    List<Fault> missing = new ArrayList<>();
    for (String key : PrefetchTemplates.REQUIRED) {
      Supply supply = prefetch.get(key);
      boolean none =
          key.equals(PrefetchTemplates.PATIENT)
              ? supply.entries("").stream().noneMatch(each -> each.type().equals("Patient"))
              : supply.state() == Supply.State.NOT_SUPPLIED
                  || supply.state() == Supply.State.FAILED;
      if (none) {
        missing.add(
            new Fault(
                "/prefetch/" + key,
                "the prefetch key " + key + " is required and was " + words(supply.state())));
      }
    }
    if (!missing.isEmpty()) {
      throw new HookException(Kind.DATA_MISSING, missing);
    }
  }

  private static String words(Supply.State state) {
    return switch (state) {
      case NOT_SUPPLIED -> "not supplied";
      case FAILED -> "answered with an error by the client's own server";
      case NO_DATA, PARTIAL, COMPLETE -> "without a Patient";
    };
  }

  /** Each resource is about the patient of the call, as far as it says whom it is about. */
  private static void refuseOthers(List<Supply.Entry> entries, String patientId)
      throws HookException {
    Set<String> names = new LinkedHashSet<>(List.of("Patient/" + patientId));
    List<Fault> others = new ArrayList<>();
    for (Supply.Entry each : entries) {
      if (each.type().equals("Patient")) {
        if (each.id().equals(patientId)) {
          names.add(each.fullUrl());
        } else {
          others.add(new Fault(each.pointer(), "this is another Patient than context.patientId"));
        }
      }
    }
    for (Supply.Entry each : entries) {
      for (String member : List.of("subject", "patient")) {
        String reference = each.resource().path(member).path("reference").asText("");
        if (isOther(reference, names)) {
          others.add(
              new Fault(
                  each.pointer() + "/" + member,
                  "this is about another patient than context.patientId"));
        }
      }
    }
    if (!others.isEmpty()) {
      throw new HookException(Kind.OTHER_PATIENT, others.subList(0, Math.min(others.size(), 20)));
    }
  }

  /** A reference to something that is no patient at all is left to the reader, which passes it. */
  private static boolean isOther(String reference, Set<String> names) {
    String plain = reference.replaceFirst("/_history/[A-Za-z0-9.-]{1,64}$", "");
    boolean own =
        plain.isEmpty()
            || plain.startsWith("#")
            || names.contains(plain)
            || names.stream().anyMatch(name -> !name.isEmpty() && plain.endsWith("/" + name));
    boolean person = plain.startsWith("urn:") || plain.matches("(.*/)?Patient/[^/]*");
    return !own && person;
  }

  private static ObjectNode bundle(
      List<Supply.Entry> entries, List<Supply.Entry> orders, LocalDate day) {
    Set<String> drafts = new LinkedHashSet<>();
    orders.forEach(each -> drafts.add(each.pointer()));
    List<ObjectNode> sorted = new ArrayList<>();
    boolean patient = false;
    for (Supply.Entry each : entries) {
      if (each.type().equals("Patient") && patient) {
        continue; // The same one once more, as an included resource of a search.
      }
      patient |= each.type().equals("Patient");
      ObjectNode entry = JsonNodeFactory.instance.objectNode();
      if (!each.fullUrl().isEmpty()) {
        entry.put("fullUrl", each.fullUrl());
      }
      entry.set(
          "resource",
          drafts.contains(each.pointer()) ? plan(each.resource(), day) : each.resource());
      sorted.add(entry);
    }
    sorted.sort(
        Comparator.<ObjectNode, String>comparing(
                each -> each.path("resource").path("resourceType").asText(""))
            .thenComparing(each -> each.path("resource").path("id").asText(""))
            .thenComparing(ObjectNode::toString));
    ObjectNode bundle =
        JsonNodeFactory.instance
            .objectNode()
            .put("resourceType", "Bundle")
            .put("type", "collection");
    ArrayNode list = bundle.putArray("entry");
    sorted.forEach(list::add);
    return bundle;
  }

  /**
   * A draft is what is planned now, whenever it was begun, and not in use yet: the reader is told
   * so in FHIR's words.
   */
  private static JsonNode plan(JsonNode order, LocalDate day) {
    if (!order.path("status").asText("").equals("draft")) {
      return order;
    }
    ObjectNode plan = order.deepCopy();
    return plan.put("status", "active").put("intent", "plan").put("authoredOn", day.toString());
  }

  /** The id of the patient, as a selection of the reader. */
  static Optional<String> patient(HookRequest request) {
    return Optional.of("Patient/" + request.patientId());
  }
}
