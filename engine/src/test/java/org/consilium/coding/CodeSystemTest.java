package org.consilium.coding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeSystemTest {

  @ParameterizedTest
  @CsvSource({
    "SNOMED_CT, 399068003",
    "SNOMED_CT, 1229901006",
    "SNOMED_CT, 1515521000004104",
    "LOINC, 2857-1",
    "LOINC, 89247-1",
    "LOINC, LA6576-8",
    "LOINC, LA30794-4",
    "LOINC, LL529-9",
    "NCIT, C68845",
    "ATC, L02BX03",
    "ATC, L",
    "ATC, L02BX",
    "RXNORM, 3639",
    "ICD_10, C50.9",
    "ICD_10_CM, C50.911",
    "ICD_10_CM, C7B.00",
    "ICD_O_3, 8140/3",
    "ICD_O_3, C61.9",
    "HGNC, HGNC:1100",
    "OMOP, 4163261",
    "AJCC, cT2b"
  })
  void codesThatExistAreWellFormed(CodeSystem system, String code) {
    assertEquals(Optional.empty(), system.faultOf(code));
  }

  @ParameterizedTest
  @CsvSource({
    "SNOMED_CT, 1222593007",
    "SNOMED_CT, 1222806001",
    "SNOMED_CT, 12345",
    "SNOMED_CT, 399068003x",
    "LOINC, 2857-2",
    "LOINC, LA6576-3",
    "NCIT, 68845",
    "ATC, L02BX3",
    "ATC, l02bx03",
    "RXNORM, 0",
    "ICD_10, C5",
    "ICD_10, C50.911",
    "ICD_10_CM, C50-9",
    "ICD_O_3, 8140",
    "ICD_O_3, 8140/4",
    "HGNC, 1100",
    "OMOP, x1"
  })
  void codesThatCannotExistAreNamed(CodeSystem system, String code) {
    assertTrue(system.faultOf(code).orElseThrow().contains(code));
  }

  @Test
  void everyChangedDigitAndEverySwapOfNeighboursIsNoticed() {
    String code = "1229901006";
    for (int i = 0; i < code.length(); i++) {
      for (char digit = i == 0 ? '1' : '0'; digit <= '9'; digit++) {
        String changed = code.substring(0, i) + digit + code.substring(i + 1);
        assertEquals(changed.equals(code), CheckDigits.verhoeff(changed), changed);
      }
      if (i > 0 && code.charAt(i) != code.charAt(i - 1)) {
        String swapped =
            code.substring(0, i - 1) + code.charAt(i) + code.charAt(i - 1) + code.substring(i + 1);
        assertFalse(CheckDigits.verhoeff(swapped), swapped);
      }
    }
  }

  @Test
  void otherAddressesOfASystemBecomeTheOneOfFhir() {
    assertEquals(
        Code.of(CodeSystem.SNOMED_CT, "399068003"),
        Code.canonical("http://snomed.info/sct/900000000000207008/version/20250701", "399068003"));
    assertEquals(
        Code.of(CodeSystem.LOINC, "2857-1"),
        Code.canonical("urn:oid:2.16.840.1.113883.6.1", "2857-1"));
    assertEquals(
        Code.of(CodeSystem.HGNC, "HGNC:1100"), Code.canonical("http://www.genenames.org", "1100"));
    assertEquals(new Code("urn:local", "1"), Code.canonical("urn:local", "1"));
  }

  @Test
  void prefixesAndAddressesAreUnique() {
    for (CodeSystem one : CodeSystem.values()) {
      for (CodeSystem other : CodeSystem.values()) {
        if (one != other) {
          assertNotEquals(one.prefix(), other.prefix());
          assertNotEquals(one.uri(), other.uri());
          assertNotEquals(one.iriPrefix(), other.iriPrefix());
        }
      }
      assertEquals(Optional.of(one), CodeSystem.ofPrefix(one.prefix()));
      assertEquals(Optional.of(one), CodeSystem.ofUri(one.uri()));
    }
  }

  @Test
  void theCodesAboveAreReadFromTheCode() {
    assertEquals(List.of("L02BX", "L02B", "L02", "L"), CodeSystem.ATC.codesAbove("L02BX03"));
    assertEquals(List.of("C50.91", "C50.9", "C50"), CodeSystem.ICD_10_CM.codesAbove("C50.911"));
    assertEquals(List.of("C61"), CodeSystem.ICD_O_3.codesAbove("C61.9"));
    assertEquals(List.of(), CodeSystem.SNOMED_CT.codesAbove("399068003"));
  }
}
