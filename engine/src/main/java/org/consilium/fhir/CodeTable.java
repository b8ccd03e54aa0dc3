package org.consilium.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.consilium.coding.Code;
import org.consilium.coding.CodeMappings;
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
  private static final Map<String, String> SYSTEMS =
      Map.of(
          "SCTID", CodeSystems.SNOMED,
          "LOINC", CodeSystems.LOINC,
          "ATC", CodeSystems.ATC,
          "RXNORM", CodeSystems.RXNORM,
          "ICD10", CodeSystems.ICD10,
          "ICD10CM", CodeSystems.ICD10CM,
          "ICDO3", CodeSystems.ICDO3,
          "NCIT", CodeSystems.NCIT,
          "GTR", "http://www.ncbi.nlm.nih.gov/gtr");

  private static final Map<String, Match> MATCHES =
      Map.of(
          "skos:exactMatch", Match.EXACT,
          "skos:narrowMatch", Match.NARROWER,
          "skos:broadMatch", Match.BROADER);

  private final CodeMappings mappings;
  private final Map<String, List<Meaning>> meanings = new HashMap<>();

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
    String system = SYSTEMS.get(object[0]);
    if (match != null && system != null && prefixes.containsKey(subject[0])) {
      meanings
          .computeIfAbsent(system + "|" + object[1], each -> new ArrayList<>())
          .add(new Meaning(prefixes.get(subject[0]) + subject[1], match));
    }
  }

  /** What a code means; nothing if it is in no table. */
  List<Meaning> of(Coding coding) {
    List<Meaning> found =
        new ArrayList<>(meanings.getOrDefault(coding.system() + "|" + coding.code(), List.of()));
    if (CodeSystems.isHierarchical(coding.system())) {
      for (int length = coding.code().length() - 1; length > 1; length--) {
        String above = coding.code().substring(0, length);
        for (Meaning meaning :
            meanings.getOrDefault(
                coding.system() + "|" + (above.endsWith(".") ? "" : above), List.of())) {
          if (meaning.match() != Match.BROADER) {
            found.add(new Meaning(meaning.iri(), Match.NARROWER));
          }
        }
      }
    }
    Code code = Code.canonical(coding.system(), coding.code());
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
