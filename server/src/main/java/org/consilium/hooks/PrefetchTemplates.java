package org.consilium.hooks;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.consilium.coding.Code;
import org.consilium.coding.CodeSystem;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.knowledge.Namespaces;

/**
 * The queries by which a client gathers what is needed, and no more: only types, codes and states
 * that {@link FhirBundleReader} reads. They keep to the subset of FHIR search that CDS Hooks
 * recommends: reading of the patient, and search by patient, by tokens that are equal, with an
 * order.
 *
 * <p>Conditions, medicines and procedures are not narrowed by code: they are recognised by
 * categories of ICD-10 and ATC, too, and equality does not reach below a category.
 */
final class PrefetchTemplates {
  static final String PATIENT = "patient";
  static final String CONDITIONS = "conditions";

  /** Without these nothing can be said. */
  static final List<String> REQUIRED = List.of(PATIENT, CONDITIONS);

  private static final String PATIENT_ID = "{{context.patientId}}";
  private static final String GENETIC_REPORT = "51969-4";
  private static final List<String> COMPLETE_LISTS =
      List.of(
          "priorTherapies",
          "plannedTreatments",
          "plannedDrugs",
          "currentMedication",
          "severeHypersensitivity");

  private PrefetchTemplates() {}

  /** The templates for a cancer by their keys. */
  static Map<String, String> of(FhirBundleReader reader, String cancer) {
    Collection<Code> codes = reader.observationCodes(cancer);
    Map<String, String> templates = new LinkedHashMap<>();
    templates.put(PATIENT, "Patient/" + PATIENT_ID);
    templates.put(CONDITIONS, search("Condition"));
    templates.put("observations", search("Observation") + code(codes, true) + "&_sort=-date");
    templates.put("findings", search("Observation") + code(codes, false) + "&_sort=-date");
    templates.put(
        "variants",
        search("Observation")
            + tokens(
                "code",
                FhirBundleReader.variantCodes().stream()
                    .sorted()
                    .map(each -> CodeSystem.LOINC.uri() + "|" + each)
                    .toList()));
    templates.put(
        "reports",
        search("DiagnosticReport")
            + tokens("code", List.of(CodeSystem.LOINC.uri() + "|" + GENETIC_REPORT)));
    templates.put(
        "medicationStatements",
        search("MedicationStatement")
            + tokens("status", List.of("active", "completed", "intended", "on-hold", "stopped")));
    templates.put(
        "medicationAdministrations",
        search("MedicationAdministration")
            + tokens("status", List.of("completed", "in-progress", "on-hold", "stopped")));
    templates.put("medicationRequests", requests("MedicationRequest"));
    templates.put("serviceRequests", requests("ServiceRequest"));
    templates.put(
        "procedures",
        search("Procedure")
            + tokens("status", List.of("completed", "in-progress", "preparation", "stopped")));
    templates.put("allergies", search("AllergyIntolerance"));
    templates.put(
        "lists",
        search("List")
            + tokens(
                "code", COMPLETE_LISTS.stream().map(each -> Namespaces.ONC + "|" + each).toList())
            + "&status=current");
    return Collections.unmodifiableMap(templates);
  }

  private static String search(String type) {
    return type + "?patient=" + PATIENT_ID;
  }

  private static String requests(String type) {
    return search(type) + tokens("status", List.of("active", "completed"));
  }

  /** In two queries, those of LOINC and the others, so that no address gets too long. */
  private static String code(Collection<Code> codes, boolean loinc) {
    return tokens(
        "code",
        codes.stream()
            .filter(each -> each.system().equals(CodeSystem.LOINC.uri()) == loinc)
            .map(each -> each.system() + "|" + each.code())
            .toList());
  }

  /** A parameter that one of several tokens must equal; a {@code #} would end the query. */
  private static String tokens(String name, Collection<String> values) {
    return values.stream()
        .map(each -> each.replace("#", "%23"))
        .collect(Collectors.joining(",", "&" + name + "=", ""));
  }
}
