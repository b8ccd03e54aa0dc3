package org.consilium.fhir;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.fhir.Terms.Match;
import org.consilium.fhir.Terms.ValueMeaning;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;

/**
 * Reads medicines and procedures: what was given, what is in use, what is planned. The lists that
 * come of it are not complete unless a List resource says so.
 */
final class TreatmentFacts {
  /** What a resource says of its treatment. */
  private enum Time {
    GIVEN,
    IN_USE,
    PLANNED,
    NOT_PLANNED
  }

  /**
   * What a resource says.
   *
   * @param times what holds on the day
   * @param outdated what may no longer hold
   * @param fault why that may be
   */
  private record Said(Set<Time> times, Set<Time> outdated, String fault) {
    static Said of(Set<Time> times) {
      return new Said(times, Set.of(), "");
    }
  }

  private static final String PRIOR = "priorTherapies";
  private static final Set<String> PLANS = Set.of("plannedTreatments", "plannedDrugs");
  private static final String IN_USE = "currentMedication";
  private static final String LIST_SYSTEM = "https://w3id.org/consilium/oncology#";
  private static final Set<String> LISTED_FEATURES =
      Set.of(PRIOR, "plannedTreatments", "plannedDrugs", IN_USE, "severeHypersensitivity");

  private final Reading reading;
  private final Account account;

  /** Members that were read from a resource, by its path. */
  private final Map<String, Set<String>> readFrom = new HashMap<>();

  TreatmentFacts(Reading reading) {
    this.reading = reading;
    this.account = reading.account();
  }

  void read() {
    for (FhirResource each : reading.people().resources("MedicationStatement")) {
      statement(each);
    }
    for (FhirResource each : reading.people().resources("MedicationAdministration")) {
      medication(
          each,
          switch (each.element("status").text()) {
            case "in-progress", "completed", "stopped", "on-hold" -> Said.of(Set.of(Time.GIVEN));
            default -> Said.of(Set.of());
          },
          reading.date(each, "effectiveDateTime", "effectivePeriod"));
    }
    for (FhirResource each : reading.people().resources("MedicationRequest")) {
      request(each, "medication");
    }
    for (FhirResource each : reading.people().resources("ServiceRequest")) {
      request(each, "code");
    }
    for (FhirResource each : reading.people().resources("Procedure")) {
      FhirDate performed = reading.date(each, "performedDateTime", "performedPeriod");
      Set<Time> times =
          switch (each.element("status").text()) {
            case "in-progress", "completed", "stopped" -> Set.of(Time.GIVEN);
            case "preparation" -> Set.of(Time.PLANNED);
            default -> Set.of();
          };
      code(
          each,
          said(times, performed, each.element("performedPeriod")),
          performed,
          List.of(each.element("code")));
    }
    for (FhirResource each : reading.people().resources("AllergyIntolerance")) {
      allergy(each);
    }
    for (FhirResource each : reading.people().resources("List")) {
      list(each);
    }
  }

  /** What is in use was given, too. A period without an end says that it goes on. */
  private void statement(FhirResource statement) {
    Set<Time> times =
        switch (statement.element("status").text()) {
          case "active" -> Set.of(Time.GIVEN, Time.IN_USE);
          case "completed", "stopped", "on-hold" -> Set.of(Time.GIVEN);
          case "intended" -> Set.of(Time.PLANNED);
          default -> Set.of();
        };
    Element period = statement.element("effectivePeriod");
    boolean goesOn =
        times.contains(Time.IN_USE)
            && !period.text("start").isEmpty()
            && period.text("end").isEmpty()
            && statement.element("dateAsserted").text().isEmpty();
    FhirDate stated = reading.date(statement, "dateAsserted", "effectiveDateTime");
    medication(
        statement,
        goesOn ? Said.of(times) : said(times, stated, period),
        reading.date(statement, "effectiveDateTime", "effectivePeriod", "dateAsserted"));
  }

  /** What a resource says, but for what may no longer hold. */
  private Said said(Set<Time> times, FhirDate stated, Element period) {
    Set<Time> changing = EnumSet.of(Time.IN_USE, Time.PLANNED, Time.NOT_PLANNED);
    changing.retainAll(times);
    Optional<String> fault =
        changing.isEmpty()
            ? Optional.empty()
            : StillHolds.of(reading.day(), stated, period).fault();
    if (fault.isEmpty()) {
      return Said.of(times);
    }
    Set<Time> rest = new HashSet<>(times);
    rest.removeAll(changing);
    return new Said(rest, changing, fault.get());
  }

