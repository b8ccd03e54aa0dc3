package org.consilium.coding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.consilium.coding.MappingTable.FaultKind;
import org.junit.jupiter.api.Test;

class CodeMappingsTest {
  private static final String HEADER =
      """
      # mapping_set_id: https://example.org/set
      # license: https://creativecommons.org/licenses/by/4.0/
      # curie_map:
      #   x: https://example.org/x#
      #   SCTID: http://snomed.info/id/
      #   ATC: https://www.whocc.no/atc_ddd_index/?code=
      #   LOINC: https://loinc.org/
      subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_category\tmapping_justification\
      \tmapping_source\tconfidence\text_checked\text_value
      """;

  private static MappingTable table(String... rows) {
    return MappingTable.read(HEADER + String.join("\n", rows) + "\n");
  }

  private static String row(String predicate, String object, boolean checked) {
    return String.join(
        "\t",
        "x:Term",
        "Term",
        "skos:" + predicate,
        object,
        "finding",
        "semapv:ManualMappingCuration",
        "https://example.org/source",
        "0.9",
        String.valueOf(checked),
        "");
  }

  private static List<String> imported(MappingTable table, CodeSystem system, String code) {
    assertEquals(List.of(), table.faults());
    return new CodeMappings(table.rows().stream().map(MappingTable.Row::mapping).toList())
        .forImport(Code.of(system, code)).stream()
            .map(mapping -> mapping.predicate() + " " + mapping.object().code())
            .toList();
  }

  @Test
  void exactAndNarrowerCodesMayBeReadAsTheTerm() {
    for (String predicate : List.of("exactMatch", "narrowMatch")) {
      assertEquals(
          List.of("skos:" + predicate + " 399068003"),
          imported(
              table(row(predicate, "SCTID:399068003", true)), CodeSystem.SNOMED_CT, "399068003"));
    }
  }

  @Test
  void broaderCloseAndRelatedCodesMayNot() {
    for (String predicate : List.of("broadMatch", "closeMatch", "relatedMatch")) {
      assertEquals(
          List.of(),
          imported(
              table(row(predicate, "SCTID:399068003", true)), CodeSystem.SNOMED_CT, "399068003"));
    }
  }

  @Test
  void anUncheckedCodeIsNeverReadAsTheTerm() {
    assertEquals(
        List.of(),
        imported(
            table(row("exactMatch", "SCTID:399068003", false)), CodeSystem.SNOMED_CT, "399068003"));
  }

  @Test
  void aCodeBelowInAHierarchyOfLettersAndDigitsIsNarrower() {
    MappingTable table = table(row("exactMatch", "ATC:L02BX", true));
    assertEquals(List.of("skos:narrowMatch L02BX03"), imported(table, CodeSystem.ATC, "L02BX03"));
    assertEquals(List.of(), imported(table, CodeSystem.ATC, "L02B"));
  }

  @Test
  void faultsNameTheirLine() {
    MappingTable table =
        table(
            row("exactMatch", "SCTID:399068003", true),
            row("sameAs", "SCTID:399068003", true),
            row("exactMatch", "LOINC:2857-2", true),
            row("exactMatch", "MESH:D011471", true),
            row("exactMatch", "SCTID:399068003", true).replace("https://example.org/source", ""));
    assertEquals(1, table.rows().size());
    assertEquals(9, table.rows().get(0).line());
    assertEquals(
        List.of(FaultKind.PREDICATE, FaultKind.CODE, FaultKind.FORM, FaultKind.SOURCE),
        table.faults().stream().map(MappingTable.Fault::kind).toList());
    assertEquals(
        List.of(10L, 11L, 12L, 13L),
        table.faults().stream().map(MappingTable.Fault::line).toList());
  }

  @Test
  void aTableWithoutItsColumnsOrMetadataSaysSo() {
    assertEquals(
        List.of(FaultKind.FORM),
        MappingTable.read(HEADER.replace("\text_checked", "\tchecked")).faults().stream()
            .map(MappingTable.Fault::kind)
            .distinct()
            .toList());
    assertEquals(
        "the metadata have no license",
        MappingTable.read(HEADER.replace("# license", "# licence")).faults().get(0).message());
    assertEquals(
        5,
        MappingTable.read(HEADER.replace("http://snomed.info/id/", "http://snomed.info/"))
            .faults()
            .get(0)
            .line());
    assertTrue(
        MappingTable.read(HEADER.replace("# license: ", "# license: ["))
            .faults()
            .get(0)
            .message()
            .startsWith("the metadata are not YAML"));
    assertEquals(
        1,
        MappingTable.read("").faults().stream()
            .filter(f -> f.message().contains("no line"))
            .count());
  }
}
