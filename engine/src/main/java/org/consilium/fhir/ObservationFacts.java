package org.consilium.fhir;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.consilium.coding.Code;
import org.consilium.coding.CodeKind;
import org.consilium.coding.CodeSystem;
import org.consilium.fhir.Finding.Rank;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.fhir.Terms.FeatureMeaning;
import org.consilium.fhir.Terms.Match;
import org.consilium.fhir.Terms.ValuedMeaning;
import org.consilium.fhir.ValueReader.ReadValue;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.patient.FeatureValue;

/** Reads Observations, alone, as components, and contained in a DiagnosticReport. */
final class ObservationFacts {
  /** The extension by which an Observation names the one that it replaces. */
  private static final String REPLACES =
      "http://hl7.org/fhir/StructureDefinition/observation-replaces";

  /** The systems whose codes say what was observed. */
  private static final Set<CodeSystem> OBSERVED =
      Set.of(CodeSystem.LOINC, CodeSystem.SNOMED_CT, CodeSystem.GTR);

  private static final String KARNOFSKY = "89243-0";
  private static final Set<String> ASPARTATE = Set.of("1920-8", "30239-8", "88112-8");
  private static final Set<String> ALANINE = Set.of("1742-6", "1743-4", "1744-2", "76625-3");

  private final Reading reading;
  private final Account account;
  private final ValueReader values;
  private final VariantFacts variants;
  private final List<Finding> aspartate = new ArrayList<>();
  private final List<Finding> alanine = new ArrayList<>();

  ObservationFacts(Reading reading) {
    this.reading = reading;
    this.account = reading.account();
    this.values = new ValueReader(reading);
    this.variants = new VariantFacts(reading);
  }

  /** Of some codes those that an Observation can have from which a feature is read. */
  static Set<Code> codes(Terms terms, Set<Code> all) {
    Set<Code> found = new TreeSet<>(Comparator.comparing(Code::system).thenComparing(Code::code));
    found.add(Code.of(CodeSystem.LOINC, KARNOFSKY));
    for (Code code : all) {
      if (code.knownSystem().filter(OBSERVED::contains).isPresent()
          && isRead(terms, Concept.of(code))) {
        found.add(code);
      }
    }
    return found;
  }

  /** Whether a code asks for a feature, or states one by itself. */
  private static boolean isRead(Terms terms, Concept concept) {
    return !terms.features(concept).isEmpty()
        || terms.valued(concept).stream()
            .anyMatch(each -> each.kind() != CodeKind.ANSWER && each.match() != Match.BROADER)
        || terms.featuresWithValue(concept).stream().anyMatch(Feature::isFunctional);
  }

  /** Reads all Observations of the patient. */
  void read() {
    List<FhirResource> all = new ArrayList<>(reading.people().resources("Observation"));
    List<FhirResource> reports = reading.people().resources("DiagnosticReport");
    for (FhirResource report : reports) {
      for (Element result : report.element("result").items()) {
        reading
            .index()
            .resolve(report, result.text("reference"))
            .filter(each -> each.container().isPresent() && each.type().equals("Observation"))
            .ifPresent(all::add);
      }
    }
    Set<String> replaced = new HashSet<>();
    for (FhirResource each : all) {
      for (Element extension : each.element("extension").items()) {
        if (extension.text("url").equals(REPLACES) && isUsable(each.element("status").text())) {
          reading
              .index()
              .resolve(each, extension.get("valueReference").text("reference"))
              .map(FhirResource::path)
              .ifPresent(replaced::add);
        }
      }
    }
    for (FhirResource each : all) {
      if (replaced.contains(each.path())) {
        account.ignore(each.source(), Reason.SUPERSEDED, "another Observation replaces it");
      } else {
        read(each);
      }
    }
    transaminases();
    variants.decide(reports);
  }

  private static boolean isUsable(String status) {
    return status.equals("final") || status.equals("amended") || status.equals("corrected");
  }

