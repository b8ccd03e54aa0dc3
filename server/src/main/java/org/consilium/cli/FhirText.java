package org.consilium.cli;

import java.util.stream.Collectors;
import org.consilium.fhir.Contradiction;
import org.consilium.fhir.FhirCase;
import org.consilium.fhir.Ignored;
import org.consilium.fhir.NotUnderstood;
import org.consilium.fhir.Source;

/** Says to a person how a case was read from FHIR; everything that was used is in the JSON. */
final class FhirText {
  private FhirText() {}

  static String of(FhirCase fhir) {
    StringBuilder text = new StringBuilder();
    text.append("READ FROM FHIR: ")
        .append(fhir.patient().facts().size())
        .append(" features")
        .append(fhir.day().map(day -> " as of " + day).orElse(""))
        .append(", ")
        .append(fhir.ignored().size())
        .append(" elements left aside, ")
        .append(fhir.notUnderstood().size())
        .append(" not understood\n");
    for (Contradiction each : fhir.contradictions()) {
      text.append("  contradiction on ")
          .append(each.feature().key())
          .append(": ")
          .append(each.words())
          .append(": ")
          .append(each.sources().stream().map(Source::path).collect(Collectors.joining(", ")))
          .append('\n');
    }
    for (NotUnderstood each : fhir.notUnderstood()) {
      text.append("  not understood: ")
          .append(each.source().path())
          .append(": ")
          .append(each.words())
          .append('\n');
    }
    for (Ignored each : fhir.ignored()) {
      text.append("  left aside: ")
          .append(each.source().path())
          .append(": ")
          .append(each.words())
          .append('\n');
    }
    return text.toString();
  }
}
