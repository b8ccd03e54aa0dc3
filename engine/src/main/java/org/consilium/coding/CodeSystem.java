package org.consilium.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The code systems that mappings can name: the address that FHIR gives them, the prefix in mapping
 * tables, addresses of their codes, and what a code must look like.
 */
public enum CodeSystem {
  SNOMED_CT(
      "SCTID",
      "SNOMED CT",
      "http://snomed.info/sct",
      "http://snomed.info/id/",
      "[1-9]\\d{5,17}",
      "6 to 18 digits"),
  LOINC(
      "LOINC",
      "LOINC",
      "http://loinc.org",
      "https://loinc.org/",
      "(LA|LL)?\\d{1,7}-\\d",
      "12345-6"),
  NCIT(
      "NCIT",
      "NCIt",
      "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
      "http://purl.obolibrary.org/obo/NCIT_",
      "C\\d{3,6}",
      "C12345"),
  ATC(
      "ATC",
      "ATC",
      "http://www.whocc.no/atc",
      "https://www.whocc.no/atc_ddd_index/?code=",
      "[A-Z](\\d\\d([A-Z]([A-Z](\\d\\d)?)?)?)?",
      "L02BX03, or the first letters and digits of one"),
  RXNORM(
      "RXNORM",
      "RxNorm",
      "http://www.nlm.nih.gov/research/umls/rxnorm",
      "http://purl.bioontology.org/ontology/RXNORM/",
      "[1-9]\\d{0,7}",
      "up to 8 digits"),
  ICD_10(
      "ICD10",
      "ICD-10",
      "http://hl7.org/fhir/sid/icd-10",
      "https://icd.who.int/browse10/2019/en#/",
      "[A-Z]\\d\\d(\\.\\d{1,2})?",
      "C61 or C50.9"),
  ICD_10_CM(
      "ICD10CM",
      "ICD-10-CM",
      "http://hl7.org/fhir/sid/icd-10-cm",
      "http://purl.bioontology.org/ontology/ICD10CM/",
      "[A-Z]\\d[0-9A-Z](\\.[0-9A-Z]{1,4})?",
      "C61 or C50.911"),
  ICD_O_3(
      "ICDO3",
      "ICD-O-3",
      "http://terminology.hl7.org/CodeSystem/icd-o-3",
      "http://terminology.hl7.org/CodeSystem/icd-o-3/",
      "[89]\\d{3}/[0-36]|C\\d\\d(\\.\\d)?",
      "8140/3 (morphology) or C61.9 (topography)"),
  HGNC(
      "HGNC",
      "HGNC",
      "http://www.genenames.org/geneId",
      "https://identifiers.org/hgnc:",
      "HGNC:[1-9]\\d{0,5}",
      "HGNC:1100"),
  OMOP(
      "OMOP",
      "OMOP",
      "https://fhir-terminology.ohdsi.org",
      "https://athena.ohdsi.org/search-terms/terms/",
      "[1-9]\\d{0,9}",
      "up to 10 digits"),
  AJCC(
      "AJCC",
      "AJCC",
      "http://cancerstaging.org",
      "http://cancerstaging.org/",
      "[A-Za-z0-9()+-]{1,12}",
      "cT2b or IIIA"),
  GTR(
      "GTR",
      "GTR",
      "http://www.ncbi.nlm.nih.gov/gtr",
      "https://www.ncbi.nlm.nih.gov/gtr/tests/",
      "(GTR)?\\d{6,9}(\\.\\d+)?",
      "GTR000509910");

