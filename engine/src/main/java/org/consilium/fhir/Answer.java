package org.consilium.fhir;

import java.util.Map;
import java.util.Optional;
import org.consilium.fhir.Concept.Coding;

/** What a test says of what it looks for. */
enum Answer {
  POSITIVE,
  NEGATIVE;

  private static final String YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136";

  private static final Map<String, Answer> LOINC_ANSWERS =
      Map.of(
          "LA6576-8", POSITIVE,
          "LA6577-6", NEGATIVE,
          "LA9633-4", POSITIVE,
          "LA9634-2", NEGATIVE,
          "LA11882-0", POSITIVE,
          "LA11883-8", NEGATIVE,
          "LA33-6", POSITIVE,
          "LA32-8", NEGATIVE);

  private static final Map<String, Answer> SNOMED_ANSWERS =
      Map.ofEntries(
          Map.entry("10828004", POSITIVE),
          Map.entry("260385009", NEGATIVE),
          Map.entry("52101004", POSITIVE),
          Map.entry("2667000", NEGATIVE),
          Map.entry("260373001", POSITIVE),
          Map.entry("260415000", NEGATIVE),
          Map.entry("373066001", POSITIVE),
          Map.entry("373067005", NEGATIVE));

  private static final Map<String, Answer> INTERPRETATIONS =
      Map.of("POS", POSITIVE, "NEG", NEGATIVE, "DET", POSITIVE, "ND", NEGATIVE);

  private static final Map<String, Answer> YES_OR_NO = Map.of("Y", POSITIVE, "N", NEGATIVE);

  /** The answer that a concept gives; empty if none or two different ones. */
  static Optional<Answer> of(Concept concept) {
    Optional<Answer> found = Optional.empty();
    for (Coding coding : concept.codings()) {
      Optional<Answer> answer = of(coding);
      if (answer.isPresent() && found.isPresent() && !answer.equals(found)) {
        return Optional.empty();
      }
      found = answer.isPresent() ? answer : found;
    }
    return found;
  }

  private static Optional<Answer> of(Coding coding) {
    Map<String, Answer> codes =
        switch (coding.system()) {
          case CodeSystems.LOINC -> LOINC_ANSWERS;
          case CodeSystems.SNOMED -> SNOMED_ANSWERS;
          case CodeSystems.INTERPRETATION -> INTERPRETATIONS;
          case YES_NO -> YES_OR_NO;
          default -> Map.of();
        };
    return Optional.ofNullable(codes.get(coding.code()));
  }
}
