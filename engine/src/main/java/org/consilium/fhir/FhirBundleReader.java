package org.consilium.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.consilium.coding.CodeMappings;
import org.consilium.fhir.Concept.Coding;
import org.consilium.fhir.Finding.Rank;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.fhir.Terms.Meaning;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem.Code;

/**
 * Reads a case from FHIR R4 resources: a Bundle, or a list of resources and Bundles. Resources are
 * recognised by their codes; profiles may be missing. Nothing is fetched, narrative is not looked
 * at, and what is not said stays unknown.
 *
 * <p>It holds no state of a patient and can be shared by threads.
 */
public final class FhirBundleReader {
  /** Most resources that are read together. */
  public static final int MAXIMUM_RESOURCES = 20_000;

  /** Largest Bundle in bytes. */
  public static final int MAXIMUM_BYTES = FhirJson.MAXIMUM_BYTES;

  private static final List<String> READ =
      List.of(
          "Condition",
          "Observation",
          "DiagnosticReport",
          "MedicationStatement",
          "MedicationAdministration",
          "MedicationRequest",
          "ServiceRequest",
          "Procedure",
          "AllergyIntolerance",
          "List");

  /** Types that are looked at only where another resource refers to them, or that say nothing. */
  private static final Set<String> SILENT =
      Set.of(
          "Patient",
          "Medication",
          "Specimen",
          "Organization",
          "Practitioner",
          "PractitionerRole",
          "BodyStructure",
          "Encounter",
          "Provenance",
          "Location",
          "Device");

  /** Features whose presence shows that tissue was looked at. */
  private static final Set<String> SHOWN_BY_TISSUE =
      Set.of(
          "histology",
          "isupGradeGroup",
          "gleasonScore",
          "gleasonPrimaryPattern",
          "gleasonPattern4Percent",
          "grade",
          "pT",
          "pN",
          "erPercent",
          "prPercent",
          "hrStatus",
          "her2Ihc",
          "her2Ish",
          "her2Status",
          "pdl1Tps",
          "pdl1Cps",
          "ki67Percent");

  /** Features that grade one tissue in different ways. */
  private static final Set<String> GRADING =
      Set.of("isupGradeGroup", "gleasonScore", "gleasonPrimaryPattern", "gleasonSecondaryPattern");

  private final KnowledgeBase knowledge;
  private final CodeTable codes;
  private final Function<Coding, List<Meaning>> lookup;
  private final AnswerTable answers;
  private final VariantTable variants;

  /** A reader with the codes of the knowledge. */
  public static FhirBundleReader of(KnowledgeBase knowledge) {
    return new FhirBundleReader(knowledge, knowledge.mappings());
  }

  /**
   * A reader.
   *
   * @param knowledge the vocabularies
   * @param mappings what codes mean; only those that were checked are used
   */
  public FhirBundleReader(KnowledgeBase knowledge, CodeMappings mappings) {
    this.knowledge = knowledge;
    this.codes = new CodeTable(mappings);
    this.lookup = codes::of;
    this.answers = AnswerTable.of(knowledge, table("answers.tsv"));
    this.variants = VariantTable.of(knowledge, table("variants.tsv"));
  }

  private static String table(String name) {
    try {
      return KnowledgeFiles.resource("ontology/mappings/" + name);
    } catch (IOException e) {
      throw new UncheckedIOException("the library is damaged", e);
    }
  }

  /**
   * Reads a Bundle.
   *
   * @param json a Bundle in UTF-8, at most {@link #MAXIMUM_BYTES}
   * @throws PatientException if it cannot be read or does not say which case is meant
   */
  public FhirCase read(byte[] json, FhirSelection selection) throws PatientException {
    return read(FhirJson.parse(json), selection);
  }

  /**
   * Reads a Bundle that is already parsed; the bounds of {@link #parse} are the caller's duty.
   *
   * @throws PatientException if it cannot be read or does not say which case is meant
   */
  public FhirCase read(JsonNode bundle, FhirSelection selection) throws PatientException {
    Account account = new Account();
    ResourceIndex index = new ResourceIndex(account);
    index.addBundle(bundle, "Bundle");
    return read(index, account, selection);
  }

