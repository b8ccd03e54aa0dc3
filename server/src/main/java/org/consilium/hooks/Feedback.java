package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.hooks.HookException.Fault;
import org.consilium.hooks.HookException.Kind;
import org.consilium.patient.PatientException;

/**
 * What became of a card, as far as it is counted: neither the card, nor the moment, nor any text of
 * the clinician is kept.
 *
 * @param outcome whether the card was accepted
 * @param reason the code of the reason why not: one of {@link OverrideReason}, {@code other} for a
 *     code or text of the client's own, {@code none} if no reason is given
 */
public record Feedback(Outcome outcome, String reason) {
  /** What a clinician made of a card. */
  public enum Outcome {
    ACCEPTED("accepted"),
    OVERRIDDEN("overridden");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** The word in CDS Hooks. */
    public String word() {
      return word;
    }
  }

  /** Most cards in a report. */
  public static final int MOST = 1_000;

  private static final String NO_REASON = "none";
  private static final String OTHER_REASON = "other";
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * Reads a report.
   *
   * @throws HookException if it is no report as CDS Hooks describes it
   */
  public static List<Feedback> read(byte[] json) throws HookException {
    JsonNode list;
    try {
      list = FhirBundleReader.parse(json).path("feedback");
    } catch (PatientException e) {
      throw new HookException(Kind.FEEDBACK, "", e.problems().get(0).message());
    }
    if (!list.isArray() || list.isEmpty() || list.size() > MOST) {
      throw new HookException(
          Kind.FEEDBACK, "/feedback", "feedback is a list of 1 to " + MOST + " cards");
    }
    List<Fault> faults = new ArrayList<>();
    List<Feedback> read = new ArrayList<>();
    for (int i = 0; i < list.size() && faults.size() < 20; i++) {
      String pointer = "/feedback/" + i;
      check(list.get(i), pointer, faults);
      read.add(new Feedback(outcome(list.get(i)).orElse(Outcome.OVERRIDDEN), reason(list.get(i))));
    }
    if (!faults.isEmpty()) {
      throw new HookException(Kind.FEEDBACK, faults);
    }
    return List.copyOf(read);
  }

  private static void check(JsonNode each, String pointer, List<Fault> faults) {
    if (!UUID.matcher(each.path("card").asText("")).matches()) {
      faults.add(new Fault(pointer + "/card", "card is the uuid of a card"));
    }
    Optional<Outcome> outcome = outcome(each);
    if (outcome.isEmpty()) {
      faults.add(new Fault(pointer + "/outcome", "outcome is accepted or overridden"));
    }
    JsonNode suggestions = each.path("acceptedSuggestions");
    boolean needed = outcome.equals(Optional.of(Outcome.ACCEPTED));
    if (needed || !suggestions.isMissingNode()) {
      boolean listed = suggestions.isArray() && !suggestions.isEmpty();
      for (JsonNode one : suggestions) {
        listed &= UUID.matcher(one.path("id").asText("")).matches();
      }
      if (!listed) {
        faults.add(
            new Fault(
                pointer + "/acceptedSuggestions",
                "acceptedSuggestions lists the id of each suggestion that was accepted"));
      }
    }
    JsonNode reason = each.path("overrideReason");
    if (!reason.isMissingNode() && (!reason.isObject() || reason.isEmpty())) {
      faults.add(
          new Fault(pointer + "/overrideReason", "overrideReason has a reason or a userComment"));
    }
    JsonNode coding = reason.path("reason");
    if (!coding.isMissingNode() && coding.path("code").asText("").isEmpty()) {
      faults.add(new Fault(pointer + "/overrideReason/reason", "a reason has a code"));
    }
    if (!isMoment(each.path("outcomeTimestamp").asText(""))) {
      faults.add(
          new Fault(
              pointer + "/outcomeTimestamp", "outcomeTimestamp is a moment in UTC as in RFC 3339"));
    }
  }

  private static Optional<Outcome> outcome(JsonNode feedback) {
    for (Outcome each : Outcome.values()) {
      if (each.word.equals(feedback.path("outcome").asText(""))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static String reason(JsonNode feedback) {
    JsonNode reason = feedback.path("overrideReason");
    if (reason.isMissingNode()) {
      return NO_REASON;
    }
    return OverrideReason.of(reason.path("reason")).map(OverrideReason::code).orElse(OTHER_REASON);
  }

  private static boolean isMoment(String text) {
    try {
      return OffsetDateTime.parse(text).getOffset().equals(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
