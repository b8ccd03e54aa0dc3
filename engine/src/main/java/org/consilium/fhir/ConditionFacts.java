package org.consilium.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.consilium.coding.CodeKind;
import org.consilium.fhir.Finding.Rank;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.fhir.Terms.Match;
import org.consilium.fhir.Terms.ValueMeaning;
import org.consilium.fhir.Terms.ValuedMeaning;
import org.consilium.fhir.ValueReader.ReadValue;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.ValueTaxonomy;
import org.consilium.patient.FeatureValue;

/** Reads Conditions: the cancer with its histology and stage, its metastases, and other illness. */
final class ConditionFacts {
  /** The extension of mCODE with the histology of the cancer. */
  static final String HISTOLOGY =
      "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior";

  /** Features that are true of the past, too: a Condition that is over still states them. */
  private static final Set<String> LASTING =
      Set.of(
          "vteHistory",
          "seizureHistory",
          "arterialThromboembolismHistory",
          "pneumonitisHistory",
          "retinalVeinOcclusionHistory",
          "severeCutaneousReactionHistory",
          "cardiovascularDisease",
          "osteonecrosisJaw",
          "organTransplant",
          "myelodysplasiaOrAml");

  private final Reading reading;
  private final Account account;
  private final ValueReader values;

  ConditionFacts(Reading reading) {
    this.reading = reading;
    this.account = reading.account();
    this.values = new ValueReader(reading);
  }

  /**
   * Reads all Conditions of the patient.
   *
   * @param cancers those of the cancer that the case is about
   */
  void read(List<FhirResource> all, List<FhirResource> cancers) {
    for (FhirResource condition : all) {
      if (reading.otherCancers().contains(condition)) {
        continue;
      }
      ConditionState state = ConditionState.of(condition);
      FhirDate date = date(condition);
      if (state.isWithdrawn()) {
        account.ignore(
            condition.source(), Reason.STATUS, "entered in error, or with a status of no meaning");
      } else if (!reading.isLater(date, condition.source())) {
        if (cancers.contains(condition)) {
          cancer(condition, date);
        } else if (state == ConditionState.SUSPECTED) {
          account.ignore(condition.source(), Reason.STATUS, "suspected, not confirmed");
        } else {
          illness(condition, state, date);
        }
      }
    }
  }

  private FhirDate date(FhirResource condition) {
    FhirDate recorded = reading.date(condition, "recordedDate");
    return recorded.isKnown() ? recorded : reading.date(condition, "onsetDateTime", "onsetPeriod");
  }

  private void cancer(FhirResource condition, FhirDate date) {
    // A code of the cancer can say more than which one it is, such as its type.
    Concept code = reading.concept(condition.element("code"));
    states(condition.element("code"), code, date);
    condition
        .root()
        .extension(HISTOLOGY)
        .map(each -> each.get("valueCodeableConcept"))
        .ifPresent(each -> histology(each, date));
    for (Element stage : condition.element("stage").items()) {
      stage(condition, stage, date);
    }
  }

  private void histology(Element element, FhirDate date) {
    Concept concept = reading.concept(element);
    boolean stated = states(element, concept, date);
    if (!stated && reading.terms().knows(concept)) {
      account.ignore(
          element.source(),
          Reason.NOT_ASKED_FOR,
          "no feature of " + reading.vocabulary().cancer() + " cancer is read from this histology");
    } else if (!stated) {
      account.notUnderstood(element.source(), concept.words() + " is no histology that is known");
    }
  }

  /** Everything that a code states as true; {@code false} if that is nothing. */
  private boolean states(Element element, Concept concept, FhirDate date) {
    boolean found = false;
    for (Feature feature : reading.terms().featuresWithValue(concept)) {
      if (feature.isFunctional()) {
        Optional<ReadValue> read = values.byConcept(feature, concept);
        read.ifPresent(value -> add(feature, value.value(), date, element.source()));
        found |= read.isPresent();
      }
    }
    for (ValuedMeaning meaning : reading.terms().valued(concept)) {
      if (meaning.kind() != CodeKind.ANSWER && meaning.match() != Match.BROADER) {
        add(meaning.feature(), meaning.value(), date, element.source());
        found = true;
      }
    }
    return found;
  }

