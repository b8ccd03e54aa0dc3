package org.consilium.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.consilium.hooks.HookException.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a clinician gets to see for a record. */
class HookAdvisorTest {
  private static HookService view;
  private static HookClient client;

  @BeforeAll
  static void load() throws Exception {
    view = ShippedAdvisor.service("prostate", Hook.PATIENT_VIEW);
    client = HookClient.of("prostate-mhspc.json");
  }

  private static List<JsonNode> cards(JsonNode answer, String kind) {
    List<JsonNode> cards = new ArrayList<>();
    for (JsonNode card : answer.get("cards")) {
      if (card.at("/extension/org.consilium.kind").asText().equals(kind)) {
        cards.add(card);
      }
    }
    return cards;
  }

  private static String state(JsonNode answer, String key) {
    return answer.at("/extension/org.consilium.prefetch/" + key).asText();
  }

  private static ObjectNode prefetch(ObjectNode call) {
    return (ObjectNode) call.get("prefetch");
  }

  private static HookException refused(ObjectNode call) {
    return assertThrows(HookException.class, () -> ShippedAdvisor.ask(view, call));
  }

  @Test
  void aRecommendationThatAppliesIsACardWithItsSourceAndReasons() throws Exception {
    JsonNode answer = ShippedAdvisor.ask(view, client.call(view));
    JsonNode card = cards(answer, "recommendation").get(0);
    assertEquals("info", card.get("indicator").asText());
    assertTrue(card.get("summary").asText().startsWith("Recommended (strong): "), card::toString);
    assertEquals(
        "https://cds.example.org/recommendation/eau-fu-m1", card.at("/links/0/url").asText());
    assertEquals(
        "https://cds.example.org/guideline/eau-prostate-2025", card.at("/source/url").asText());
    assertEquals("https://w3id.org/consilium/question/", card.at("/source/topic/system").asText());
    assertTrue(card.get("detail").asText().contains("M category: M1b"), card::toString);
    assertEquals(OverrideReason.values().length, card.get("overrideReasons").size());
    assertEquals(64, answer.at("/extension/org.consilium.knowledge/hash").asText().length());
    assertEquals("2026-03-02", answer.at("/extension/org.consilium.day").asText());
  }

  @Test
  void oneCardTellsWhatIsNotKnownAndWhatItWouldDecide() throws Exception {
    JsonNode answer = ShippedAdvisor.ask(view, client.call(view));
    List<JsonNode> missing = cards(answer, "missing");
    assertEquals(1, missing.size());
    assertTrue(missing.get(0).get("summary").asText().contains("Castration status"));
    String detail = missing.get(0).get("detail").asText();
    assertTrue(detail.contains("What to find out next"), detail);
    assertTrue(detail.contains("https://cds.example.org/recommendation/"), detail);
  }

  @ParameterizedTest
  @CsvSource({
    "breast, breast-early.json",
    "lung, lung-egfr.json",
    "prostate, prostate-suspected.json"
  })
  void aPatientGetsCardsOfTheServiceOfTheOwnCancerAndNoneOfTheOthers(String cancer, String file)
      throws Exception {
    HookClient patient = HookClient.of(file);
    for (String each : new String[] {"breast", "lung", "prostate"}) {
      HookService service = ShippedAdvisor.service(each, Hook.PATIENT_VIEW);
      JsonNode answer = ShippedAdvisor.ask(service, patient.call(service));
      assertEquals(each.equals(cancer), answer.get("cards").size() > 0, each);
    }
  }

  @Test
  void aPatientWithTwoCancersGetsCardsOfBothServicesAndOfNoThird() throws Exception {
    HookClient patient = HookClient.of("hostile-two-cancers.json");
    Set<String> answering = new TreeSet<>();
    for (HookService service : ShippedAdvisor.get().services()) {
      if (service.hook() == Hook.PATIENT_VIEW
          && ShippedAdvisor.ask(service, patient.call(service)).get("cards").size() > 0) {
        answering.add(service.cancer());
      }
    }
    assertEquals(Set.of("lung", "prostate"), answering);
  }

  @Test
  void twoCancersOfOneKindAreNotMixed() throws Exception {
    HookService service = ShippedAdvisor.service("breast", Hook.PATIENT_VIEW);
    JsonNode answer =
        ShippedAdvisor.ask(service, HookClient.of("breast-both-sides.json").call(service));
    assertEquals(1, answer.get("cards").size());
    assertEquals(1, cards(answer, "no-advice").size());
  }

