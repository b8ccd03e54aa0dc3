package org.consilium.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.consilium.hooks.HookException.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a call of CDS Hooks, and what is none. */
class HookRequestTest {
  private static final Path SUITE = Path.of("..", "test-data", "suites", "cds-hooks-2.0");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DRAFT =
      "{'resourceType': 'MedicationRequest', 'id': 'o1', 'status': 'draft', 'intent': 'order',"
          + " 'subject': {'reference': 'Patient/PATIENT'},"
          + " 'medicationCodeableConcept': {'coding': [{'system': 'http://www.whocc.no/atc', 'code': 'L01CD02'}]}}";

  private static HookService view;
  private static HookService select;
  private static HookClient client;

  @BeforeAll
  static void load() throws Exception {
    view = ShippedAdvisor.service("prostate", Hook.PATIENT_VIEW);
    select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    client = HookClient.of("prostate-mhspc.json");
  }

  private static HookException refused(HookService service, JsonNode call) {
    return assertThrows(HookException.class, () -> ShippedAdvisor.ask(service, call));
  }

  private static JsonNode example(String name) throws Exception {
    return MAPPER.readTree(SUITE.resolve(name + ".json").toFile());
  }

  private static List<String> pointers(HookException refused) {
    return refused.faults().stream().map(HookException.Fault::pointer).toList();
  }

  @Test
  void theOfficialExamplesOfCallsAreCallsAndTellWhichDataAreMissing() throws Exception {
    HookException missing = refused(view, example("current-02-request"));
    assertEquals(Kind.DATA_MISSING, missing.kind());
    assertEquals(List.of("/prefetch/patient", "/prefetch/conditions"), pointers(missing));
    for (String name : new String[] {"order-select-01-context", "order-select-02-context"}) {
      ObjectNode call =
          MAPPER
              .createObjectNode()
              .put("hook", "order-select")
              .put("hookInstance", HookClient.INSTANCE);
      call.set("context", example(name).get("context"));
      assertEquals(Kind.DATA_MISSING, refused(select, call).kind());
      ObjectNode prefetch = call.putObject("prefetch");
      prefetch.putObject("patient").put("resourceType", "Patient").put("id", "1288992");
      prefetch.putNull("conditions");
      assertEquals(0, ShippedAdvisor.ask(select, call).get("cards").size());
    }
  }

  @Test
  void theOfficialCallWithTheDataOfOurTemplatesIsAnswered() throws Exception {
    ObjectNode call = (ObjectNode) example("current-02-request");
    ObjectNode own = client.call(view);
    ((ObjectNode) call.get("context")).put("patientId", client.patientId());
    ((ObjectNode) call.get("prefetch")).setAll((ObjectNode) own.get("prefetch"));
    assertTrue(ShippedAdvisor.ask(view, call).get("cards").size() > 0);
  }

  @Test
  void theOfficialExampleWithoutPatientIsRefusedForThatAlone() throws Exception {
    HookException refused = refused(view, example("current-23-request"));
    assertEquals(Kind.MALFORMED, refused.kind());
    assertEquals(List.of("/context/patientId"), pointers(refused));
  }