  /** An order is a plan; one that is completed was given; one that was stopped says neither. */
  private void request(FhirResource request, String kind) {
    boolean refused = request.element("doNotPerform").json().asBoolean(false);
    Set<Time> times =
        switch (request.element("status").text()) {
          case "active" -> Set.of(refused ? Time.NOT_PLANNED : Time.PLANNED);
          case "completed" -> refused ? Set.<Time>of() : Set.of(Time.GIVEN);
          default -> Set.of();
        };
    FhirDate written = reading.date(request, "authoredOn");
    if (kind.equals("medication")) {
      Set<Time> all = new HashSet<>(times);
      boolean inUse =
          times.contains(Time.PLANNED) && request.element("intent").text().matches(".*order|");
      if (inUse) {
        all.add(Time.IN_USE);
      }
      Element period = request.element("dispenseRequest").get("validityPeriod");
      medication(request, said(all, written, period), written);
    } else {
      code(
          request,
          said(times, written, request.element("occurrencePeriod")),
          written,
          List.of(request.element("code")));
    }
  }

  private void medication(FhirResource resource, Said said, FhirDate date) {
    List<Element> codes = new ArrayList<>();
    Element own = resource.element("medicationCodeableConcept");
    if (own.exists()) {
      codes.add(own);
    }
    Element reference = resource.element("medicationReference");
    if (reference.exists()) {
      Optional<FhirResource> medication =
          reading.index().resolve(resource, reference.text("reference"));
      if (medication.isEmpty()) {
        account.notUnderstood(reference.source(), "the Medication was not sent along");
        return;
      }
      codes.add(medication.get().element("code"));
      for (Element ingredient : medication.get().element("ingredient").items()) {
        codes.add(ingredient.get("itemCodeableConcept"));
      }
    }
    code(resource, said, date, codes);
  }

  private void code(FhirResource resource, Said said, FhirDate date, List<Element> codes) {
    if (said.times().isEmpty() && said.outdated().isEmpty()) {
      String status = resource.element("status").text();
      account.ignore(
          resource.source(),
          Reason.STATUS,
          "its status ("
              + (status.matches("[a-z-]{1,20}") ? status : "missing")
              + ") says neither that it was given nor that it is planned");
      return;
    }
    if (reading.isAboutAnotherCancer(resource, "reasonReference")
        || reading.isLater(date, resource.source())) {
      return;
    }
    boolean known = false;
    boolean used = false;
    boolean outdated = false;
    List<String> words = new ArrayList<>();
    for (Element element : codes) {
      if (!element.exists()) {
        continue;
      }
      Concept concept = reading.concept(element);
      words.add(concept.words());
      known |= reading.terms().knows(concept);
      for (Time time : said.times()) {
        List<MemberFinding> members = members(resource, time, concept, date);
        members.forEach(each -> add(each, resource));
        used |= !members.isEmpty();
      }
      for (Time time : said.outdated()) {
        outdated |= !members(resource, time, concept, date).isEmpty();
      }
    }
    if (outdated) {
      account.ignore(
          resource.source(),
          Reason.OUTDATED,
          (used ? "only that it was given is used: " : "") + said.fault());
    } else if (!used && known) {
      account.ignore(
          resource.source(),
          Reason.NOT_ASKED_FOR,
          "no feature of "
              + reading.vocabulary().cancer()
              + " cancer asks for "
              + String.join(", ", words));
    } else if (!used) {
      account.notUnderstood(
          resource.source(),
          words.isEmpty()
              ? "nothing says what it is"
              : String.join(", ", words) + " is no treatment that is known");
    }
  }

