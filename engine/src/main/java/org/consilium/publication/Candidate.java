package org.consilium.publication;

import java.util.List;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Problem;
import org.consilium.query.QueryCatalogue;
import org.consilium.reasoning.CompiledReasoner;

/**
 * Knowledge that has passed all checks and may be published.
 *
 * @param sources its files
 * @param version the name it gets
 * @param knowledge what they say
 * @param reasoner the same, compiled
 * @param queries its library of queries
 * @param warnings what was found and is no error
 */
public record Candidate(
    Sources sources,
    SemanticVersion version,
    KnowledgeBase knowledge,
    CompiledReasoner reasoner,
    QueryCatalogue queries,
    List<Problem> warnings) {
  public Candidate {
    warnings = List.copyOf(warnings);
  }
}
