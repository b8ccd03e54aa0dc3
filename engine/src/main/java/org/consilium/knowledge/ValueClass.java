package org.consilium.knowledge;

import java.util.Set;

/**
 * A value that a coded feature can take: a class of the feature's taxonomy.
 *
 * @param iri the class
 * @param code its JSON code, or empty if patient descriptions cannot name it
 * @param label English label
 * @param parents the classes directly above it
 */
public record ValueClass(String iri, String code, String label, Set<String> parents) {
  public ValueClass {
    parents = Set.copyOf(parents);
  }
}
