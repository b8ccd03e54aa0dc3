package org.consilium.hooks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.consilium.hooks.Card.Indicator;
import org.consilium.hooks.Card.Kind;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;

/**
 * Writes the card that tells the clinician why there is no advice, where the reason lies in the
 * record and not in the request.
 */
final class NoAdvice {
  private NoAdvice() {}

  /** The conditions were not sent completely, and the cancer is not among those that were. */
  static Card cancerNotSeen(KnowledgeWords words, HookService service) {
    return card(
        "It cannot be told whether this patient has " + name(service),
        "The conditions were not sent completely, and none of those that were sent is "
            + name(service)
            + ".",
        words,
        service);
  }

  /**
   * The record contradicts itself, or has several cancers of one kind.
   *
   * @throws PatientException the same, if the reason lies in the request
   */
  static Card of(PatientException reason, KnowledgeWords words, HookService service)
      throws PatientException {
    String detail =
        reason.problems().stream().map(PatientProblem::message).collect(Collectors.joining("; "));
    return switch (reason.problems().get(0).code()) {
      case CONTRADICTORY_FACTS ->
          card(
              "No advice on " + name(service) + ": the record contradicts itself",
              detail.replaceAll(" \\(/facts[^)]*\\)", "") + ".",
              words,
              service);
      case FHIR_SEVERAL_CANCERS ->
          card(
              "No advice on " + name(service) + ": the record has several of this kind",
              "Findings in the record do not say to which of them they belong.",
              words,
              service);
      default -> throw reason;
    };
  }

  private static String name(HookService service) {
    return Markdown.plain(service.cancerLabel()).toLowerCase(Locale.ROOT);
  }

  private static Card card(
      String summary, String detail, KnowledgeWords words, HookService service) {
    return new Card(
        Kind.NO_ADVICE,
        Indicator.INFO,
        Markdown.plain(summary, Card.LONGEST_SUMMARY),
        new Markdown().paragraph(Markdown.escape(detail)).paragraph(words.footer()).toString(),
        words.ourselves(service),
        List.of(),
        List.of(),
        false,
        List.of());
  }
}
