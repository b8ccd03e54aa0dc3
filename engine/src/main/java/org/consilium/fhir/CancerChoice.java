package org.consilium.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.consilium.coding.CodeSystem;
import org.consilium.fhir.Concept.Coding;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.fhir.Terms.Match;
import org.consilium.fhir.Terms.Meaning;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem.Code;

/**
 * The one primary cancer that the case is about. Several are refused, or one is selected. Two
 * Conditions are the same cancer if they are of the same kind and not of different sides; a cancer
 * that is resolved gives way to one that is not.
 */
final class CancerChoice {
  private static final Set<String> LEFT = Set.of("7771000", "80248007", "353431000119107");
  private static final Set<String> RIGHT = Set.of("24028007", "73056007", "353441000119103");
  private static final String LATERALITY =
      "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier";

  private record Primary(FhirResource condition, String cancer, String side, boolean past) {}

  private final Vocabulary vocabulary;
  private final List<FhirResource> conditions;
  private final List<FhirResource> others;

  private CancerChoice(
      Vocabulary vocabulary, List<FhirResource> conditions, List<FhirResource> others) {
    this.vocabulary = vocabulary;
    this.conditions = conditions;
    this.others = others;
  }

  /**
   * Finds the cancer.
   *
   * @param all the Conditions of the patient
   * @throws PatientException if there is none, or several and none is selected, or the selected one
   *     is not there
   */
  static CancerChoice of(
      KnowledgeBase knowledge,
      Function<Coding, List<Meaning>> lookup,
      List<FhirResource> all,
      Account account,
      Optional<String> selected)
      throws PatientException {
    List<Primary> primaries = primaries(knowledge, lookup, all);
    Optional<String> kind = selected.filter(knowledge.cancers()::contains);
    List<Primary> candidates =
        primaries.stream()
            .filter(
                each ->
                    selected.isEmpty()
                        || kind.equals(Optional.of(each.cancer()))
                        || isNamed(each.condition(), selected.get()))
            .toList();
    if (candidates.isEmpty() && kind.isPresent()) {
      return new CancerChoice(
          knowledge.vocabulary(kind.get()).orElseThrow(),
          List.of(),
          primaries.stream().map(Primary::condition).toList());
    }
    if (candidates.isEmpty()) {
      throw none(knowledge, selected);
    }
    boolean someNow = candidates.stream().anyMatch(each -> !each.past());
    List<Primary> left = candidates.stream().filter(each -> !someNow || !each.past()).toList();
    Map<String, Set<String>> sides = new LinkedHashMap<>();
    left.forEach(
        each -> {
          Set<String> known = sides.computeIfAbsent(each.cancer(), key -> new LinkedHashSet<>());
          if (!each.side().isEmpty()) {
            known.add(each.side());
          }
        });
    boolean several = sides.size() > 1 || sides.values().stream().anyMatch(set -> set.size() > 1);
    if (several) {
      throw FhirJson.refuse(
          Code.FHIR_SEVERAL_CANCERS,
          left.get(1).condition().path() + ".code",
          "the patient has several primary cancers: "
              + String.join(
                  ", ",
                  left.stream()
                      .limit(6)
                      .map(
                          each ->
                              each.cancer()
                                  + (each.side().isEmpty() ? "" : " " + each.side())
                                  + " at "
                                  + each.condition().path())
                      .toList()),
          "Select one with cancer=, by its code ("
              + String.join(", ", knowledge.cancers())
              + ") or by the id of its Condition.");
    }
    List<FhirResource> chosen = left.stream().map(Primary::condition).toList();
    List<FhirResource> rest = new ArrayList<>();
    for (Primary each : primaries) {
      if (!chosen.contains(each.condition())) {
        rest.add(each.condition());
        account.ignore(
            each.condition().source(),
            Reason.OTHER_SUBJECT,
            each.past() && candidates.contains(each)
                ? "a cancer of the past"
                : "another cancer than the one selected");
      }
    }
    return new CancerChoice(knowledge.vocabulary(left.get(0).cancer()).orElseThrow(), chosen, rest);
  }

