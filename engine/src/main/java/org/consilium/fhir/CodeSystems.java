package org.consilium.fhir;

import java.util.Map;
import java.util.Optional;

/** Addresses of code systems, and what their codes must look like. */
final class CodeSystems {
  static final String LOINC = "http://loinc.org";
  static final String SNOMED = "http://snomed.info/sct";
  static final String HGNC = "http://www.genenames.org";
  static final String SEQUENCE_ONTOLOGY = "http://www.sequenceontology.org/";
  static final String DATA_ABSENT_REASON =
      "http://terminology.hl7.org/CodeSystem/data-absent-reason";
  static final String INTERPRETATION =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
  static final String AJCC = "http://cancerstaging.org";
  static final String ATC = "http://www.whocc.no/atc";
  static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
  static final String ICD10 = "http://hl7.org/fhir/sid/icd-10";
  static final String ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm";
  static final String ICDO3 = "http://terminology.hl7.org/CodeSystem/icd-o-3";
  static final String NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl";

  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("urn:oid:2.16.840.1.113883.6.1", LOINC),
          Map.entry("urn:oid:2.16.840.1.113883.6.96", SNOMED),
          Map.entry("urn:oid:2.16.840.1.113883.6.88", RXNORM),
          Map.entry("urn:oid:2.16.840.1.113883.6.73", ATC),
          Map.entry("urn:oid:2.16.840.1.113883.6.90", ICD10CM),
          Map.entry("urn:oid:2.16.840.1.113883.6.3", ICD10),
          Map.entry("urn:oid:2.16.840.1.113883.6.281", HGNC),
          Map.entry("http://www.genenames.org/geneId", HGNC),
          Map.entry("http://fhir.de/CodeSystem/bfarm/atc", ATC),
          Map.entry("http://fhir.de/CodeSystem/bfarm/icd-10-gm", ICD10));

  private static final Map<String, String> SHORT_NAMES =
      Map.ofEntries(
          Map.entry(LOINC, "LOINC"),
          Map.entry(SNOMED, "SNOMED CT"),
          Map.entry(HGNC, "HGNC"),
          Map.entry(AJCC, "AJCC"),
          Map.entry(NCIT, "NCIt"),
          Map.entry(SEQUENCE_ONTOLOGY, "SO"),
          Map.entry(RXNORM, "RxNorm"),
          Map.entry(ATC, "ATC"),
          Map.entry(ICD10CM, "ICD-10-CM"),
          Map.entry(ICD10, "ICD-10"),
          Map.entry(ICDO3, "ICD-O-3"));

  private CodeSystems() {}

  /**
   * The address under which a system is known here: without version, and without national variants.
   */
  static String canonical(String system) {
    if (system.startsWith(SNOMED + "/")) {
      return SNOMED;
    }
    return SYNONYMS.getOrDefault(system, system);
  }

  /** A name for people; of an unknown system its address. */
  static String shortName(String system) {
    String shown = system.length() > 80 ? system.substring(0, 80) + "…" : system;
    return SHORT_NAMES.getOrDefault(system, shown.isEmpty() ? "code" : shown);
  }

  /** Whether a longer code of the system lies below the code that it begins with. */
  static boolean isHierarchical(String system) {
    return system.equals(ATC) || system.equals(ICD10) || system.equals(ICD10CM);
  }

  /** Says what is wrong with a code by its form: the check digits of SNOMED CT and LOINC. */
  static Optional<String> fault(String system, String code) {
    if (system.equals(SNOMED) && code.matches("\\d{1,18}") && !verhoeff(code)) {
      return Optional.of("SNOMED CT " + code + " has a wrong check digit; it is not used");
    }
    if (system.equals(SNOMED) && !code.matches("\\d{6,18}")) {
      return Optional.of("this is no SNOMED CT identifier; it is not used");
    }
    if (system.equals(LOINC) && code.matches("\\d{1,8}-\\d") && !modulus10(code)) {
      return Optional.of("LOINC " + code + " has a wrong check digit; it is not used");
    }
    return Optional.empty();
  }

  private static final int[][] DIHEDRAL = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
    {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
    {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
  };

  private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

  /** Whether the last digit is the check digit after Verhoeff (J. Verhoeff, 1969). */
  private static boolean verhoeff(String digits) {
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      for (int times = 0; times < i % 8; times++) {
        digit = PERMUTATION[digit];
      }
      check = DIHEDRAL[check][digit];
    }
    return check == 0;
  }

  /** Whether the digit after the hyphen is the check digit of LOINC, modulus 10 (LOINC manual). */
  private static boolean modulus10(String code) {
    String digits = code.replaceAll("[^0-9]", "");
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 1 ? digit * 2 : digit;
      sum += weighted / 10 + weighted % 10;
    }
    return sum % 10 == 0;
  }
}
