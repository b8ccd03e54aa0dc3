package org.consilium.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.consilium.hooks.Feedback.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackTest {
  private static final String CARD = "4e0a3a1e-3283-4575-ab82-028d55fe2719";

  private static ObjectNode accepted() {
    return (ObjectNode)
        HookClient.json(
            "{'card': '"
                + CARD
                + "', 'outcome': 'accepted', 'acceptedSuggestions': [{'id': '"
                + CARD
                + "'}], 'outcomeTimestamp': '2026-03-02T09:00:00Z'}");
  }

  private static ObjectNode overridden(String reason) {
    ObjectNode feedback = accepted().put("outcome", "overridden");
    feedback.remove("acceptedSuggestions");
    feedback.set("overrideReason", HookClient.json(reason));
    return feedback;
  }

  private static List<Feedback> read(ObjectNode... feedback) throws HookException {
    ObjectNode root = (ObjectNode) HookClient.json("{'feedback': []}");
    for (ObjectNode each : feedback) {
      root.withArray("feedback").add(each);
    }
    return Feedback.read(HookClient.bytes(root));
  }

  @Test
  void ofACardOnlyTheOutcomeAndTheCodeOfTheReasonAreKept() throws Exception {
    String system = "'system': 'https://w3id.org/consilium/override-reasons'";
    assertEquals(
        List.of(
            new Feedback(Outcome.ACCEPTED, "none"),
            new Feedback(Outcome.OVERRIDDEN, "trial"),
            new Feedback(Outcome.OVERRIDDEN, "other"),
            new Feedback(Outcome.OVERRIDDEN, "other"),
            new Feedback(Outcome.OVERRIDDEN, "other")),
        read(
            accepted(),
            overridden("{'reason': {'code': 'trial', " + system + "}, 'userComment': 'canary'}"),
            overridden("{'reason': {'code': 'canary', " + system + "}}"),
            overridden("{'reason': {'code': 'trial', 'system': 'http://example.org'}}"),
            overridden("{'userComment': 'canary'}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "card | null",
        "card | 'x'",
        "outcome | null",
        "outcome | 'ignored'",
        "outcome | ''",
        "acceptedSuggestions | null",
        "acceptedSuggestions | []",
        "acceptedSuggestions | [{}]",
        "acceptedSuggestions | [{'id': 'x'}]",
        "overrideReason | {}",
        "overrideReason | {'reason': {}}",
        "overrideReason | {'reason': {'display': 'x'}}",
        "overrideReason | null",
        "outcomeTimestamp | null",
        "outcomeTimestamp | 'yesterday'",
        "outcomeTimestamp | '2026-03-02'",
        "outcomeTimestamp | '2026-03-02T09:00:00+01:00'",
      })
  void whatTheSpecificationRequiresIsChecked(String member, String value) {
    ObjectNode faulty = accepted();
    faulty.set(member, HookClient.json(value.strip()));
    HookException refused = assertThrows(HookException.class, () -> read(accepted(), faulty));
    assertTrue(
        refused.faults().stream()
            .anyMatch(each -> each.pointer().startsWith("/feedback/1/" + member)),
        refused::getMessage);
    faulty.remove(member);
    if (!member.equals("overrideReason")) {
      assertThrows(HookException.class, () -> read(faulty));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'feedback': []}",
        "{'feedback': {}}",
        "{'feedback': null}",
        "canary"
      })
  void aReportHasCards(String text) {
    HookException refused =
        assertThrows(
            HookException.class,
            () ->
                Feedback.read(
                    text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertFalse(refused.getMessage().contains("canary"));
  }
}