  @Test
  void theSchemasOfAnswersAcceptTheOfficialExamples() throws Exception {
    assertEquals(List.of(), HookSchemas.faultsOfResponse(example("current-10-response")));
    assertEquals(List.of(), HookSchemas.faultsOfResponse(example("current-16-response")));
    assertEquals(List.of(), HookSchemas.faultsOfResponse(example("current-17-response")));
    assertEquals(List.of(), HookSchemas.faultsOfDiscovery(example("current-01-discovery")));
    assertEquals(List.of(), HookSchemas.faultsOfDiscovery(example("current-24-discovery")));
    ObjectNode long140 = (ObjectNode) example("current-17-response");
    ((ObjectNode) long140.get("cards").get(0)).put("summary", "x".repeat(140));
    assertFalse(HookSchemas.faultsOfResponse(long140).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/hook",
        "/hookInstance",
        "/context",
        "/context/userId",
        "/context/patientId",
        "/context/selections",
        "/context/draftOrders",
        "/context/draftOrders/entry",
      })
  void whatIsRequiredMustBeThereAndSaySomething(String pointer) throws Exception {
    int slash = pointer.lastIndexOf('/');
    String name = pointer.substring(slash + 1);
    for (String value :
        new String[] {"", "null", "''", "' '", "{}", "[]", "0", "true", "'\\u0000'"}) {
      ObjectNode call = client.order(select, DRAFT);
      ObjectNode parent = (ObjectNode) call.at(pointer.substring(0, slash));
      parent.remove(name);
      if (!value.isEmpty()) {
        parent.set(name, HookClient.json(value));
      }
      HookException refused = refused(select, call);
      assertTrue(
          refused.kind() == Kind.MALFORMED
              || (name.equals("hook") && refused.kind() == Kind.WRONG_HOOK),
          pointer + " " + value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/context/encounterId", "/fhirServer", "/fhirAuthorization", "/prefetch"})
  void whatIsOptionalMaybeAbsentButNeverEmpty(String pointer) throws Exception {
    int slash = pointer.lastIndexOf('/');
    String name = pointer.substring(slash + 1);
    for (String value : new String[] {"null", "''", "{}", "[]"}) {
      ObjectNode call = client.call(view);
      ((ObjectNode) call.at(pointer.substring(0, slash))).set(name, HookClient.json(value));
      HookException refused = refused(view, call);
      assertEquals(Kind.MALFORMED, refused.kind(), value);
      assertTrue(pointers(refused).contains(pointer), value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'123'", "{}", "[]", "true", "{'id': 'x'}", "{'resourceType': ''}"})
  void aPrefetchedValueIsAResourceOrNull(String value) {
    ObjectNode call = client.call(view);
    ((ObjectNode) call.get("prefetch")).set("observations", HookClient.json(value));
    HookException refused = refused(view, call);
    assertEquals(Kind.MALFORMED, refused.kind());
    assertEquals(List.of("/prefetch/observations"), pointers(refused));
  }

  @Test
  void membersThatNobodyDefinesAreIgnored() throws Exception {
    ObjectNode call = client.call(view);
    String expected = ShippedAdvisor.ask(view, call).toString();
    call.put("unknown", "x").putNull("nothing");
    call.putObject("fhirServer2");
    ((ObjectNode) call.get("context")).putArray("more");
    ((ObjectNode) call.get("prefetch")).put("patientToGreet", "x");
    ((ObjectNode) call.get("extension")).put("com.example.timestamp", "2017-11-27T22:13:25Z");
    assertEquals(expected, ShippedAdvisor.ask(view, call).toString());
  }

  @Test
  void theAddressAndTheTokenOfTheClientAreIgnoredButMustFitEachOther() throws Exception {
    ObjectNode call = client.call(view);
    String expected = ShippedAdvisor.ask(view, call).toString();
    JsonNode authorization = example("current-02-request").get("fhirAuthorization");
    call.set("fhirAuthorization", authorization);
    assertEquals(List.of("/fhirServer"), pointers(refused(view, call)));
    call.put("fhirServer", "http://127.0.0.1:1/fhir");
    assertEquals(expected, ShippedAdvisor.ask(view, call).toString());
    ((ObjectNode) call.get("fhirAuthorization")).remove("scope");
    assertEquals(List.of("/fhirAuthorization/scope"), pointers(refused(view, call)));
  }

  @Test
  void aCallForAnotherHookIsRefused() throws Exception {
    ObjectNode call = client.call(view).put("hook", "order-sign");
    assertEquals(Kind.WRONG_HOOK, refused(view, call).kind());
    assertEquals(Kind.WRONG_HOOK, refused(view, client.order(select, DRAFT)).kind());
  }

  @Test
  void identifiersHaveTheirForm() {
    for (String instance : new String[] {"1", "d1577c69-dfbe-44ad-ba6d-3e05e953b2e", "../x"}) {
      assertEquals(
          List.of("/hookInstance"),
          pointers(refused(view, client.call(view).put("hookInstance", instance))));
    }
    for (String user : new String[] {"example", "Device/1", "Practitioner/", "Practitioner/a/b"}) {
      ObjectNode call = client.call(view);
      ((ObjectNode) call.get("context")).put("userId", user);
      assertEquals(List.of("/context/userId"), pointers(refused(view, call)));
    }
    for (String patient : new String[] {"Patient/p1", "p 1", "<p1>", "p".repeat(65)}) {
      ObjectNode call = client.call(view);
      ((ObjectNode) call.get("context")).put("patientId", patient);
      assertEquals(List.of("/context/patientId"), pointers(refused(view, call)));
    }
  }

  @Test
  void aSelectionRefersToADraftOrder() {
    ObjectNode call = client.order(select, DRAFT);
    call.withArray("/context/selections").add("MedicationRequest/other");
    assertEquals(List.of("/context/selections/1"), pointers(refused(select, call)));
  }

  @Test
  void aDayThatIsNoneIsRefused() {
    ObjectNode call = client.call(view);
    ((ObjectNode) call.get("extension")).put("org.consilium.day", "yesterday");
    assertEquals(List.of("/extension/org.consilium.day"), pointers(refused(view, call)));
  }

  @Test
  void whatIsNoJsonIsRefusedWithoutBeingQuoted() {
    for (String text : new String[] {"", "{", "[]", "null", "{\"hook\": 1, \"hook\": 2} canary"}) {
      HookException refused =
          assertThrows(
              HookException.class,
              () ->
                  ShippedAdvisor.get()
                      .answer(
                          view,
                          text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                          ShippedAdvisor.ADDRESS,
                          10,
                          ShippedAdvisor.DAY));
      assertEquals(Kind.MALFORMED, refused.kind(), text);
      assertFalse(refused.getMessage().contains("canary"));
    }
  }

  @Test
  void theFolderHoldsNoExampleThatNobodyLooksAt() throws Exception {
    try (Stream<Path> files = Files.list(SUITE)) {
      assertEquals(10, files.count());
    }
  }
}