  /**
   * Reads resources and Bundles that were got one by one, such as those of a prefetch.
   *
   * @param resources by a name that comes back as the beginning of their paths; {@code null} nodes
   *     are passed over
   * @throws PatientException if they cannot be read or do not say which case is meant
   */
  public FhirCase read(Map<String, JsonNode> resources, FhirSelection selection)
      throws PatientException {
    Account account = new Account();
    ResourceIndex index = new ResourceIndex(account);
    for (Map.Entry<String, JsonNode> each : resources.entrySet()) {
      index.addAny(each.getValue(), each.getKey());
    }
    return read(index, account, selection);
  }

  /**
   * Reads resources; their paths begin with {@code resource[0]} and so on.
   *
   * @throws PatientException if they cannot be read or do not say which case is meant
   */
  public FhirCase read(List<JsonNode> resources, FhirSelection selection) throws PatientException {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    for (int i = 0; i < resources.size(); i++) {
      named.put("resource[" + i + "]", resources.get(i));
    }
    return read(named, selection);
  }

  /**
   * The cancers that the Conditions of a patient name, neither withdrawn nor ruled out.
   *
   * @param resources as for {@link #read(Map, FhirSelection)}
   * @param selection says which patient
   * @return their codes, in the order of the Conditions
   * @throws PatientException if the resources cannot be read or do not say which patient is meant
   */
  public Set<String> cancers(Map<String, JsonNode> resources, FhirSelection selection)
      throws PatientException {
    Account account = new Account();
    ResourceIndex index = new ResourceIndex(account);
    for (Map.Entry<String, JsonNode> each : resources.entrySet()) {
      index.addAny(each.getValue(), each.getKey());
    }
    PatientChoice people = PatientChoice.of(index, account, READ, selection.patient());
    return CancerChoice.named(knowledge, lookup, people.resources("Condition"));
  }

  /**
   * The codes by which Observations are recognised for a cancer, ordered by system; those of
   * genomic variants are not among them.
   *
   * @throws IllegalArgumentException if the cancer is unknown
   */
  public Set<org.consilium.coding.Code> observationCodes(String cancer) {
    Vocabulary vocabulary =
        knowledge
            .vocabulary(cancer)
            .orElseThrow(() -> new IllegalArgumentException("unknown cancer " + cancer));
    return ObservationFacts.codes(new Terms(vocabulary, lookup), codes.codes());
  }

  /** The LOINC codes of Observations on genomic variants and on regions that were studied. */
  public static Set<String> variantCodes() {
    return VariantFacts.CODES;
  }

  /** The types of resources that are read, beside the Patient. */
  public static List<String> typesRead() {
    return READ;
  }

  /**
   * Parses FHIR JSON under the bounds of this reader.
   *
   * @throws PatientException if it is empty, no JSON, names a key twice, or exceeds a bound
   */
  public static JsonNode parse(byte[] json) throws PatientException {
    return FhirJson.parse(json);
  }

  /**
   * Whether a text is a FHIR resource: an object with a {@code resourceType}. What is no JSON, or
   * exceeds the bounds, is none; the reader that it is then given to says what is wrong.
   */
  public static boolean isFhir(byte[] json) {
    return FhirJson.hasResourceType(json);
  }

  private FhirCase read(ResourceIndex index, Account account, FhirSelection selection)
      throws PatientException {
    if (index.resources().isEmpty()) {
      throw FhirJson.refuse(
          Code.FHIR_NO_CANCER,
          "",
          "there is no resource about a patient",
          "Send the Patient, the Condition of the cancer and the findings.");
    }
    PatientChoice people = PatientChoice.of(index, account, READ, selection.patient());
    List<FhirResource> conditions = people.resources("Condition");
    CancerChoice cancer =
        CancerChoice.of(knowledge, lookup, conditions, account, selection.cancer());
    Vocabulary vocabulary = cancer.vocabulary();
    Optional<LocalDate> day = selection.day().or(() -> index.timestamp().map(FhirDate::lastDay));
    Reconciliation facts = new Reconciliation(account);
    Reading reading =
        new Reading(
            vocabulary,
            new Terms(vocabulary, lookup),
            answers,
            variants,
            index,
            people,
            cancer.others(),
            day,
            account,
            facts);
    people.patient().ifPresent(new PersonFacts(reading)::read);
    new ConditionFacts(reading).read(conditions, cancer.conditions());
    new ObservationFacts(reading).read();
    new TreatmentFacts(reading).read();
    stageOfDiagnosis(reading, cancer);
    stageGroups(reading);
    facts.keepLatest(GRADING, "a later grading of the tissue is used");
    otherTypes(index, account);
    facts.decide();
    return new FhirCase(
        new PatientCase(Optional.empty(), vocabulary, facts.facts()),
        day,
        facts.used(),
        account.ignored(),
        account.notUnderstood(),
        facts.contradictions());
  }