  @Test
  void aRecordThatContradictsItselfIsToldToTheClinician() throws Exception {
    HookClient contradictory =
        client.with(
            "{'resourceType': 'Observation', 'id': 'm', 'status': 'final',"
                + " 'subject': {'reference': 'Patient/p1'}, 'effectiveDateTime': '2026-02-28',"
                + " 'code': {'coding': [{'system': 'http://snomed.info/sct', 'code': '399387003'}]},"
                + " 'valueCodeableConcept': {'coding': [{'system': 'http://snomed.info/sct', 'code': '1229901006'}]}}");
    JsonNode answer = ShippedAdvisor.ask(view, contradictory.call(view));
    assertEquals(1, answer.get("cards").size());
    JsonNode card = cards(answer, "no-advice").get(0);
    assertTrue(card.get("summary").asText().contains("contradicts itself"), card::toString);
    assertTrue(card.get("detail").asText().contains("Bone metastases: yes"), card::toString);
  }

  @Test
  void nothingFoundAndNotSuppliedAreToldApartAndNeitherIsANo() throws Exception {
    ObjectNode call = client.call(view);
    prefetch(call).putNull("observations");
    prefetch(call).remove("findings");
    JsonNode answer = ShippedAdvisor.ask(view, call);
    assertEquals("no-data", state(answer, "observations"));
    assertEquals("not-supplied", state(answer, "findings"));
    String detail = cards(answer, "missing").get(0).get("detail").asText();
    assertTrue(detail.contains("The record is incomplete"), detail);
    assertTrue(detail.contains("findings"), detail);
    assertFalse(detail.contains("keys of the prefetch: observations"), detail);
    assertFalse(answer.at("/extension/org.consilium.account/facts").has("psaNgMl"));
    assertTrue(answer.at("/extension/org.consilium.account/facts").has("boneMetastases"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"patient", "conditions"})
  void withoutThePatientOrTheConditionsThereIsNoAnswer(String key) {
    ObjectNode absent = client.call(view);
    prefetch(absent).remove(key);
    ObjectNode failed = client.call(view);
    prefetch(failed).set(key, HookClient.json("{'resourceType': 'OperationOutcome'}"));
    for (ObjectNode call : List.of(absent, failed)) {
      HookException refused = refused(call);
      assertEquals(Kind.DATA_MISSING, refused.kind());
      assertEquals("/prefetch/" + key, refused.faults().get(0).pointer());
      assertTrue(refused.getMessage().contains("prefetch key " + key), refused::getMessage);
    }
    ObjectNode nothing = client.call(view);
    nothing.remove("prefetch");
    assertEquals(2, refused(nothing).faults().size());
  }

  @Test
  void thatThereAreNoConditionsIsAnAnswerAndThatThereIsNoPatientIsNone() throws Exception {
    ObjectNode call = client.call(view);
    prefetch(call).putNull("conditions");
    assertEquals(0, ShippedAdvisor.ask(view, call).get("cards").size());
    prefetch(call).putNull("patient");
    assertEquals(Kind.DATA_MISSING, refused(call).kind());
  }

  @Test
  void aFurtherPageIsNotTakenForTheEnd() throws Exception {
    ObjectNode call = client.call(view);
    ObjectNode bundle = (ObjectNode) prefetch(call).get("observations");
    bundle.withArray("link").addObject().put("relation", "next").put("url", "http://127.0.0.1:1/");
    JsonNode answer = ShippedAdvisor.ask(view, call);
    assertEquals("partial", state(answer, "observations"));
    assertTrue(
        cards(answer, "missing").get(0).get("detail").asText().contains("observations"),
        answer::toString);
    ObjectNode conditions = client.call(view);
    prefetch(conditions)
        .set(
            "conditions",
            HookClient.json(
                "{'resourceType': 'Bundle', 'type': 'searchset', 'total': 3, 'entry': []}"));
    JsonNode unseen = ShippedAdvisor.ask(view, conditions);
    assertEquals("partial", state(unseen, "conditions"));
    assertTrue(
        cards(unseen, "no-advice").get(0).get("summary").asText().startsWith("It cannot be told"));
  }

  @Test
  void anErrorOfTheClientsServerInsideOfAResultIsNotTakenForTheEnd() throws Exception {
    ObjectNode call = client.call(view);
    JsonNode outcome =
        HookClient.json(
            "{'resource': {'resourceType': 'OperationOutcome', 'issue': [{'severity': 'error'}]},"
                + " 'search': {'mode': 'outcome'}}");
    ((ObjectNode) prefetch(call).get("observations")).withArray("entry").add(outcome);
    prefetch(call).set("findings", HookClient.json("{'resourceType': 'OperationOutcome'}"));
    JsonNode answer = ShippedAdvisor.ask(view, call);
    assertEquals("partial", state(answer, "observations"));
    assertEquals("failed", state(answer, "findings"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType': 'Patient', 'id': 'p2'}",
        "{'resourceType': 'Patient'}",
        "{'resourceType': 'Observation', 'id': 'x', 'subject': {'reference': 'Patient/p2'}}",
        "{'resourceType': 'Observation', 'id': 'x', 'subject': {'reference': 'https://h/Patient/p2'}}",
        "{'resourceType': 'Observation', 'id': 'x', 'subject': {'reference': 'urn:uuid:1'}}",
        "{'resourceType': 'AllergyIntolerance', 'id': 'x', 'patient': {'reference': 'Patient/p11'}}",
      })
  void whatIsAboutAnotherPatientIsRefused(String resource) {
    ObjectNode call = client.call(view);
    ((ObjectNode) prefetch(call).get("observations"))
        .withArray("entry")
        .addObject()
        .set("resource", HookClient.json(resource));
    HookException refused = refused(call);
    assertEquals(Kind.OTHER_PATIENT, refused.kind());
    assertTrue(refused.faults().get(0).pointer().startsWith("/prefetch/observations/entry/"));
  }

  @Test
  void theSamePatientOnceMoreIsNoOther() throws Exception {
    ObjectNode call = client.call(view);
    String expected = ShippedAdvisor.ask(view, call).toString();
    ObjectNode entry =
        ((ObjectNode) prefetch(call).get("conditions")).withArray("entry").addObject();
    entry.put("fullUrl", "https://fhir.example.org/r4/Patient/p1");
    entry.set("resource", prefetch(call).get("patient"));
    entry.putObject("search").put("mode", "include");
    assertEquals(expected, ShippedAdvisor.ask(view, call).toString());
  }

  @Test
  void theOrderOfTheRecordDoesNotMatterAndTheSameCallGetsTheSameBytes() throws Exception {
    HookService select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    HookClient record = client.with(abiraterone());
    String expected =
        ShippedAdvisor.ask(select, record.order(select, radium(), docetaxel())).toString();
    Random random = new Random(20260302);
    for (int i = 0; i < 25; i++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, record.size()).boxed().toList());
      Collections.shuffle(order, random);
      ObjectNode call = record.ordered(order).order(select, radium(), docetaxel());
      if (i % 2 == 0) {
        ObjectNode drafts = (ObjectNode) call.at("/context/draftOrders");
        List<JsonNode> entries = new ArrayList<>();
        drafts.get("entry").forEach(entries::add);
        Collections.reverse(entries);
        drafts.putArray("entry").addAll(entries);
      }
      assertEquals(expected, ShippedAdvisor.ask(select, call).toString());
    }
  }

