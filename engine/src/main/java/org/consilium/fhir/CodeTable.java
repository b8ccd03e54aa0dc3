package org.consilium.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consilium.coding.Code;
import org.consilium.coding.CodeMappings;
import org.consilium.coding.CodeSystem;
import org.consilium.coding.MappingPredicate;
import org.consilium.fhir.Concept.Coding;
import org.consilium.fhir.Terms.Match;
import org.consilium.fhir.Terms.Meaning;

/**
 * What codes mean: by the mappings of the knowledge, and by a table of the same form whose subject
 * is a term of the ontology and whose object is a code. ATC and ICD codes mean what the categories
 * above them mean, too.
 */
final class CodeTable {
  private static final Map<String, Match> MATCHES =
      Map.of(
          "skos:exactMatch", Match.EXACT,
          "skos:narrowMatch", Match.NARROWER,
          "skos:broadMatch", Match.BROADER);

  private final CodeMappings mappings;
  private final Map<Code, List<Meaning>> meanings = new HashMap<>();

  CodeTable(CodeMappings mappings) {
    this.mappings = mappings;
  }

  /**
   * Adds a table; lines with another predicate or code system are passed over.
   *
   * @param sssom tab-separated, with the prefixes in a header of {@code #} lines
   */
  void add(String sssom) {
    Map<String, String> prefixes = new LinkedHashMap<>();
    List<String> columns = List.of();
    for (String line : sssom.lines().toList()) {
      if (line.startsWith("#")) {
        String[] parts = line.substring(1).strip().split(": ", 2);
        if (parts.length == 2 && parts[1].startsWith("http")) {
          prefixes.put(parts[0], parts[1]);
        }
      } else if (columns.isEmpty()) {
        columns = List.of(line.split("\t", -1));
      } else {
        add(line.split("\t", -1), columns, prefixes);
      }
    }
  }

  private void add(String[] cells, List<String> columns, Map<String, String> prefixes) {
    String[] subject = cells[columns.indexOf("subject_id")].split(":", 2);
    String[] object = cells[columns.indexOf("object_id")].split(":", 2);
    Match match = MATCHES.get(cells[columns.indexOf("predicate_id")]);
    Optional<CodeSystem> system = CodeSystem.ofPrefix(object[0]);
    if (match != null && system.isPresent() && prefixes.containsKey(subject[0])) {
      meanings
          .computeIfAbsent(Code.of(system.get(), object[1]), each -> new ArrayList<>())
          .add(new Meaning(prefixes.get(subject[0]) + subject[1], match));
    }
  }

  /** What a code means; nothing if it is in no table. */
  List<Meaning> of(Coding coding) {
    Code code = new Code(coding.system(), coding.code());
    List<Meaning> found = new ArrayList<>(meanings.getOrDefault(code, List.of()));
    code.knownSystem()
        .ifPresent(
            system ->
                system.codesAbove(code.code()).stream()
                    .flatMap(
                        above -> meanings.getOrDefault(Code.of(system, above), List.of()).stream())
                    .filter(meaning -> meaning.match() != Match.BROADER)
                    .forEach(meaning -> found.add(new Meaning(meaning.iri(), Match.NARROWER))));
    mappings.forImport(code).stream()
        .filter(mapping -> mapping.value().isEmpty())
        .map(
            mapping ->
                new Meaning(
                    mapping.subject(),
                    mapping.predicate() == MappingPredicate.EXACT_MATCH
                        ? Match.EXACT
                        : Match.NARROWER))
        .filter(meaning -> !found.contains(meaning))
        .forEach(found::add);
    return found;
  }
}