  /** What a treatment at some time says of the features that are lists of treatments. */
  private List<MemberFinding> members(
      FhirResource resource, Time time, Concept concept, FhirDate date) {
    List<MemberFinding> found = new ArrayList<>();
    for (Feature feature : reading.vocabulary().features()) {
      boolean fits =
          feature.kind() == FeatureKind.CODES
              && switch (time) {
                case GIVEN -> feature.key().equals(PRIOR);
                case IN_USE -> feature.key().equals(IN_USE);
                case PLANNED, NOT_PLANNED -> PLANS.contains(feature.key());
              };
      if (fits) {
        for (ValueMeaning meaning : reading.terms().values(feature, concept)) {
          boolean present = time != Time.NOT_PLANNED;
          boolean certain =
              present ? meaning.match() != Match.BROADER : meaning.match() == Match.EXACT;
          if (certain) {
            found.add(
                new MemberFinding(feature, meaning.value(), present, date, resource.source(), ""));
          }
        }
      }
    }
    return found;
  }

  private void add(MemberFinding finding, FhirResource resource) {
    reading.facts().add(finding);
    readFrom.computeIfAbsent(resource.path(), each -> new HashSet<>()).add(finding.feature().key());
  }

  /** A severe reaction, or one of high criticality, to a substance that is asked for. */
  private void allergy(FhirResource allergy) {
    String verification =
        allergy.element("verificationStatus").items("coding").stream()
            .map(each -> each.text("code"))
            .findFirst()
            .orElse("confirmed");
    if (!verification.equals("confirmed")) {
      account.ignore(allergy.source(), Reason.STATUS, "not confirmed");
      return;
    }
    boolean severe =
        allergy.element("criticality").text().equals("high")
            || allergy.element("reaction").items().stream()
                .anyMatch(each -> each.text("severity").equals("severe"));
    Optional<Feature> feature = reading.vocabulary().feature("severeHypersensitivity");
    if (!severe || feature.isEmpty()) {
      account.ignore(
          allergy.source(), Reason.NOT_ASKED_FOR, "only severe hypersensitivity is asked for");
      return;
    }
    List<Element> codes = new ArrayList<>(List.of(allergy.element("code")));
    allergy.element("reaction").items().forEach(each -> codes.add(each.get("substance")));
    boolean found = false;
    for (Element element : codes) {
      if (element.exists()) {
        Concept concept = reading.concept(element);
        for (ValueMeaning meaning : reading.terms().values(feature.get(), concept)) {
          if (meaning.match() != Match.BROADER) {
            found = true;
            add(
                new MemberFinding(
                    feature.get(), meaning.value(), true, FhirDate.UNKNOWN, allergy.source(), ""),
                allergy);
          }
        }
      }
    }
    if (!found) {
      account.notUnderstood(allergy.source(), "no substance that is known");
    }
  }

  /**
   * A List that says that a feature is completely known: current, a snapshot, with the key of the
   * feature as its code. It has the entries, or says that there are none (nilknown).
   */
  private void list(FhirResource list) {
    Concept code = reading.concept(list.element("code"));
    Optional<Feature> feature =
        code.codings().stream()
            .filter(each -> each.system().equals(LIST_SYSTEM))
            .filter(each -> LISTED_FEATURES.contains(each.code()))
            .flatMap(each -> reading.vocabulary().feature(each.code()).stream())
            .findFirst();
    if (feature.isEmpty()) {
      account.ignore(
          list.source(), Reason.NOT_ASKED_FOR, "this List does not say what is completely known");
      return;
    }
    boolean current =
        list.element("status").text().equals("current")
            && list.element("mode").text().equals("snapshot");
    if (!current || reading.isLater(reading.date(list, "date"), list.source())) {
      account.ignore(list.source(), Reason.STATUS, "no snapshot that is current");
      return;
    }
    List<Element> entries = list.element("entry").items();
    boolean none =
        list.element("emptyReason").items("coding").stream()
            .anyMatch(each -> each.text("code").equals("nilknown"));
    if (entries.isEmpty() && !none) {
      account.ignore(
          list.source(),
          Reason.UNKNOWN,
          "an empty List says that there is nothing only with the reason nilknown");
      return;
    }
    for (Element entry : entries) {
      Optional<FhirResource> item =
          reading.index().resolve(list, entry.get("item").text("reference"));
      boolean understood =
          item.isPresent()
              && readFrom.getOrDefault(item.get().path(), Set.of()).contains(feature.get().key());
      if (!understood) {
        account.notUnderstood(
            entry.source(),
            feature.get().key()
                + " is not taken to be complete, since this entry was not sent along or understood");
        return;
      }
    }
    reading.facts().complete(feature.get(), list.source());
  }
}