  /** The codes of the cancers that Conditions name, in their order. */
  static Set<String> named(
      KnowledgeBase knowledge,
      Function<Coding, List<Meaning>> lookup,
      List<FhirResource> conditions) {
    return primaries(knowledge, lookup, conditions).stream()
        .map(Primary::cancer)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Primary> primaries(
      KnowledgeBase knowledge,
      Function<Coding, List<Meaning>> lookup,
      List<FhirResource> conditions) {
    List<Primary> primaries = new ArrayList<>();
    for (FhirResource condition : conditions) {
      ConditionState state = ConditionState.of(condition);
      if (state.isWithdrawn() || state == ConditionState.REFUTED) {
        continue;
      }
      cancer(knowledge, lookup, condition)
          .ifPresent(
              cancer ->
                  primaries.add(
                      new Primary(
                          condition, cancer, side(condition), state == ConditionState.PAST)));
    }
    return primaries;
  }

  private static PatientException none(KnowledgeBase knowledge, Optional<String> selected) {
    return FhirJson.refuse(
        Code.FHIR_NO_CANCER,
        "",
        selected.isPresent()
            ? "the cancer that is selected is not among the Conditions of the patient"
            : "no Condition says which cancer this is",
        "Send the Condition of the primary cancer with a SNOMED CT, ICD-10 or ICD-O code that is"
            + " known here, or name the cancer with cancer=: "
            + String.join(", ", knowledge.cancers())
            + ".");
  }

  private static boolean isNamed(FhirResource condition, String name) {
    return name.equals(condition.id())
        || name.equals(condition.typeAndId())
        || name.equals(condition.fullUrl());
  }

  /**
   * The cancer that a Condition is. A code that says less than the cancer, such as its site, is
   * enough together with the morphology of a malignant primary tumour: behaviour 3 of ICD-O-3.
   */
  private static Optional<String> cancer(
      KnowledgeBase knowledge, Function<Coding, List<Meaning>> lookup, FhirResource condition) {
    Concept code = Concept.of(condition.element("code"), new Account());
    Optional<String> stated = cancer(knowledge, lookup, code, false);
    if (stated.isPresent()) {
      return stated;
    }
    List<Coding> morphologies = new ArrayList<>(code.codings());
    condition
        .root()
        .extension(ConditionFacts.HISTOLOGY)
        .map(each -> Concept.of(each.get("valueCodeableConcept"), new Account()))
        .ifPresent(each -> morphologies.addAll(each.codings()));
    return morphologies.stream().anyMatch(CancerChoice::isMalignant)
        ? cancer(knowledge, lookup, code, true)
        : Optional.empty();
  }

  private static boolean isMalignant(Coding coding) {
    return coding.system().equals(CodeSystem.ICD_O_3.uri()) && coding.code().endsWith("/3");
  }

  private static Optional<String> cancer(
      KnowledgeBase knowledge,
      Function<Coding, List<Meaning>> lookup,
      Concept code,
      boolean broader) {
    for (Coding coding : code.codings()) {
      for (Meaning meaning : lookup.apply(coding)) {
        for (String cancer : knowledge.cancers()) {
          if ((broader || meaning.match() != Match.BROADER)
              && knowledge.vocabulary(cancer).orElseThrow().cancerIri().equals(meaning.iri())) {
            return Optional.of(cancer);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String side(FhirResource condition) {
    List<Element> places = new ArrayList<>(List.of(condition.element("code")));
    for (Element site : condition.element("bodySite").items()) {
      places.add(site);
      site.extension(LATERALITY)
          .map(each -> each.get("valueCodeableConcept"))
          .ifPresent(places::add);
    }
    boolean left = false;
    boolean right = false;
    for (Element place : places) {
      for (Coding coding : Concept.of(place, new Account()).codings()) {
        boolean snomed = coding.system().equals(CodeSystems.SNOMED);
        left |= snomed && LEFT.contains(coding.code());
        right |= snomed && RIGHT.contains(coding.code());
      }
    }
    return left == right ? "" : left ? "left" : "right";
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The Conditions of the cancer; none if it was only named. */
  List<FhirResource> conditions() {
    return conditions;
  }

  /** The Conditions of the patient's other cancers. */
  List<FhirResource> others() {
    return others;
  }
}