  private void read(FhirResource observation) {
    String status = observation.element("status").text();
    Optional<String> reportStatus =
        observation.container().map(report -> report.element("status").text());
    if (!isUsable(status) || (reportStatus.isPresent() && !isUsable(reportStatus.get()))) {
      account.ignore(
          observation.source(),
          Reason.STATUS,
          "its status is "
              + (!status.matches("[a-z-]{1,20}")
                  ? "missing"
                  : isUsable(status) ? "that of a report which is not final" : status)
              + "; only final, amended and corrected results are used");
      return;
    }
    if (reading.isAboutAnotherCancer(observation, "focus") || isAboutSomebodyElse(observation)) {
      return;
    }
    FhirDate date = reading.date(observation, "effectiveDateTime", "effectivePeriod");
    if (!date.isKnown()) {
      date = reading.date(observation, "effectiveInstant", "issued");
    }
    if (!date.isKnown() && observation.container().isPresent()) {
      date =
          reading.date(
              observation.container().get(), "effectiveDateTime", "effectivePeriod", "issued");
    }
    if (reading.isLater(date, observation.source())) {
      return;
    }
    Rank rank = status.equals("final") ? Rank.PLAIN : Rank.CORRECTED;
    Concept code = reading.concept(observation.element("code"));
    if (variants.read(observation, code, date)) {
      return;
    }
    List<Element> components = observation.element("component").items();
    Element root = observation.root();
    boolean valued = hasValue(root);
    if (valued || components.isEmpty()) {
      statement(observation, root, code, date, rank);
    }
    for (Element component : components) {
      Concept part = reading.concept(component.get("code"));
      if (!valued
          && reading.terms().features(part).isEmpty()
          && hasValue(component)
          && components.size() == 1) {
        // The only component of a panel that asks for a feature, such as the longest diameter.
        statement(observation, component, reading.terms().knows(part) ? part : code, date, rank);
      } else {
        statement(observation, component, part, date, rank);
      }
    }
  }

  private boolean isAboutSomebodyElse(FhirResource observation) {
    for (Element focus : observation.element("focus").items()) {
      Optional<FhirResource> target = reading.index().resolve(observation, focus.text("reference"));
      String type = target.map(FhirResource::type).orElse(focus.text("reference"));
      if (type.matches("(.*/)?(RelatedPerson|FamilyMemberHistory|Device)(/.*)?")
          || (type.equals("Patient") && !target.equals(reading.people().patient()))) {
        account.ignore(
            observation.source(), Reason.OTHER_SUBJECT, "about somebody or something else");
        return true;
      }
    }
    return false;
  }

  private static boolean hasValue(Element holder) {
    for (String name : List.of("dataAbsentReason", "interpretation")) {
      if (holder.get(name).exists()) {
        return true;
      }
    }
    boolean[] found = {false};
    holder.json().fieldNames().forEachRemaining(name -> found[0] |= name.startsWith("value"));
    return found[0];
  }

  /** One code with its value. */
  private void statement(
      FhirResource observation, Element holder, Concept code, FhirDate date, Rank rank) {
    if (code.has(CodeSystems.LOINC, KARNOFSKY)) {
      karnofsky(holder, date);
      return;
    }
    List<FeatureMeaning> meanings = reading.terms().features(code);
    if (meanings.isEmpty()) {
      withoutFeature(holder, code, date, rank);
      return;
    }
    List<FeatureMeaning> features = ofTheManual(observation, holder, meanings);
    if (features.isEmpty()) {
      return;
    }
    List<Feature> asked = features(features, false);
    List<Feature> beyond = features(features, true);
    beyond.removeAll(asked);
    Map<Feature, ReadValue> decided = decidedByValue(beyond, holder);
    if (decided.size() == 1) {
      decided.forEach((feature, read) -> add(feature, read, date, rank, holder.source()));
      Account silent = new Account();
      ValueReader attempt = new ValueReader(reading.withAccount(silent));
      asked.forEach(
          feature ->
              attempt
                  .read(feature, holder)
                  .ifPresent(read -> add(feature, read, date, rank, holder.source())));
    } else if (asked.isEmpty()) {
      undecided(beyond, holder, date);
    } else {
      for (Feature feature : asked) {
        if (!isNoToNarrower(feature, features, holder)) {
          asked(feature, holder, code, date, rank);
        }
      }
    }
  }