  private void stage(FhirResource condition, Element stage, FhirDate date) {
    for (Element assessment : stage.items("assessment")) {
      boolean there = reading.index().resolve(condition, assessment.text("reference")).isPresent();
      if (!there && !assessment.text("reference").isEmpty()) {
        account.notUnderstood(
            assessment.source(), "the assessment of the stage was not sent along");
      }
    }
    Element summary = stage.get("summary");
    if (!summary.exists()) {
      return;
    }
    Concept concept = reading.concept(summary);
    List<Feature> groups =
        Stream.of("stageGroup", "ajccPrognosticStageGroup")
            .flatMap(key -> reading.vocabulary().feature(key).stream())
            .toList();
    Map<Feature, ReadValue> read = new LinkedHashMap<>();
    groups.forEach(
        each -> values.byConcept(each, concept).ifPresent(value -> read.put(each, value)));
    boolean prognostic =
        read.entrySet().stream()
            .anyMatch(
                each ->
                    StagingManual.UNKNOWN.mayBePrognostic(
                        reading.vocabulary(), each.getKey(), each.getValue().value()));
    if (prognostic) {
      account.ignore(
          summary.source(),
          Reason.NOT_ASKED_FOR,
          "the anatomic stage group is asked for; a summary does not say whether it is that, or the"
              + " prognostic one of the AJCC");
    } else if (read.size() == 1) {
      read.forEach((group, value) -> add(group, value.value(), date, summary.source()));
    } else if (groups.isEmpty()) {
      account.ignore(
          summary.source(),
          Reason.NOT_ASKED_FOR,
          "no stage group of " + reading.vocabulary().cancer() + " cancer is asked for");
    } else {
      account.notUnderstood(
          summary.source(),
          read.isEmpty()
              ? concept.words() + " is no stage that is known"
              : "a summary does not say whether this is a stage group of the UICC or of the AJCC");
    }
  }

  private void add(Feature feature, FeatureValue value, FhirDate date, Source source) {
    reading.facts().add(new Finding(feature, value, date, Rank.PLAIN, source, ""));
  }

  /** Metastases and other illness: true while present, false if ruled out by the very code. */
  private void illness(FhirResource condition, ConditionState state, FhirDate date) {
    Concept code = reading.concept(condition.element("code"));
    Source source = condition.source();
    List<String> said = new ArrayList<>();
    boolean over = false;
    for (ValuedMeaning meaning : reading.terms().valued(code)) {
      Feature feature = meaning.feature();
      if (meaning.kind() == CodeKind.ANSWER) {
        continue;
      }
      if (state == ConditionState.REFUTED) {
        if (meaning.match() == Match.EXACT && meaning.value() instanceof FeatureValue.Truth truth) {
          add(feature, new FeatureValue.Truth(!truth.value()), date, source);
          said.add(feature.key());
        }
      } else if (meaning.match() != Match.BROADER) {
        if (state == ConditionState.PRESENT || LASTING.contains(feature.key())) {
          add(feature, meaning.value(), date, source);
          said.add(feature.key());
        } else {
          over = true;
        }
      }
    }
    for (Feature feature : reading.terms().featuresWithValue(code)) {
      if (feature.isFunctional()) {
        boolean lasting = LASTING.contains(feature.key());
        if (state == ConditionState.REFUTED) {
          refuted(feature, code, date, source, said);
        } else if (state == ConditionState.PRESENT || lasting) {
          Optional<ReadValue> read = values.byConcept(feature, code);
          // An M category that is stated says more than a metastasis does.
          Rank rank = feature.key().equals("cM") ? Rank.SUBSTITUTE : Rank.PLAIN;
          read.ifPresent(
              value ->
                  reading
                      .facts()
                      .add(new Finding(feature, value.value(), date, rank, source, value.how())));
          read.ifPresent(value -> said.add(feature.key()));
        } else {
          over = true;
        }
      }
    }
    if (said.isEmpty()) {
      if (over) {
        account.ignore(source, Reason.STATUS, "an illness of the past");
      } else if (state == ConditionState.REFUTED) {
        account.ignore(source, Reason.STATUS, "ruled out, which decides no feature");
      } else if (reading.terms().knows(code)) {
        account.ignore(
            source,
            Reason.NOT_ASKED_FOR,
            "no feature of "
                + reading.vocabulary().cancer()
                + " cancer is read from "
                + code.words());
      } else {
        account.notUnderstood(condition.element("code").source(), code.words() + " is not known");
      }
    }
  }

  /** A class that is ruled out by its very code. */
  private void refuted(
      Feature feature, Concept code, FhirDate date, Source source, List<String> said) {
    ValueTaxonomy taxonomy = feature.taxonomy();
    List<ValueClass> exact =
        reading.terms().values(feature, code).stream()
            .filter(meaning -> meaning.match() == Match.EXACT)
            .map(ValueMeaning::value)
            .filter(value -> !value.iri().equals(taxonomy.root()))
            .toList();
    if (!exact.isEmpty()) {
      add(feature, new FeatureValue.Coded(List.of(), exact), date, source);
      said.add(feature.key());
    }
  }
}
