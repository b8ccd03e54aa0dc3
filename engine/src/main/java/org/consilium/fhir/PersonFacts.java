package org.consilium.fhir;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consilium.fhir.Finding.Rank;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.NumberRange;
import org.consilium.patient.FeatureValue;

/** Reads age and sex from the Patient. */
final class PersonFacts {
  private static final String BIRTH_SEX =
      "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex";
  private static final Map<String, String> SEXES =
      Map.of("F", "female", "M", "male", "female", "female", "male", "male");

  private final Reading reading;

  PersonFacts(Reading reading) {
    this.reading = reading;
  }

  void read(FhirResource patient) {
    age(patient);
    sex(patient);
    Element deceased = patient.element("deceasedBoolean");
    if (deceased.json().asBoolean(false) || patient.element("deceasedDateTime").exists()) {
      reading
          .account()
          .ignore(
              patient.source(),
              Reason.NOT_ASKED_FOR,
              "the patient is recorded as deceased; the answer is given all the same");
    }
  }

  /** Completed years on the day at which the case is looked at; never reckoned from today. */
  private void age(FhirResource patient) {
    Element birth = patient.element("birthDate");
    Optional<Feature> feature = reading.vocabulary().feature("ageYears");
    if (feature.isEmpty() || !birth.exists()) {
      return;
    }
    Optional<FhirDate> born = FhirDate.of(birth.text());
    if (born.isEmpty()) {
      reading.account().notUnderstood(birth.source(), "this is no date of FHIR");
      return;
    }
    if (reading.day().isEmpty()) {
      reading
          .account()
          .notUnderstood(
              birth.source(),
              "the age is known only on a day: give it as day=, or send a Bundle with a timestamp");
      return;
    }
    LocalDate day = reading.day().get();
    long least = ChronoUnit.YEARS.between(born.get().lastDay(), day);
    long most = ChronoUnit.YEARS.between(born.get().firstDay(), day);
    if (least < 0 || most > 150) {
      reading.account().notUnderstood(birth.source(), "no possible date of birth on the day asked");
      return;
    }
    NumberRange age =
        least == most
            ? NumberRange.exactly(BigDecimal.valueOf(least))
            : NumberRange.atLeast(BigDecimal.valueOf(least))
                .intersect(NumberRange.atMost(BigDecimal.valueOf(most)));
    add(
        feature.get(),
        new FeatureValue.Numeric(List.of(age)),
        birth.source(),
        "in completed years on " + day);
  }

  /** The sex recorded at birth; the administrative gender where that is not given. */
  private void sex(FhirResource patient) {
    Optional<Feature> feature = reading.vocabulary().feature("sex");
    if (feature.isEmpty()) {
      return;
    }
    Element gender = patient.element("gender");
    Optional<Element> birth =
        patient.root().extension(BIRTH_SEX).map(each -> each.get("valueCode"));
    Element source = birth.orElse(gender);
    Optional<FeatureValue> value =
        Optional.ofNullable(SEXES.get(source.text()))
            .flatMap(feature.get().taxonomy()::byCode)
            .map(each -> new FeatureValue.Coded(List.of(each), List.of()));
    value.ifPresent(
        each ->
            add(
                feature.get(),
                each,
                source.source(),
                birth.isPresent() ? "" : "from the administrative gender"));
    if (value.isEmpty() && source.exists()) {
      reading.account().ignore(source.source(), Reason.UNKNOWN, "sex is not known");
    }
    if (birth.isPresent() && gender.exists()) {
      reading
          .account()
          .ignore(gender.source(), Reason.SUPERSEDED, "the sex recorded at birth is used");
    }
  }

  private void add(Feature feature, FeatureValue value, Source source, String how) {
    reading.facts().add(new Finding(feature, value, FhirDate.UNKNOWN, Rank.PLAIN, source, how));
  }
}
