package org.consilium.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem.Code;

/**
 * The one patient that the resources are about. Resources about different people are never mixed:
 * they are refused, or one patient is selected and those about others are left aside.
 */
final class PatientChoice {
  private static final String NOBODY = "";
  private static final String NO_PERSON = "no person";

  private final ResourceIndex index;
  private final Account account;
  private String chosen = NOBODY;
  private Optional<FhirResource> patient = Optional.empty();

  private PatientChoice(ResourceIndex index, Account account) {
    this.index = index;
    this.account = account;
  }

  /**
   * Finds the patient.
   *
   * @param types the types of resources that are read
   * @throws PatientException if there are several and none is selected, or the selected one is not
   *     there
   */
  static PatientChoice of(
      ResourceIndex index, Account account, List<String> types, Optional<String> selected)
      throws PatientException {
    PatientChoice choice = new PatientChoice(index, account);
    choice.choose(types, selected);
    return choice;
  }

  private void choose(List<String> types, Optional<String> selected) throws PatientException {
    Map<String, List<String>> names = new LinkedHashMap<>();
    Map<String, FhirResource> patients = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    for (FhirResource each : index.ofType("Patient")) {
      patients.put(each.path(), each);
      places.put(each.path(), each.path());
      names.put(each.path(), List.of(each.id(), each.typeAndId(), each.fullUrl()));
    }
    for (FhirResource each : index.resources()) {
      String key = types.contains(each.type()) ? subjectOf(each) : NOBODY;
      if (!key.equals(NOBODY) && !key.equals(NO_PERSON)) {
        places.putIfAbsent(key, subject(each).path());
        String bare = key.substring(key.lastIndexOf('/') + 1);
        names.putIfAbsent(key, List.of(key, bare, "Patient/" + bare));
      }
    }
    if (selected.isPresent()) {
      List<String> found =
          names.entrySet().stream()
              .filter(entry -> entry.getValue().contains(selected.get()))
              .map(Map.Entry::getKey)
              .toList();
      if (selected.get().isBlank() || found.size() != 1) {
        throw FhirJson.refuse(
            Code.FHIR_NO_SUCH_PATIENT,
            "",
            "the patient asked for is "
                + (found.size() > 1
                    ? "not told apart from another one"
                    : "not among the resources"),
            "Give the id, the reference or the fullUrl of one Patient of the Bundle.");
      }
      chosen = found.get(0);
    } else if (places.size() > 1) {
      throw FhirJson.refuse(
          Code.FHIR_SEVERAL_PATIENTS,
          places.values().stream().skip(1).findFirst().orElse(""),
          "the resources are about "
              + places.size()
              + " patients: "
              + String.join(", ", places.values().stream().limit(5).toList())
              + (places.size() > 5 ? " …" : ""),
          "Send one patient, whose references lead to the Patient that is sent along, or select one"
              + " with patient=.");
    } else {
      chosen = places.isEmpty() ? NOBODY : places.keySet().iterator().next();
    }
    patient = Optional.ofNullable(patients.get(chosen));
  }

  /** The Patient, unless it was not sent along. */
  Optional<FhirResource> patient() {
    return patient;
  }

  /** The resources about the patient; what is about others is put into the account. */
  List<FhirResource> resources(String type) {
    List<FhirResource> own = new ArrayList<>();
    for (FhirResource each : index.ofType(type)) {
      if (isOwn(each)) {
        own.add(each);
      } else {
        account.ignore(each.source(), Reason.OTHER_SUBJECT, "about somebody or something else");
      }
    }
    return own;
  }

  /** Whether a resource is about the patient; without a subject it is taken to be. */
  boolean isOwn(FhirResource resource) {
    String key = subjectOf(resource);
    return key.equals(NOBODY) || key.equals(chosen);
  }

  private static Element subject(FhirResource resource) {
    Element subject = resource.element("subject");
    return subject.exists() ? subject : resource.element("patient");
  }

  private String subjectOf(FhirResource resource) {
    Element subject = subject(resource);
    String reference = subject.text("reference");
    if (!reference.isEmpty()) {
      Optional<FhirResource> target = index.resolve(resource, reference);
      if (target.isPresent()) {
        return target.get().type().equals("Patient") ? target.get().path() : NO_PERSON;
      }
      boolean other =
          reference.matches("(.*/)?(Group|Device|Location|Practitioner|Specimen)/[^/]+");
      return other ? NO_PERSON : reference;
    }
    Element identifier = subject.get("identifier");
    if (!identifier.text("value").isEmpty()) {
      return index.ofType("Patient").stream()
          .filter(each -> hasIdentifier(each, identifier))
          .map(FhirResource::path)
          .findFirst()
          .orElse("identifier/" + identifier.text("system") + "|" + identifier.text("value"));
    }
    return NOBODY;
  }

  private static boolean hasIdentifier(FhirResource patient, Element wanted) {
    return patient.element("identifier").items().stream()
        .anyMatch(
            each ->
                each.text("value").equals(wanted.text("value"))
                    && each.text("system").equals(wanted.text("system")));
  }
}