  /**
   * Whether a no answers a question that says more than a yes-or-no feature: no variant of one gene
   * does not say that there is none of two.
   */
  private boolean isNoToNarrower(Feature feature, List<FeatureMeaning> meanings, Element holder) {
    boolean exact = meanings.contains(new FeatureMeaning(feature, Match.EXACT));
    if (exact || feature.kind() != FeatureKind.BOOLEAN) {
      return false;
    }
    boolean no =
        new ValueReader(reading.withAccount(new Account()))
            .read(feature, holder)
            .filter(read -> read.value().equals(new FeatureValue.Truth(false)))
            .isPresent();
    if (no) {
      account.ignore(
          holder.source(),
          Reason.UNKNOWN,
          "a no to a narrower question does not decide " + feature.key());
    }
    return no;
  }

  /** The features that a code asks for, or those that say more than its question does. */
  private static List<Feature> features(List<FeatureMeaning> meanings, boolean beyond) {
    return new ArrayList<>(
        meanings.stream()
            .filter(meaning -> (meaning.match() == Match.BROADER) == beyond)
            .map(FeatureMeaning::feature)
            .distinct()
            .toList());
  }

  private void asked(Feature feature, Element holder, Concept code, FhirDate date, Rank rank) {
    if (feature.key().endsWith("TimesUln")) {
      timesUpperLimit(feature, holder, code, date, rank);
    } else if (!feature.isFunctional()) {
      members(feature, holder, date);
    } else if (!statesAnother(feature, holder, date, rank)) {
      int before = account.misunderstandings();
      Optional<ReadValue> value = values.read(feature, holder);
      value.ifPresent(read -> add(feature, read, date, rank, holder.source()));
      if (value.isEmpty() && account.misunderstandings() > before) {
        reading.facts().unread(feature, date);
      }
    }
  }

  private void add(Feature feature, ReadValue read, FhirDate date, Rank rank, Source source) {
    reading.facts().add(new Finding(feature, read.value(), date, rank, source, read.how()));
  }

  /**
   * A value that is a finding of its own and says nothing of the feature asked for, such as a
   * Gleason score in the place of a grade group.
   */
  private boolean statesAnother(Feature asked, Element holder, FhirDate date, Rank rank) {
    Element value = holder.get("valueCodeableConcept");
    if (!value.exists() || asked.kind().isCoded()) {
      return false;
    }
    Concept concept = Concept.of(value, new Account());
    List<ValuedMeaning> findings =
        reading.terms().answers(asked, concept).isEmpty()
            ? reading.terms().valued(concept).stream()
                .filter(each -> each.kind() == CodeKind.FINDING && each.match() != Match.BROADER)
                .toList()
            : List.of();
    findings.forEach(
        each -> add(each.feature(), new ReadValue(each.value(), ""), date, rank, holder.source()));
    return !findings.isEmpty();
  }

  /** The features that say more than the question, and are decided by the answer all the same. */
  private Map<Feature, ReadValue> decidedByValue(List<Feature> beyond, Element holder) {
    Map<Feature, ReadValue> found = new LinkedHashMap<>();
    if (!beyond.isEmpty()) {
      ValueReader attempt = new ValueReader(reading.withAccount(new Account()), true);
      beyond.forEach(
          feature ->
              attempt.readBroader(feature, holder).ifPresent(read -> found.put(feature, read)));
    }
    return found;
  }

  private void undecided(List<Feature> beyond, Element holder, FhirDate date) {
    if (holder.get("dataAbsentReason").exists()) {
      beyond.forEach(feature -> values.read(feature, holder));
      return;
    }
    if (beyond.size() == 1) {
      reading.facts().unread(beyond.get(0), date);
    }
    account.notUnderstood(
        holder.source(),
        beyond.size() == 1
            ? "the code says less than "
                + beyond.get(0).key()
                + ", and the value does not decide it"
            : "neither code nor value says which of these it is: "
                + String.join(", ", beyond.stream().map(Feature::key).toList()));
  }

