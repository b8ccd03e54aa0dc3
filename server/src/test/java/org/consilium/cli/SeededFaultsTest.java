package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.consilium.knowledge.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault is made in a copy of the shipped knowledge by editing one place, and must be reported
 * by {@code validate} with its code, the file, the line of the edit, and a remedy.
 */
class SeededFaultsTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final String MHSPC = "guidelines/prostate/mhspc.ttl";
  private static final String ACTIVE_SURVEILLANCE = "guidelines/prostate/active-surveillance.ttl";
  private static final String PROSTATE = "ontology/prostate.ttl";
  private static final String CODES = "ontology/mappings/prostate.sssom.tsv";

  @TempDir Path copy;

  /**
   * An edit of one place.
   *
   * @param name what is wrong
   * @param file the file that is edited
   * @param anchor a text after which the edit is made, so that {@code before} need not be unique
   * @param before what is replaced at its first occurrence after the anchor
   * @param after what is written instead; {@code ⟦} marks the line that must be named
   * @param code the code that must be reported
   * @param message a part of the message
   */
  record Fault(
      String name,
      String file,
      String anchor,
      String before,
      String after,
      ProblemCode code,
      String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault(
            "Manchester syntax error",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "and pca:fitForArpi value true",
            "⟦and and pca:fitForArpi value true",
            ProblemCode.MANCHESTER_SYNTAX,
            "eau-mhspc-doublet: unexpected 'and'"),
        new Fault(
            "Manchester syntax error inside an expression of several lines",
            MHSPC,
            "rec:eau-mhspc-triplet a",
            "and not (pca:metastaticVolume some",
            "⟦and not (pca:metastaticVolume sme",
            ProblemCode.MANCHESTER_SYNTAX,
            "eau-mhspc-triplet: unexpected 'sme'"),
        new Fault(
            "unknown feature",
            MHSPC,
            "rec:eau-mhspc-no-adt-mono a",
            "pca:acceptsCombinationSideEffects value true",
            "⟦pca:acceptCombinationSideEffects value true",
            ProblemCode.UNKNOWN_TERM,
            "nearest: pca:acceptsCombinationSideEffects"),
        new Fault(
            "unknown value",
            MHSPC,
            "rec:eau-mhspc-no-adt-mono a",
            "pca:metastaticTiming some pca:Synchronous",
            "⟦pca:metastaticTiming some pca:Synchronus",
            ProblemCode.UNKNOWN_TERM,
            "nearest: pca:Synchronous"),
        new Fault(
            "wrong unit",
            PROSTATE,
            "pca:psaNgMl a",
            "cns:ucumUnit \"ng/mL\"",
            "⟦cns:ucumUnit \"ng/ml per day\"",
            ProblemCode.UNIT_INVALID,
            "psaNgMl: \"ng/ml per day\""),
        new Fault(
            "unit in words",
            PROSTATE,
            "pca:psaDoublingTimeMonths a",
            "cns:ucumUnit \"mo\"",
            "⟦cns:ucumUnit \"months\"",
            ProblemCode.UNIT_INVALID,
            "psaDoublingTimeMonths: \"months\""),
        new Fault(
            "unsatisfiable population",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "cns:eligiblePopulation \"\"\"pca:MetastaticHormoneSensitive\n        and pca:fitForArpi value true",
            "⟦cns:eligiblePopulation \"\"\"pca:MetastaticHormoneSensitive\n        and onc:cM some pca:M0",
            ProblemCode.UNSATISFIABLE_POPULATION,
            "eau-mhspc-doublet"),
        new Fault(
            "duplicate id",
            MHSPC,
            "",
            "rec:eau-mhspc-daro-doublet a cns:Recommendation",
            "⟦rec:eau-mhspc-doublet a cns:Recommendation",
            ProblemCode.DUPLICATE_ID,
            "eau-mhspc-doublet is already described at guidelines/prostate/mhspc.ttl:"),
        new Fault(
            "missing source",
            MHSPC,
            "⟦rec:eau-mhspc-doublet a",
            "    dcterms:source <https://uroweb.org/guidelines/prostate-cancer> ;\n",
            "",
            ProblemCode.SOURCE_MISSING,
            "eau-mhspc-doublet"),
        new Fault(
            "unknown study",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "cns:study study:titan ]",
            "⟦cns:study study:titanic ]",
            ProblemCode.UNKNOWN_REFERENCE,
            "titanic"),
        new Fault(
            "unknown therapy",
            MHSPC,
            "rec:eau-mhspc-no-adt-mono a",
            "cns:action therapy:adt-monotherapy",
            "⟦cns:action therapy:adt-monotheraphy",
            ProblemCode.UNKNOWN_REFERENCE,
            "adt-monotheraphy"),
        new Fault(
            "undeclared property",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "cns:caveat\n        \"Cautions",
            "cns:caveats\n        ⟦\"Cautions",
            ProblemCode.UNDECLARED_PROPERTY,
            "nearest: caveat"),
        new Fault(
            "undeclared class",
            MHSPC,
            "",
            "rec:eau-mhspc-doublet a cns:Recommendation",
            "⟦rec:eau-mhspc-doublet a cns:Recomendation",
            ProblemCode.UNDECLARED_CLASS,
            "nearest: Recommendation"),
        new Fault(
            "threshold outside the range of the feature",
            ACTIVE_SURVEILLANCE,
            "",
            "pca:psaDensity some xsd:decimal[< 0.15]",
            "⟦pca:psaDensity some xsd:decimal[< -0.15]",
            ProblemCode.THRESHOLD_OUTSIDE_DATATYPE,
            "psaDensity"),
        new Fault(
            "threshold that the datatype does not have",
            "guidelines/prostate/localised.ttl",
            "rec:eau-int-isup3-no-as a",
            "pca:isupGradeGroup value 3",
            "⟦pca:isupGradeGroup value 6",
            ProblemCode.THRESHOLD_OUTSIDE_DATATYPE,
            "isupGradeGroup"),
        new Fault(
            "inconsistent ontology",
            PROSTATE,
            "",
            "pca:psaNgMl a owl:DatatypeProperty",
            "⟦pca:aCase a cns:Case ; pca:psaNgMl 1.0, 2.0 .\n\npca:psaNgMl a owl:DatatypeProperty",
            ProblemCode.INCONSISTENT_ONTOLOGY,
            "the ontology contradicts itself: aCase"),
        new Fault(
            "superseded without successor",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "cns:status cns:Current",
            "⟦cns:status cns:Superseded",
            ProblemCode.SUPERSEDED_WITHOUT_SUCCESSOR,
            "eau-mhspc-doublet"),
        new Fault(
            "broken IRI",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "<https://uroweb.org/guidelines/prostate-cancer>",
            "⟦<https://uroweb.org/guidelines/prostate cancer>",
            ProblemCode.BROKEN_IRI,
            "IRI"),
        new Fault(
            "relative IRI",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "<https://uroweb.org/guidelines/prostate-cancer>",
            "⟦<guidelines/prostate-cancer>",
            ProblemCode.BROKEN_IRI,
            "relative IRI <guidelines/prostate-cancer>"),
        new Fault(
            "Turtle syntax error",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "cns:topic \"mHSPC\" ;",
            "⟦cns:topic mHSPC ;",
            ProblemCode.SYNTAX_TURTLE,
            ""),
        new Fault(
            "unknown prefix",
            MHSPC,
            "rec:eau-mhspc-doublet a",
            "cns:strength cns:Strong",
            "⟦cns:strength cnx:Strong",
            ProblemCode.SYNTAX_TURTLE,
            "cnx"),
        new Fault(
            "import missing",
            PROSTATE,
            "a owl:Ontology",
            "owl:imports",
            "⟦owl:imports <https://example.org/elsewhere>,",
            ProblemCode.IMPORT_MISSING,
            "https://example.org/elsewhere"),
        new Fault(
            "cyclic precedence",
            "guidelines/prostate/follow-up-and-support.ttl",
            "rec:eau-hs-frail-palliative a",
            "cns:status cns:Current ;",
            "⟦cns:yieldsTo rec:eau-mhspc-doublet ;\n    cns:status cns:Current ;",
            ProblemCode.CYCLE,
            "leads back to itself by cns:yieldsTo"),
        new Fault(
            "swallowed logic",
            PROSTATE,
            "",
            "pca:psaNgMl a owl:DatatypeProperty",
            "⟦pca:M1a owl:disjointWith \"M1b\" .\n\npca:psaNgMl a owl:DatatypeProperty",
            ProblemCode.SWALLOWED_LOGIC,
            "disjointWith"),
        new Fault(
            "duplicate code",
            PROSTATE,
            "pca:M1b a",
            "skos:notation \"M1b\"",
            "⟦skos:notation \"M1a\"",
            ProblemCode.CODE_DUPLICATE,
            "M1a"),
        new Fault(
            "missing strength",
            MHSPC,
            "⟦rec:eau-mhspc-doublet a",
            "    cns:strength cns:Strong ;\n",
            "",
            ProblemCode.SHAPE_VIOLATION,
            "eau-mhspc-doublet"),
        new Fault(
            "misspelt column of a table of codes",
            CODES,
            "",
            "subject_id\tsubject_label",
            "⟦subject_id\tsubject_lable",
            ProblemCode.MAPPING_TABLE,
            "unknown column \"subject_lable\""),
        new Fault(
            "unknown predicate of a code",
            CODES,
            "pca:psaNgMl\t",
            "skos:exactMatch",
            "⟦skos:exact",
            ProblemCode.MAPPING_PREDICATE,
            "psaNgMl: \"skos:exact\""),
        new Fault(
            "code of an unknown term",
            CODES,
            "",
            "pca:T2b\tClinical T2b",
            "⟦pca:T2d\tClinical T2b",
            ProblemCode.MAPPING_SUBJECT,
            "nearest: T2"),
        new Fault(
            "LOINC code with a wrong check digit",
            CODES,
            "",
            "LOINC:2857-1\t",
            "⟦LOINC:2857-2\t",
            ProblemCode.CODE_IMPOSSIBLE,
            "psaNgMl: LOINC 2857-2"),
        new Fault(
            "SNOMED CT code with digits changed over",
            CODES,
            "",
            "SCTID:1228934000\t",
            "⟦SCTID:1228943000\t",
            ProblemCode.CODE_IMPOSSIBLE,
            "T2b: SNOMED CT 1228943000"),
        new Fault(
            "ATC code that cannot exist on a therapy",
            "guidelines/therapies/drugs.ttl",
            "therapy:abiraterone a",
            "cns:atcCode \"L02BX03\"",
            "⟦cns:atcCode \"L02BX3\"",
            ProblemCode.CODE_IMPOSSIBLE,
            "abiraterone: ATC L02BX3"),
        new Fault(
            "code that a therapy states already",
            "ontology/mappings/therapies.sssom.tsv",
            "therapy:abiraterone\t",
            "SCTID:699678007\t",
            "⟦ATC:L02BX03\t",
            ProblemCode.MAPPING_DUPLICATE,
            "already stands at guidelines/therapies/drugs.ttl:"),
        new Fault(
            "code of two values that exclude each other",
            CODES,
            "",
            "SCTID:1228934000\t",
            "⟦SCTID:1228931008\t",
            ProblemCode.MAPPING_AMBIGUOUS,
            "SNOMED CT 1228931008 also means T2a"),
        new Fault(
            "code of an impossible value",
            "ontology/mappings/features.sssom.tsv",
            "LOINC:LA9626-8\t",
            "\t4\ttrue",
            "⟦\t6\ttrue",
            ProblemCode.MAPPING_VALUE,
            "ecog cannot be 6"),
        new Fault(
            "checked code without a source",
            CODES,
            "LOINC:2857-1\t",
            "\tmcode:VS_Genomics.fsh\t",
            "⟦\t\t",
            ProblemCode.MAPPING_SOURCE,
            "psaNgMl: LOINC:2857-1 is checked"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isReportedWithCodeFileLineAndRemedy(Fault fault) throws Exception {
    copyKnowledge();
    long line = seed(fault);
    boolean needsReasoner =
        fault.code() == ProblemCode.UNSATISFIABLE_POPULATION
            || fault.code() == ProblemCode.INCONSISTENT_ONTOLOGY;
    CommandLineRun run =
        needsReasoner
            ? CommandLineRun.of("validate", copy.toString(), "--json")
            : CommandLineRun.of("validate", copy.toString(), "--json", "--no-reasoner");
    assertEquals(1, run.exitCode(), run::err);
    JsonNode problems = new ObjectMapper().readTree(run.out()).get("problems");
    String place = copy.resolve(fault.file()).normalize().toString().replace('\\', '/');
    List<JsonNode> found =
        Stream.iterate(0, i -> i < problems.size(), i -> i + 1)
            .map(problems::get)
            .filter(problem -> problem.get("code").asText().equals(fault.code().id()))
            .filter(problem -> problem.get("file").asText().equals(place))
            .filter(problem -> problem.get("line").asLong() == line)
            .filter(problem -> problem.get("message").asText().contains(fault.message()))
            .toList();
    assertFalse(
        found.isEmpty(), () -> "expected " + fault.code().id() + " at line " + line + run.out());
    assertEquals(fault.code().remedy(), found.get(0).get("remedy").asText());
    assertEquals("error", found.get(0).get("severity").asText());
  }

  @Test
  void theCopyItselfHasNoErrors() throws Exception {
    copyKnowledge();
    CommandLineRun run = CommandLineRun.of("validate", copy.toString(), "--no-reasoner");
    assertEquals(0, run.exitCode(), run::out);
    assertTrue(run.out().contains("0 errors"), run::out);
  }

  @Test
  void anEmptyFolderIsAnError() {
    CommandLineRun run = CommandLineRun.of("validate", "--knowledge", copy.toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("CNS-REF-006"), run::out);
  }

  @Test
  void aFileThatIsNotUtf8IsNamed() throws Exception {
    Path file = copy.resolve("latin.ttl");
    Files.write(file, new byte[] {'#', ' ', (byte) 0xE9, '\n'});
    CommandLineRun run = CommandLineRun.of("validate", file.toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("latin.ttl: error CNS-SYN-003"), run::out);
  }

  private void copyKnowledge() throws Exception {
    for (String part : List.of("ontology", "guidelines")) {
      try (Stream<Path> files = Files.walk(REPOSITORY.resolve(part))) {
        for (Path file : files.toList()) {
          Path target = copy.resolve(REPOSITORY.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target);
          }
        }
      }
    }
  }

  /** Makes the edit and returns the line that must be named. */
  private long seed(Fault fault) throws Exception {
    Path file = copy.resolve(fault.file());
    String text = Files.readString(file);
    String anchor = fault.anchor().replace("⟦", "");
    int from = text.indexOf(anchor);
    assertTrue(from >= 0, () -> "no " + anchor);
    int start = text.indexOf(fault.before(), from);
    assertTrue(start >= 0, () -> "no " + fault.before());
    String edited =
        text.substring(0, start) + fault.after() + text.substring(start + fault.before().length());
    int mark = fault.anchor().startsWith("⟦") ? from : edited.indexOf('⟦');
    assertTrue(mark >= 0, "the fault marks no line");
    Files.writeString(file, edited.replace("⟦", ""));
    return edited.substring(0, mark).chars().filter(c -> c == '\n').count() + 1;
  }
}