  private static final Map<String, CodeSystem> SYNONYMS =
      Map.ofEntries(
          Map.entry("urn:oid:2.16.840.1.113883.6.96", SNOMED_CT),
          Map.entry("urn:oid:2.16.840.1.113883.6.1", LOINC),
          Map.entry("urn:oid:2.16.840.1.113883.3.26.1.1", NCIT),
          Map.entry("urn:oid:2.16.840.1.113883.6.73", ATC),
          Map.entry("http://fhir.de/CodeSystem/bfarm/atc", ATC),
          Map.entry("urn:oid:2.16.840.1.113883.6.88", RXNORM),
          Map.entry("urn:oid:2.16.840.1.113883.6.3", ICD_10),
          Map.entry("http://fhir.de/CodeSystem/bfarm/icd-10-gm", ICD_10),
          Map.entry("urn:oid:2.16.840.1.113883.6.90", ICD_10_CM),
          Map.entry("urn:oid:2.16.840.1.113883.6.43.1", ICD_O_3),
          Map.entry("urn:oid:2.16.840.1.113883.6.281", HGNC),
          Map.entry("http://www.genenames.org", HGNC));

  private final String prefix;
  private final String label;
  private final String uri;
  private final String iriPrefix;
  private final Pattern form;
  private final String example;

  CodeSystem(
      String prefix, String label, String uri, String iriPrefix, String form, String example) {
    this.prefix = prefix;
    this.label = label;
    this.uri = uri;
    this.iriPrefix = iriPrefix;
    this.form = Pattern.compile(form);
    this.example = example;
  }

  /** The prefix of its codes in mapping tables. */
  public String prefix() {
    return prefix;
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** The address that FHIR gives the system. */
  public String uri() {
    return uri;
  }

  /** What the prefix stands for: the beginning of the addresses of its codes. */
  public String iriPrefix() {
    return iriPrefix;
  }

  /** An IRI that stands for a code in RDF. */
  public String iriOf(String code) {
    return iriPrefix + (this == HGNC ? code.substring(code.indexOf(':') + 1) : code);
  }

  /** The system with a prefix of mapping tables. */
  public static Optional<CodeSystem> ofPrefix(String prefix) {
    for (CodeSystem system : values()) {
      if (system.prefix.equals(prefix)) {
        return Optional.of(system);
      }
    }
    return Optional.empty();
  }

  /**
   * The system with an address, be it the one used here, its OID, or that of a national edition or
   * a version of SNOMED CT.
   */
  public static Optional<CodeSystem> ofUri(String uri) {
    for (CodeSystem system : values()) {
      if (system.uri.equals(uri)) {
        return Optional.of(system);
      }
    }
    if (uri.startsWith(SNOMED_CT.uri + "/")) {
      return Optional.of(SNOMED_CT);
    }
    return Optional.ofNullable(SYNONYMS.get(uri));
  }

  /** Says what is wrong with a code by its form and check digit, if anything is. */
  public Optional<String> faultOf(String code) {
    if (!form.matcher(code).matches()) {
      return Optional.of(label + " " + code + " is not of the form " + example);
    }
    boolean wrong =
        switch (this) {
          case SNOMED_CT -> !CheckDigits.verhoeff(code) || !isConcept(code);
          case LOINC -> !CheckDigits.modulus10(code);
          default -> false;
        };
    return wrong
        ? Optional.of(label + " " + code + " has a wrong check digit, or names no concept")
        : Optional.empty();
  }

  /** Whether the partition (the two digits before the check digit) is one of concepts. */
  private static boolean isConcept(String identifier) {
    String partition = identifier.substring(identifier.length() - 3, identifier.length() - 1);
    return partition.equals("00") || partition.equals("10");
  }

  /**
   * The codes that a code lies below because of how it is written, nearest first: {@code L02BX03}
   * below {@code L02BX}, {@code C50.911} below {@code C50.91}. Other systems do not say so in their
   * codes; for them the list is empty.
   */
  public List<String> codesAbove(String code) {
    List<String> above = new ArrayList<>();
    if (this == ATC || this == ICD_10 || this == ICD_10_CM) {
      int shortest = this == ATC ? 1 : 3;
      for (int length = code.length() - 1; length >= shortest; length--) {
        String candidate = code.substring(0, length);
        if (form.matcher(candidate).matches()) {
          above.add(candidate);
        }
      }
    } else if (this == ICD_O_3 && code.matches("C\\d\\d\\.\\d")) {
      above.add(code.substring(0, 3));
    }
    return above;
  }
}