  /** A finding code that says everything by itself, or with a yes or no. */
  private void withoutFeature(Element holder, Concept code, FhirDate date, Rank rank) {
    boolean found = false;
    boolean valued = hasValue(holder);
    for (Feature feature : reading.terms().featuresWithValue(code)) {
      if (feature.isFunctional() && !valued) {
        Optional<ReadValue> read = values.byConcept(feature, code);
        read.ifPresent(value -> add(feature, value, date, rank, holder.source()));
        found |= read.isPresent();
      }
    }
    for (ValuedMeaning meaning : reading.terms().valued(code)) {
      if (meaning.kind() != CodeKind.ANSWER) {
        found |= finding(meaning, holder, valued, date, rank);
      }
    }
    if (found) {
      return;
    }
    if (reading.terms().knows(code)) {
      account.ignore(
          holder.source(),
          Reason.NOT_ASKED_FOR,
          "no feature of "
              + reading.vocabulary().cancer()
              + " cancer is read from "
              + code.words());
    } else if (!code.damaged() || !code.codings().isEmpty()) {
      account.notUnderstood(holder.get("code").source(), code.words() + " is not known");
    }
  }

  /** What a code states, if there is no value; with a yes or no, whether it is so. */
  private boolean finding(
      ValuedMeaning meaning, Element holder, boolean valued, FhirDate date, Rank rank) {
    if (meaning.match() == Match.BROADER) {
      return false;
    }
    if (!valued) {
      add(meaning.feature(), new ReadValue(meaning.value(), ""), date, rank, holder.source());
      return true;
    }
    if (!(meaning.value() instanceof FeatureValue.Truth stated)) {
      return false;
    }
    Optional<ReadValue> read = values.read(meaning.feature(), holder);
    if (read.isEmpty() || !(read.get().value() instanceof FeatureValue.Truth answer)) {
      return read.isPresent();
    }
    if (!answer.value() && meaning.match() != Match.EXACT) {
      return false;
    }
    FeatureValue value = new FeatureValue.Truth(answer.value() == stated.value());
    add(meaning.feature(), new ReadValue(value, ""), date, rank, holder.source());
    return true;
  }

  /** What is asked for by the staging manual of the method; nothing if that is no feature. */
  private List<FeatureMeaning> ofTheManual(
      FhirResource observation, Element holder, List<FeatureMeaning> meanings) {
    if (meanings.stream().noneMatch(each -> StagingManual.isStaging(each.feature()))) {
      return meanings;
    }
    Concept method = reading.concept(observation.element("method"));
    StagingManual manual = StagingManual.of(method);
    if (manual == StagingManual.ANOTHER) {
      account.ignore(
          observation.source(),
          Reason.NOT_ASKED_FOR,
          "classified by " + StagingManual.nameOfAnother(method) + "; the 8th edition is read");
      return List.of();
    }
    ValueReader attempt = new ValueReader(reading.withAccount(new Account()));
    boolean prognostic =
        meanings.stream()
            .map(FeatureMeaning::feature)
            .anyMatch(
                each ->
                    attempt
                        .read(each, holder)
                        .filter(
                            read ->
                                manual.mayBePrognostic(reading.vocabulary(), each, read.value()))
                        .isPresent());
    if (prognostic) {
      account.ignore(
          observation.source(),
          Reason.NOT_ASKED_FOR,
          "the anatomic stage group is asked for; that of the AJCC regards more than T, N and M,"
              + " and the method does not name the UICC");
      return List.of();
    }
    return manual.choose(reading.vocabulary(), meanings);
  }

  private void members(Feature feature, Element holder, FhirDate date) {
    Concept concept = reading.concept(holder.get("valueCodeableConcept"));
    List<Terms.ValueMeaning> meanings =
        reading.terms().values(feature, concept).stream()
            .filter(meaning -> meaning.match() != Match.BROADER)
            .toList();
    if (meanings.isEmpty()) {
      account.notUnderstood(holder.source(), concept.words() + " is no value of " + feature.key());
    }
    meanings.forEach(
        meaning ->
            reading
                .facts()
                .add(new MemberFinding(feature, meaning.value(), true, date, holder.source(), "")));
  }

