package org.consilium.fhir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.consilium.coding.Code;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeMappings;
import org.consilium.coding.MappingPredicate;
import org.consilium.fhir.Concept.Coding;
import org.consilium.fhir.Terms.Match;
import org.consilium.fhir.Terms.Meaning;

/**
 * What codes mean by the mappings of the knowledge, as far as they were checked. ATC and ICD codes
 * mean what the categories above them mean, too.
 *
 * @param mappings the mappings
 */
record CodeTable(CodeMappings mappings) {
  /** All codes that may be read. */
  Set<Code> codes() {
    Set<Code> codes = new LinkedHashSet<>();
    mappings.all().stream().map(CodeMapping::object).forEach(codes::add);
    return codes;
  }

  /** What a code means; nothing if no mapping has it. */
  List<Meaning> of(Coding coding) {
    Code code = new Code(coding.system(), coding.code());
    List<Meaning> found = new ArrayList<>();
    for (CodeMapping mapping : mappings.forImport(code)) {
      boolean exact = mapping.predicate() == MappingPredicate.EXACT_MATCH;
      add(found, mapping, exact ? Match.EXACT : Match.NARROWER);
    }
    mappings.beyond(code).forEach(mapping -> add(found, mapping, Match.BROADER));
    return found;
  }

  private static void add(List<Meaning> found, CodeMapping mapping, Match match) {
    Meaning meaning = new Meaning(mapping.subject(), mapping.value(), match, mapping.kind());
    if (!found.contains(meaning)) {
      found.add(meaning);
    }
  }
}
