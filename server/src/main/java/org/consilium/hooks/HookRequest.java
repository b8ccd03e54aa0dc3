package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.consilium.hooks.HookException.Fault;
import org.consilium.hooks.HookException.Kind;

/**
 * A call of a service. Members that nothing here needs are passed over; the address of the client's
 * FHIR server and the authorization for it are looked at only to see whether they have the form
 * that they must have, and are not kept.
 *
 * @param hookInstance identifier of the call
 * @param patientId id of the patient
 * @param selections references of the selected orders, in the order of the client; empty unless the
 *     hook has them
 * @param draftOrders the orders that are not signed; empty unless the hook has them
 * @param prefetch what was supplied, for each key of the service
 * @param day the day at which the client wants the patient looked at, if it names one
 */
record HookRequest(
    String hookInstance,
    String patientId,
    List<String> selections,
    List<Supply.Entry> draftOrders,
    Map<String, Supply> prefetch,
    Optional<LocalDate> day) {
  /** Names a day in the extensions of a request, for tests and for looking back. */
  static final String DAY = "org.consilium.day";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern USER =
      Pattern.compile("(Practitioner|PractitionerRole|Patient|RelatedPerson)/[A-Za-z0-9.-]{1,64}");
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S{1,2000}");
  private static final int MOST_FAULTS = 20;

  /**
   * Reads a call.
   *
   * @throws HookException if it is no call of this service
   */
  static HookRequest of(JsonNode root, HookService service) throws HookException {
    return new Reader().read(root, service);
  }

  /** Collects all faults of a request before it is refused. */
  private static final class Reader {
    private final List<Fault> faults = new ArrayList<>();

    private HookRequest read(JsonNode root, HookService service) throws HookException {
      if (!root.isObject()) {
        throw new HookException(Kind.MALFORMED, "", "a call is a JSON object");
      }
      String hook = text(root, "", "hook", true);
      String instance = text(root, "", "hookInstance", true);
      if (!instance.isEmpty() && !UUID.matcher(instance).matches()) {
        fault("/hookInstance", "hookInstance is a UUID");
      }
      authorization(root);
      JsonNode context = object(root, "", "context", true);
      String user = text(context, "/context", "userId", true);
      if (!user.isEmpty() && !USER.matcher(user).matches()) {
        fault(
            "/context/userId",
            "userId names a Practitioner, PractitionerRole, Patient or RelatedPerson");
      }
      String patient = text(context, "/context", "patientId", true);
      if (!patient.isEmpty() && !ID.matcher(patient).matches()) {
        fault("/context/patientId", "patientId is the id of a Patient");
      }
      text(context, "/context", "encounterId", false);
      List<String> selections = List.of();
      List<Supply.Entry> orders = List.of();
      if (service.hook() == Hook.ORDER_SELECT) {
        orders = orders(context);
        selections = selections(context, orders);
      }
      Map<String, Supply> prefetch = prefetch(root, service);
      Optional<LocalDate> day = day(root);
      if (!hook.isEmpty() && !hook.equals(service.hook().id())) {
        throw new HookException(
            Kind.WRONG_HOOK, "/hook", "this service is for the hook " + service.hook().id());
      }
      if (!faults.isEmpty()) {
        throw new HookException(Kind.MALFORMED, faults);
      }
      return new HookRequest(instance, patient, selections, orders, prefetch, day);
    }

    private void fault(String pointer, String message) {
      if (faults.size() < MOST_FAULTS) {
        faults.add(new Fault(pointer, message));
      }
    }

    private void authorization(JsonNode root) {
      String server = text(root, "", "fhirServer", false);
      if (!server.isEmpty() && !ADDRESS.matcher(server).matches()) {
        fault("/fhirServer", "fhirServer is an address");
      }
      JsonNode authorization = object(root, "", "fhirAuthorization", false);
      if (!authorization.isMissingNode()) {
        for (String name : List.of("access_token", "token_type", "scope", "subject")) {
          text(authorization, "/fhirAuthorization", name, true);
        }
        if (!authorization.path("expires_in").isIntegralNumber()) {
          fault("/fhirAuthorization/expires_in", "expires_in is a whole number of seconds");
        }
        if (server.isEmpty()) {
          fault("/fhirServer", "fhirServer is required beside fhirAuthorization");
        }
      }
    }

    private List<Supply.Entry> orders(JsonNode context) {
      JsonNode bundle = object(context, "/context", "draftOrders", true);
      if (bundle.isEmpty()) {
        return List.of();
      }
      String pointer = "/context/draftOrders";
      if (!bundle.path("resourceType").asText("").equals("Bundle")
          || !bundle.path("entry").isArray()
          || bundle.path("entry").isEmpty()) {
        fault(pointer, "draftOrders is a Bundle with at least one order");
        return List.of();
      }
      List<Supply.Entry> orders = Supply.of(bundle).entries(pointer);
      orders.forEach(this::resource);
      return orders;
    }

    private List<String> selections(JsonNode context, List<Supply.Entry> orders) {
      JsonNode list = context.path("selections");
      if (!list.isArray() || list.isEmpty()) {
        fault("/context/selections", "selections is a list of at least one reference");
        return List.of();
      }
      List<String> selections = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        String reference = list.get(i).asText("");
        if (orders.stream().noneMatch(each -> each.reference().equals(reference))) {
          fault("/context/selections/" + i, "a selection refers to one of the draftOrders");
        } else if (!selections.contains(reference)) {
          selections.add(reference);
        }
      }
      return List.copyOf(selections);
    }

    private Map<String, Supply> prefetch(JsonNode root, HookService service) {
      JsonNode prefetch = object(root, "", "prefetch", false);
      Map<String, Supply> read = new LinkedHashMap<>();
      for (String key : service.prefetch().keySet()) {
        if (!prefetch.has(key)) {
          read.put(key, Supply.NONE);
          continue;
        }
        JsonNode value = prefetch.get(key);
        String pointer = "/prefetch/" + key;
        if (!value.isNull() && value.path("resourceType").asText("").isEmpty()) {
          fault(pointer, "what is prefetched is a FHIR resource, or null if there is no data");
          continue;
        }
        JsonNode entries = value.path("entry");
        if (!entries.isMissingNode() && !entries.isArray()) {
          fault(pointer + "/entry", "the entries of a Bundle are a list");
          continue;
        }
        Supply supply = Supply.of(value);
        supply.entries(pointer).forEach(this::resource);
        read.put(key, supply);
      }
      return read;
    }

    private void resource(Supply.Entry entry) {
      if (!entry.resource().isObject() || entry.type().isEmpty()) {
        fault(entry.pointer(), "an entry has a FHIR resource");
      }
    }

    private Optional<LocalDate> day(JsonNode root) {
      JsonNode day = root.path("extension").path(DAY);
      if (day.isMissingNode()) {
        return Optional.empty();
      }
      try {
        return Optional.of(LocalDate.parse(day.asText("")));
      } catch (DateTimeParseException e) {
        fault("/extension/" + DAY, "a day is written as YYYY-MM-DD");
        return Optional.empty();
      }
    }

    /** A text that is not empty; an empty text if there is none, which is a fault if required. */
    private String text(JsonNode parent, String path, String name, boolean required) {
      JsonNode value = parent.path(name);
      if (value.isMissingNode() && !required) {
        return "";
      }
      if (!value.isTextual() || value.textValue().isBlank()) {
        fault(
            path + "/" + name,
            name + (value.isMissingNode() ? " is required" : " is a text that is not empty"));
        return "";
      }
      return value.textValue();
    }

    private JsonNode object(JsonNode parent, String path, String name, boolean required) {
      JsonNode value = parent.path(name);
      if (value.isMissingNode() ? required : !value.isObject() || value.isEmpty()) {
        fault(
            path + "/" + name,
            name + (value.isMissingNode() ? " is required" : " is an object that is not empty"));
      }
      return value;
    }
  }
}
