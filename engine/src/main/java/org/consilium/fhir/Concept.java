package org.consilium.fhir;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.consilium.coding.Code;

/**
 * A CodeableConcept: codes that all say the same, and a text.
 *
 * @param codings the codes whose check digits are right
 * @param text the free text, or empty
 * @param damaged whether a code was left out for its check digit
 * @param element where it stands
 */
record Concept(List<Coding> codings, String text, boolean damaged, Element element) {
  /**
   * A code of a code system.
   *
   * @param system the address of the system
   * @param code the code
   * @param display its name as the sender gives it, or empty
   * @param element where it stands
   */
  record Coding(String system, String code, String display, Element element) {
    boolean is(String otherSystem, String otherCode) {
      return system.equals(otherSystem) && code.equals(otherCode);
    }
  }

  Concept {
    codings = List.copyOf(codings);
  }

  /** A concept with one code that stands nowhere. */
  static Concept of(Code code) {
    Element nowhere = new Element(MissingNode.getInstance(), "", "");
    Coding coding = new Coding(code.system(), code.code(), "", nowhere);
    return new Concept(List.of(coding), "", false, nowhere);
  }

  /** Reads a concept; codes with a wrong check digit are put into the account and left out. */
  static Concept of(Element element, Account account) {
    List<Coding> codings = new ArrayList<>();
    boolean damaged = false;
    for (Element item : element.items("coding")) {
      if (item.text("code").isEmpty()) {
        continue;
      }
      Code code = Code.canonical(item.text("system"), item.text("code"));
      Optional<String> fault = CodeSystems.fault(code.system(), code.code());
      if (fault.isPresent()) {
        damaged = true;
        account.notUnderstood(item.get("code").source(), fault.get());
      } else {
        codings.add(new Coding(code.system(), code.code(), item.text("display"), item));
      }
    }
    return new Concept(codings, element.text("text"), damaged, element);
  }

  boolean isEmpty() {
    return codings.isEmpty() && text.isEmpty();
  }

  boolean has(String system, String code) {
    return codings.stream().anyMatch(coding -> coding.is(system, code));
  }

  /** The codes in words, for the account; texts are left out. */
  String words() {
    return codings.isEmpty()
        ? "a text without a code"
        : String.join(
            ", ",
            codings.stream()
                .limit(5)
                .map(
                    coding -> CodeSystems.shortName(coding.system()) + " " + shorten(coding.code()))
                .toList());
  }

  private static String shorten(String code) {
    return code.length() > 40 ? code.substring(0, 40) + "…" : code;
  }
}
