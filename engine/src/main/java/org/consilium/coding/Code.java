package org.consilium.coding;

import java.util.Objects;
import java.util.Optional;

/**
 * A code of a code system.
 *
 * @param system the address of the system as FHIR names it, without a version
 * @param code the code as the system writes it; genes with their prefix, {@code HGNC:1100}
 */
public record Code(String system, String code) {
  public Code {
    Objects.requireNonNull(system);
    Objects.requireNonNull(code);
  }

  public static Code of(CodeSystem system, String code) {
    return new Code(system.uri(), code);
  }

  /**
   * A code as a sender wrote it: other addresses of the same system (an OID, a national edition, a
   * version) become the one used here, and a gene number gets its prefix.
   */
  public static Code canonical(String system, String code) {
    Optional<CodeSystem> known = CodeSystem.ofUri(system);
    if (known.isEmpty()) {
      return new Code(system, code);
    }
    boolean bareGene = known.get() == CodeSystem.HGNC && code.matches("\\d+");
    return of(known.get(), bareGene ? "HGNC:" + code : code);
  }

  /** The system, if it is one that mappings can name. */
  public Optional<CodeSystem> knownSystem() {
    return CodeSystem.ofUri(system);
  }

  /** What is wrong with the form of the code, if anything; of unknown systems nothing is known. */
  public Optional<String> fault() {
    return knownSystem().flatMap(known -> known.faultOf(code));
  }

  @Override
  public String toString() {
    return knownSystem().map(CodeSystem::label).orElse(system) + " " + code;
  }
}
