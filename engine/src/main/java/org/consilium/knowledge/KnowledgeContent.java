package org.consilium.knowledge;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.consilium.coding.CodeMappings;

/**
 * What knowledge files say, apart from the RDF and OWL that it was read from. Everything is by IRI,
 * vocabularies and safety rules by the JSON code of the cancer.
 *
 * @param version version of the knowledge model
 * @param hash SHA-256 of the content in canonical form, 64 hexadecimal digits
 * @param vocabularies what can be said of cases
 * @param outside axioms of the vocabularies that the feature fragment has no place for
 * @param mappings codes of other terminologies
 */
record KnowledgeContent(
    String version,
    String hash,
    Map<String, Vocabulary> vocabularies,
    Map<String, List<OutsideAxiom>> outside,
    Map<String, Guideline> guidelines,
    Map<String, DecisionQuestion> questions,
    Map<String, Therapy> therapies,
    Map<String, Study> studies,
    Map<String, Recommendation> recommendations,
    Map<String, Map<String, SafetyRule>> safetyRules,
    CodeMappings mappings) {
  KnowledgeContent {
    vocabularies = Collections.unmodifiableMap(vocabularies);
    outside = Collections.unmodifiableMap(outside);
    guidelines = Collections.unmodifiableMap(guidelines);
    questions = Collections.unmodifiableMap(questions);
    therapies = Collections.unmodifiableMap(therapies);
    studies = Collections.unmodifiableMap(studies);
    recommendations = Collections.unmodifiableMap(recommendations);
    safetyRules = Collections.unmodifiableMap(safetyRules);
  }

  /** The same under another version. */
  KnowledgeContent withVersion(String name) {
    return new KnowledgeContent(
        name,
        hash,
        vocabularies,
        outside,
        guidelines,
        questions,
        therapies,
        studies,
        recommendations,
        safetyRules,
        mappings);
  }
}