  @Test
  void theIdentifierOfACardIsThatOfTheCallAndOfWhatItSays() throws Exception {
    ObjectNode call = client.call(view);
    JsonNode first = ShippedAdvisor.ask(view, call);
    Set<String> identifiers = new TreeSet<>(first.findValuesAsText("uuid"));
    assertEquals(first.get("cards").size(), identifiers.size());
    call.put("hookInstance", "00000000-0000-4000-8000-000000000000");
    for (String identifier : ShippedAdvisor.ask(view, call).findValuesAsText("uuid")) {
      assertFalse(identifiers.contains(identifier));
    }
  }

  private static String order(String id, String atc) {
    return "{'resourceType': 'MedicationRequest', 'id': '"
        + id
        + "', 'status': 'draft', 'intent': 'order', 'subject': {'reference': 'Patient/PATIENT'},"
        + " 'medicationCodeableConcept': {'coding': [{'system': 'http://www.whocc.no/atc', 'code': '"
        + atc
        + "', 'display': 'canary display'}]}}";
  }

  private static String radium() {
    return order("radium", "V10XX03");
  }

  private static String docetaxel() {
    return order("docetaxel", "L01CD02");
  }

  private static String abiraterone() {
    return order("abiraterone", "L02BX03")
        .replace("'draft'", "'active', 'authoredOn': '2026-02-02'")
        .replace("PATIENT", "p1");
  }

  @Test
  void aContraindicatedOrderIsAWarningThatOffersToRemoveTheDraft() throws Exception {
    HookService select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    JsonNode answer =
        ShippedAdvisor.ask(select, client.with(abiraterone()).order(select, radium()));
    JsonNode card = answer.get("cards").get(0);
    assertEquals("radium-223: contraindicated for this patient", card.get("summary").asText());
    assertEquals("warning", card.get("indicator").asText());
    assertEquals("https://cds.example.org/safety/ra-abi", card.at("/source/url").asText());
    assertEquals("at-most-one", card.get("selectionBehavior").asText());
    JsonNode action = card.at("/suggestions/0/actions/0");
    assertEquals("delete", action.get("type").asText());
    assertEquals("MedicationRequest/radium", action.get("resourceId").asText());
    assertFalse(answer.toString().contains("canary display"));
  }

