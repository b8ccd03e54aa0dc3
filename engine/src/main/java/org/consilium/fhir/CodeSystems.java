package org.consilium.fhir;

import java.util.Optional;
import org.consilium.coding.CheckDigits;
import org.consilium.coding.CodeSystem;

/** Addresses of code systems that the reader itself looks for, and what it says of their codes. */
final class CodeSystems {
  static final String LOINC = "http://loinc.org";
  static final String SNOMED = "http://snomed.info/sct";
  static final String NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl";
  static final String SEQUENCE_ONTOLOGY = "http://www.sequenceontology.org/";
  static final String DATA_ABSENT_REASON =
      "http://terminology.hl7.org/CodeSystem/data-absent-reason";
  static final String INTERPRETATION =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

  private static final int LONGEST_NAME = 80;

  private CodeSystems() {}

  /** A name for people; of an unknown system its address. */
  static String shortName(String system) {
    if (system.equals(SEQUENCE_ONTOLOGY)) {
      return "SO";
    }
    String shown =
        system.length() > LONGEST_NAME ? system.substring(0, LONGEST_NAME) + "…" : system;
    return CodeSystem.ofUri(system).map(CodeSystem::label).orElse(shown.isEmpty() ? "code" : shown);
  }

  /** Says what is wrong with a code by its form: the check digits of SNOMED CT and LOINC. */
  static Optional<String> fault(String system, String code) {
    if (system.equals(SNOMED) && code.matches("\\d{1,18}") && !CheckDigits.verhoeff(code)) {
      return Optional.of("SNOMED CT " + code + " has a wrong check digit; it is not used");
    }
    if (system.equals(SNOMED) && !code.matches("\\d{6,18}")) {
      return Optional.of("this is no SNOMED CT identifier; it is not used");
    }
    if (system.equals(LOINC) && code.matches("\\d{1,8}-\\d") && !CheckDigits.modulus10(code)) {
      return Optional.of("LOINC " + code + " has a wrong check digit; it is not used");
    }
    return Optional.empty();
  }
}
