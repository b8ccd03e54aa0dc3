package org.consilium.fhir;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.knowledge.Vocabulary;

/**
 * What the readers of the single types of resources share while one case is read.
 *
 * @param vocabulary the vocabulary of the cancer
 * @param terms what codes mean in it
 * @param answers what answers mean for features
 * @param variants which variants are which facts
 * @param index all resources
 * @param people whose resources are read
 * @param otherCancers the Conditions of other cancers
 * @param day the day at which the case is looked at, if it is known
 * @param account where the rest goes
 * @param facts where facts go
 */
record Reading(
    Vocabulary vocabulary,
    Terms terms,
    AnswerTable answers,
    VariantTable variants,
    ResourceIndex index,
    PatientChoice people,
    List<FhirResource> otherCancers,
    Optional<LocalDate> day,
    Account account,
    Reconciliation facts) {

  /** The same with another account, to try something. */
  Reading withAccount(Account other) {
    return new Reading(
        vocabulary, terms, answers, variants, index, people, otherCancers, day, other, facts);
  }

  Concept concept(Element element) {
    return Concept.of(element, account);
  }

  /** The first of some date elements that is there; a broken date is put into the account. */
  FhirDate date(FhirResource resource, String... names) {
    for (String name : names) {
      Element element = resource.element(name);
      if (element.json().isObject()) {
        element = element.get(element.get("end").exists() ? "end" : "start");
      }
      if (element.exists()) {
        Optional<FhirDate> date = FhirDate.of(element.text());
        if (date.isPresent()) {
          return date.get();
        }
        account.notUnderstood(element.source(), "this is no date of FHIR");
      }
    }
    return FhirDate.UNKNOWN;
  }

  /** Whether something lies after the day at which the case is looked at; then it is left aside. */
  boolean isLater(FhirDate date, Source source) {
    boolean later = day.isPresent() && date.isAfter(day.get());
    if (later) {
      account.ignore(source, Reason.LATER, "after the day at which the case is looked at");
    }
    return later;
  }

  /**
   * Whether a resource says that it is about another cancer of the patient; then it is left aside.
   */
  boolean isAboutAnotherCancer(FhirResource resource, String... names) {
    for (String name : names) {
      for (Element reference : resource.element(name).items()) {
        Optional<FhirResource> target = index.resolve(resource, reference.text("reference"));
        if (target.isPresent() && otherCancers.stream().anyMatch(target.get()::equals)) {
          account.ignore(resource.source(), Reason.OTHER_SUBJECT, "about another cancer");
          return true;
        }
      }
    }
    return false;
  }
}
