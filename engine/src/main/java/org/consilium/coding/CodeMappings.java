package org.consilium.coding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All mappings between terms of the ontology and codes, immutable, looked up from either side.
 *
 * <p>A code may be read as a term only where the mapping was checked and the code says at least as
 * much as the term: {@code skos:exactMatch} or {@code skos:narrowMatch}. A broader code is not
 * enough (malignant tumour of the lung does not make a small-cell carcinoma), nor is a close or
 * related one.
 */
public final class CodeMappings {
  private static final Comparator<CodeMapping> ORDER =
      Comparator.comparing(CodeMapping::subject)
          .thenComparing(CodeMapping::value)
          .thenComparing(CodeMapping::predicate)
          .thenComparing(mapping -> mapping.object().system())
          .thenComparing(mapping -> mapping.object().code());

  private final List<CodeMapping> all;
  private final Map<String, List<CodeMapping>> bySubject = new LinkedHashMap<>();
  private final Map<Code, List<CodeMapping>> byCode = new LinkedHashMap<>();

  public CodeMappings(Collection<CodeMapping> mappings) {
    all = mappings.stream().sorted(ORDER).toList();
    for (CodeMapping mapping : all) {
      bySubject.computeIfAbsent(mapping.subject(), each -> new ArrayList<>()).add(mapping);
      byCode.computeIfAbsent(mapping.object(), each -> new ArrayList<>()).add(mapping);
    }
  }

  /** All mappings, ordered by subject, value, predicate and code. */
  public List<CodeMapping> all() {
    return all;
  }

  /** What is known of a term, checked or not. */
  public List<CodeMapping> bySubject(String iri) {
    return List.copyOf(bySubject.getOrDefault(iri, List.of()));
  }

  /** What is known of exactly this code, checked or not. */
  public List<CodeMapping> byCode(Code code) {
    return List.copyOf(byCode.getOrDefault(code, List.of()));
  }

  /**
   * The terms that a code in a patient's record may be read as, nearest first: checked mappings of
   * the code itself and, in systems whose codes show their place (ATC, ICD-10, ICD-10-CM, sites of
   * ICD-O-3), of the codes above it, as narrower matches. Empty for a code with a wrong form or
   * check digit.
   *
   * @param code a code with the canonical address of its system, see {@link Code#canonical}
   */
  public List<CodeMapping> forImport(Code code) {
    if (code.fault().isPresent()) {
      return List.of();
    }
    List<CodeMapping> found = new ArrayList<>();
    for (CodeMapping mapping : byCode(code)) {
      if (mapping.isForImport()) {
        found.add(mapping);
      }
    }
    Optional<CodeSystem> system = code.knownSystem();
    if (system.isPresent()) {
      for (String above : system.get().codesAbove(code.code())) {
        for (CodeMapping mapping : byCode(new Code(code.system(), above))) {
          if (mapping.isForImport()) {
            found.add(mapping.ofNarrower(code));
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * The terms that say more than a code: checked broad matches of the code itself and, in systems
   * whose codes show their place, of the codes above it. What carries the code may or may not have
   * the term, so that something else must say which, such as the answer to a question.
   *
   * @param code a code with the canonical address of its system, see {@link Code#canonical}
   */
  public List<CodeMapping> beyond(Code code) {
    if (code.fault().isPresent()) {
      return List.of();
    }
    List<CodeMapping> found = new ArrayList<>(broad(code));
    code.knownSystem()
        .ifPresent(
            system ->
                system
                    .codesAbove(code.code())
                    .forEach(above -> found.addAll(broad(new Code(code.system(), above)))));
    return List.copyOf(found);
  }

  private List<CodeMapping> broad(Code code) {
    return byCode(code).stream()
        .filter(CodeMapping::checked)
        .filter(mapping -> mapping.predicate() == MappingPredicate.BROAD_MATCH)
        .toList();
  }
}