  /**
   * Suspected or confirmed: by the verification status, and confirmed only if something was read
   * that needs tissue, since the features ask for confirmation by pathology.
   */
  private static void stageOfDiagnosis(Reading reading, CancerChoice cancer) {
    Optional<Feature> feature =
        reading
            .vocabulary()
            .feature("diagnosticStage")
            .or(() -> reading.vocabulary().feature("lungCancerStatus"));
    if (feature.isEmpty()) {
      return;
    }
    boolean found = SHOWN_BY_TISSUE.stream().anyMatch(reading.facts()::has);
    for (FhirResource condition : cancer.conditions()) {
      boolean tissue = found || condition.root().extension(ConditionFacts.HISTOLOGY).isPresent();
      boolean suspected = ConditionState.of(condition) == ConditionState.SUSPECTED;
      boolean stated = condition.element("verificationStatus").exists();
      Source source = condition.element("verificationStatus").source();
      Optional<ValueClass> value =
          feature
              .get()
              .taxonomy()
              .byCode(suspected ? "suspected" : "confirmed")
              .filter(each -> suspected || (stated && tissue));
      value.ifPresent(
          each ->
              reading
                  .facts()
                  .add(
                      new Finding(
                          feature.get(),
                          new FeatureValue.Coded(List.of(each), List.of()),
                          FhirDate.UNKNOWN,
                          Rank.PLAIN,
                          source,
                          suspected ? "" : "confirmed, and there is a finding from tissue")));
      if (value.isEmpty()) {
        reading
            .account()
            .ignore(
                condition.source(),
                Reason.UNKNOWN,
                "whether the cancer is confirmed by pathology is not known: that needs a"
                    + " verificationStatus of confirmed and a finding from tissue");
      }
    }
  }

  /** A stage group that follows from what else is known is not taken from elsewhere. */
  private static void stageGroups(Reading reading) {
    for (String group :
        List.of("stageGroup", "pathologicalStageGroup", "ajccPrognosticStageGroup")) {
      reading.vocabulary().feature(group).ifPresent(each -> earlierStage(reading, each));
    }
    follows(reading, "stageGroup", List.of("cT", "cN", "cM"));
    follows(reading, "pathologicalStageGroup", List.of("pT", "pN", "cM"));
    follows(
        reading,
        "ajccPrognosticStageGroup",
        List.of("cT", "cN", "cM", "psaNgMl", "isupGradeGroup"));
  }

  /**
   * A stage group without metastases is that of an earlier time where metastases are known: records
   * keep the stage at diagnosis.
   */
  private static void earlierStage(Reading reading, Feature group) {
    List<Finding> categories =
        reading.vocabulary().feature("cM").map(reading.facts()::of).orElse(List.of());
    boolean metastatic =
        !categories.isEmpty()
            && categories.stream().allMatch(each -> hasOnlyCodes(each.value(), "M1"));
    if (metastatic
        && reading.facts().of(group).stream().anyMatch(each -> !hasOnlyCodes(each.value(), "IV"))) {
      reading.facts().drop(group, "metastases are known, so that it is a stage of an earlier time");
    }
  }

  private static boolean hasOnlyCodes(FeatureValue value, String beginning) {
    return value instanceof FeatureValue.Coded coded
        && !coded.anyOf().isEmpty()
        && coded.anyOf().stream().allMatch(each -> each.code().startsWith(beginning));
  }

  private static void follows(Reading reading, String group, List<String> from) {
    if (from.stream().allMatch(reading.facts()::has)) {
      reading
          .vocabulary()
          .feature(group)
          .ifPresent(
              each ->
                  reading
                      .facts()
                      .drop(each, "the stage group follows from " + String.join(", ", from)));
    }
  }

  private static void otherTypes(ResourceIndex index, Account account) {
    for (FhirResource each : index.resources()) {
      if (!READ.contains(each.type()) && !SILENT.contains(each.type())) {
        account.ignore(
            each.source(),
            Reason.NOT_ASKED_FOR,
            each.type().matches("[A-Za-z]{1,40}")
                ? "resources of type " + each.type() + " are not read"
                : "resources of this type are not read");
      }
    }
  }
}
