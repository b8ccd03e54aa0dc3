package org.consilium.knowledge;

/**
 * The stable kinds of problems in knowledge files. The identifiers are part of the interface and
 * are never reused; {@code docs/errors.md} has a paragraph for each.
 */
public enum ProblemCode {
  SYNTAX_TURTLE(
      "CNS-SYN-001",
      Severity.ERROR,
      "Mend the Turtle syntax at the place named; the parser stops at the first error of a file."),
  BROKEN_IRI(
      "CNS-SYN-002",
      Severity.ERROR,
      "Write a complete, absolute IRI without spaces or characters that IRIs forbid."),
  FILE_UNREADABLE(
      "CNS-SYN-003", Severity.ERROR, "Make the file readable and save it as UTF-8 Turtle."),
  UNDECLARED_PROPERTY(
      "CNS-VOC-001",
      Severity.ERROR,
      "Use a property that the ontology declares, or declare this one in ontology/."),
  SWALLOWED_LOGIC(
      "CNS-VOC-002",
      Severity.ERROR,
      "The statement looks like logic but is read as an annotation: declare the terms it uses and "
          + "check the shape of the axiom."),
  FEATURE_INVALID(
      "CNS-VOC-003",
      Severity.ERROR,
      "Complete the declaration of the feature: key, kind, range and the cancers that use it."),
  UNIT_INVALID(
      "CNS-VOC-004", Severity.ERROR, "Use a valid, case-sensitive UCUM code in cns:ucumUnit."),
  CODE_DUPLICATE(
      "CNS-VOC-005", Severity.ERROR, "Give each value of a feature its own skos:notation."),
  UNDECLARED_CLASS(
      "CNS-VOC-006", Severity.ERROR, "Declare the class in ontology/, or correct its name."),
  MANCHESTER_SYNTAX(
      "CNS-ELIG-001",
      Severity.ERROR,
      "Correct the OWL 2 Manchester expression at the place named in the message."),
  UNKNOWN_TERM(
      "CNS-ELIG-002",
      Severity.ERROR,
      "Use a feature or value that the ontology declares; the nearest are named in the message."),
  UNSATISFIABLE_POPULATION(
      "CNS-ELIG-003",
      Severity.ERROR,
      "No patient can meet this population: remove one of the conditions that exclude each other."),
  THRESHOLD_OUTSIDE_DATATYPE(
      "CNS-ELIG-004",
      Severity.ERROR,
      "Use a threshold of the feature's datatype and inside its declared range."),
  OUTSIDE_FRAGMENT(
      "CNS-ELIG-005",
      Severity.WARNING,
      "The expression is answered by HermiT, slowly; use the constructs of docs/reasoning.md to "
          + "have it compiled."),
  FOREIGN_FEATURE(
      "CNS-ELIG-006",
      Severity.ERROR,
      "Use only features whose cns:inCancer names the cancer of the recommendation."),
  INCONSISTENT_ONTOLOGY(
      "CNS-ONT-001",
      Severity.ERROR,
      "Remove or weaken one of the axioms that contradict each other; they are listed."),
  AXIOM_OUTSIDE_FRAGMENT(
      "CNS-ONT-002",
      Severity.WARNING,
      "Every recommendation that this axiom may touch is answered by HermiT, slowly; restate the "
          + "axiom with the constructs of docs/reasoning.md."),
  IMPORT_MISSING(
      "CNS-ONT-003",
      Severity.ERROR,
      "Imports are never fetched: put the imported ontology into the knowledge folder."),
  UNSATISFIABLE_CLASS(
      "CNS-ONT-004",
      Severity.ERROR,
      "No individual can be a member of this class: correct its definition."),
  SHAPE_VIOLATION(
      "CNS-SHP-001", Severity.ERROR, "Complete or correct the statement as the message says."),
  SHAPE_WARNING("CNS-SHP-002", Severity.WARNING, "Consider the advice in the message."),
  SHAPE_INFO("CNS-SHP-003", Severity.INFO, "For information."),
  QUALITY_ERROR("CNS-QUA-001", Severity.ERROR, "Mend what the message says."),
  QUALITY_WARNING("CNS-QUA-002", Severity.WARNING, "Consider the advice in the message."),
  QUALITY_INFO("CNS-QUA-003", Severity.INFO, "For information."),
  DUPLICATE_ID(
      "CNS-REF-001",
      Severity.ERROR,
      "Give each recommendation, study, therapy, question and rule its own IRI; describe it in one "
          + "place."),
  UNKNOWN_REFERENCE(
      "CNS-REF-002",
      Severity.ERROR,
      "Refer to something that is described in the knowledge folder, or add its description."),
  SUPERSEDED_WITHOUT_SUCCESSOR(
      "CNS-REF-003",
      Severity.ERROR,
      "Name the successor with cns:supersededBy, or change the status."),
  SOURCE_MISSING(
      "CNS-REF-004",
      Severity.ERROR,
      "Name where the statement was read: dcterms:source and cns:sourceLocator."),
  CYCLE("CNS-REF-005", Severity.ERROR, "Break the cycle: one of the references must go."),
  MAPPING_TABLE(
      "CNS-MAP-001",
      Severity.ERROR,
      "Write the table as SSSOM with the metadata, columns and cell values that docs/authoring.md "
          + "lists."),
  MAPPING_PREDICATE(
      "CNS-MAP-002",
      Severity.ERROR,
      "Use skos:exactMatch, narrowMatch (the code says more than the term), broadMatch (it says "
          + "less), closeMatch or relatedMatch."),
  MAPPING_SUBJECT(
      "CNS-MAP-003",
      Severity.ERROR,
      "Name a feature, value, derived concept, therapy or cancer that is described in the knowledge "
          + "folder."),
  CODE_IMPOSSIBLE(
      "CNS-MAP-004",
      Severity.ERROR,
      "Copy the code from its source again: its form or check digit is wrong."),
  MAPPING_DUPLICATE(
      "CNS-MAP-005", Severity.ERROR, "State once how a code stands to a term, in one table."),
  MAPPING_AMBIGUOUS(
      "CNS-MAP-006",
      Severity.ERROR,
      "A code cannot mean two values that exclude each other: remove one mapping, or make it "
          + "skos:broadMatch."),
  MAPPING_VALUE(
      "CNS-MAP-007",
      Severity.ERROR,
      "Give ext_value a value that the feature can have where the code states one, and leave it "
          + "empty elsewhere."),
  MAPPING_SOURCE(
      "CNS-MAP-008",
      Severity.ERROR,
      "Name in mapping_source where the code was read, or set ext_checked to false."),
  NOTHING_TO_READ(
      "CNS-REF-006",
      Severity.ERROR,
      "Name a folder with ontology/ and guidelines/, or Turtle files.");

  private final String id;
  private final Severity severity;
  private final String remedy;

  ProblemCode(String id, Severity severity, String remedy) {
    this.id = id;
    this.severity = severity;
    this.remedy = remedy;
  }

  /** The identifier that people and programs quote, for example {@code CNS-ELIG-001}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