  /** Enzymes and bilirubin are asked for as multiples of the upper limit of the laboratory. */
  private void timesUpperLimit(
      Feature feature, Element holder, Concept code, FhirDate date, Rank rank) {
    Element quantity = holder.get("valueQuantity");
    Optional<BigDecimal> value = quantity.get("value").number();
    if (value.isEmpty() || !quantity.text("comparator").isEmpty()) {
      values.read(feature, holder).ifPresent(read -> notAMultiple(holder, feature));
      return;
    }
    for (Element range : holder.items("referenceRange")) {
      Element limit = range.get("high");
      Optional<BigDecimal> high = limit.get("value").number();
      if (high.isPresent()
          && high.get().signum() > 0
          && limit.text("code").equals(quantity.text("code"))
          && limit.text("unit").equals(quantity.text("unit"))) {
        BigDecimal times =
            value.get().divide(high.get(), 6, RoundingMode.HALF_EVEN).stripTrailingZeros();
        if (!PlausibleRange.of(feature).contains(times)) {
          account.notUnderstood(holder.source(), "no possible value of " + feature.key());
          return;
        }
        Finding finding =
            new Finding(
                feature,
                new FeatureValue.Numeric(List.of(NumberRange.exactly(times))),
                date,
                rank,
                holder.source(),
                "divided by the upper limit of the laboratory");
        if (isAny(code, ASPARTATE)) {
          aspartate.add(finding);
        } else if (isAny(code, ALANINE)) {
          alanine.add(finding);
        } else {
          reading.facts().add(finding);
        }
        return;
      }
    }
    notAMultiple(holder, feature);
  }

  private void notAMultiple(Element holder, Feature feature) {
    account.notUnderstood(
        holder.source(), feature.key() + " needs referenceRange.high in the unit of the value");
  }

  private static boolean isAny(Concept code, Set<String> loinc) {
    return loinc.stream().anyMatch(each -> code.has(CodeSystems.LOINC, each));
  }

  /** The higher of two enzymes: with one of them alone it is at least that. */
  private void transaminases() {
    Optional<Finding> one = latest(aspartate);
    Optional<Finding> two = latest(alanine);
    if (one.isPresent() && two.isPresent()) {
      boolean first = low(one.get()).compareTo(low(two.get())) >= 0;
      reading.facts().add(first ? one.get() : two.get());
      account.ignore(
          (first ? two.get() : one.get()).source(),
          Reason.SUPERSEDED,
          "the higher of AST and ALT is asked for");
    } else {
      one.or(() -> two)
          .ifPresent(
              single ->
                  reading
                      .facts()
                      .add(
                          new Finding(
                              single.feature(),
                              new FeatureValue.Numeric(List.of(NumberRange.atLeast(low(single)))),
                              single.date(),
                              single.rank(),
                              single.source(),
                              single.how() + "; AST or ALT is missing, the other may be higher")));
    }
  }

  private static BigDecimal low(Finding finding) {
    return ((FeatureValue.Numeric) finding.value()).anyOf().get(0).low();
  }

  private Optional<Finding> latest(List<Finding> all) {
    Optional<Finding> latest = Optional.empty();
    for (Finding each : all) {
      if (latest.isEmpty()
          || each.date().isAfter(latest.get().date())
          || (!latest.get().date().isAfter(each.date())
              && low(each).compareTo(low(latest.get())) > 0)) {
        latest = Optional.of(each);
      }
    }
    for (Finding each : all) {
      if (!each.equals(latest.orElseThrow())) {
        account.ignore(each.source(), Reason.SUPERSEDED, "a later or higher value is used");
      }
    }
    return latest;
  }

  /**
   * Karnofsky in the place of ECOG: 100 and 90 are 0, 80 and 70 are 1, and so on in steps of two,
   * as the table of ECOG-ACRIN sets them side by side.
   */
  private void karnofsky(Element holder, FhirDate date) {
    Optional<Feature> ecog = reading.vocabulary().feature("ecog");
    Optional<BigDecimal> value =
        holder
            .get("valueInteger")
            .number()
            .or(() -> holder.get("valueQuantity").get("value").number());
    if (ecog.isEmpty() || value.isEmpty()) {
      account.notUnderstood(holder.source(), "the Karnofsky status has no number");
      return;
    }
    int score = value.get().intValue();
    if (value.get().stripTrailingZeros().scale() > 0
        || score % 10 != 0
        || score < 10
        || score > 100) {
      account.notUnderstood(
          holder.source(), "the Karnofsky status is no multiple of ten from 10 to 100");
      return;
    }
    BigDecimal status = BigDecimal.valueOf((100 - score) / 20);
    reading
        .facts()
        .add(
            new Finding(
                ecog.get(),
                new FeatureValue.Numeric(List.of(NumberRange.exactly(status))),
                date,
                Rank.SUBSTITUTE,
                holder.source(),
                "converted from Karnofsky " + score));
  }
}
