package org.consilium.reasoning;

import java.util.List;
import org.consilium.reasoning.NormalForm.Clause;

/**
 * A population in clauses.
 *
 * @param iri the recommendation or safety rule
 * @param clauses all of them hold for members
 * @param negatedClauses all of them hold for those who are not members
 */
record CompiledPopulation(String iri, List<Clause> clauses, List<Clause> negatedClauses) {
  CompiledPopulation {
    clauses = List.copyOf(clauses);
    negatedClauses = List.copyOf(negatedClauses);
  }
}