  @Test
  void anOrderThatIsNotADraftIsNotOfferedForRemoval() throws Exception {
    HookService select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    JsonNode answer =
        ShippedAdvisor.ask(
            select,
            client.with(abiraterone()).order(select, radium().replace("'draft'", "'active'")));
    JsonNode card = answer.get("cards").get(0);
    assertEquals("warning", card.get("indicator").asText());
    assertFalse(card.has("suggestions"));
  }

  @Test
  void anOrderIsReadAsAPlanAndNotAsMedicineInUse() throws Exception {
    HookService select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    JsonNode facts =
        ShippedAdvisor.ask(select, client.order(select, radium()))
            .at("/extension/org.consilium.account/facts");
    assertTrue(facts.get("plannedTreatments").asText().contains("Radium-223"), facts::toString);
    assertFalse(facts.path("currentMedication").asText().contains("adium"), facts::toString);
  }

  @Test
  void selectedOrdersComeFirstAndWhatIsNotKnownOfThemIsSaid() throws Exception {
    HookService select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    String unknown =
        "{'resourceType': 'ServiceRequest', 'id': 'u', 'status': 'draft', 'intent': 'order',"
            + " 'subject': {'reference': 'Patient/PATIENT'},"
            + " 'code': {'text': '<img src=x> [a](http://evil.example)'}}";
    JsonNode answer =
        ShippedAdvisor.ask(
            select, client.with(abiraterone()).order(select, unknown, docetaxel(), radium()));
    List<String> kinds = new ArrayList<>();
    answer
        .get("cards")
        .forEach(each -> kinds.add(each.at("/extension/org.consilium.kind").asText()));
    assertEquals(List.of("order", "order", "unknown-orders", "recommendation", "missing"), kinds);
    assertTrue(answer.at("/cards/0/summary").asText().startsWith("radium-223: contra"));
    assertTrue(answer.at("/cards/1/summary").asText().startsWith("docetaxel: check first ("));
    String detail = answer.at("/cards/2/detail").asText();
    assertTrue(detail.contains("no code of the order is known here"), detail);
    assertFalse(detail.contains("<img") || detail.contains("](http://evil"), detail);
  }

  @Test
  void ordersThatAreNotSelectedHaveNoCard() throws Exception {
    HookService select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    ObjectNode call = client.order(select, radium(), docetaxel());
    ((ObjectNode) call.get("context")).putArray("selections").add("MedicationRequest/docetaxel");
    List<JsonNode> orders = cards(ShippedAdvisor.ask(select, call), "order");
    assertEquals(1, orders.size());
    assertTrue(orders.get(0).get("summary").asText().startsWith("docetaxel"));
  }

  @Test
  void anOrderForAnotherPatientIsRefused() {
    HookException refused =
        assertThrows(
            HookException.class,
            () ->
                ShippedAdvisor.ask(
                    ShippedAdvisor.service("prostate", Hook.ORDER_SELECT),
                    client.order(
                        ShippedAdvisor.service("prostate", Hook.ORDER_SELECT),
                        radium().replace("PATIENT", "p2"))));
    assertEquals(Kind.OTHER_PATIENT, refused.kind());
    assertEquals(
        "/context/draftOrders/entry/0/resource/subject", refused.faults().get(0).pointer());
  }

  @Test
  void whatDoesNotFitIsCountedAndNamedOnTheLastCard() throws Exception {
    HookService select = ShippedAdvisor.service("prostate", Hook.ORDER_SELECT);
    ObjectNode call = client.with(abiraterone()).order(select, docetaxel(), radium());
    JsonNode all = ShippedAdvisor.ask(select, call, 100);
    JsonNode few = ShippedAdvisor.ask(select, call, 3);
    assertEquals(4, all.get("cards").size());
    assertEquals(3, few.get("cards").size());
    assertEquals(all.get("cards").get(0), few.get("cards").get(0));
    JsonNode last = few.get("cards").get(2);
    assertEquals("more", last.at("/extension/org.consilium.kind").asText());
    assertTrue(last.get("summary").asText().startsWith("2 more statements"), last::toString);
    assertTrue(last.get("detail").asText().contains("docetaxel: check first"), last::toString);
    assertTrue(last.at("/links/0/url").asText().endsWith("?cancer=prostate"));
    assertEquals(1, cards(few, "missing").size());
  }

  @Test
  void theDayOfTheServerCountsUnlessTheCallNamesOne() throws Exception {
    ObjectNode call = client.call(view);
    String named = ShippedAdvisor.ask(view, call).toString();
    call.remove("extension");
    assertEquals(named, ShippedAdvisor.ask(view, call).toString());
    call.putObject("extension").put("org.consilium.day", "2020-01-01");
    JsonNode earlier = ShippedAdvisor.ask(view, call);
    assertNotEquals(named, earlier.toString());
    assertEquals("2020-01-01", earlier.at("/extension/org.consilium.day").asText());
  }
}
