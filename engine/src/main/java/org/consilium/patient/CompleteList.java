package org.consilium.patient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.ValueTaxonomy;

/**
 * The meaning of a list that is complete but for some members: what is not listed is absent. A code
 * that is more general than a listed one is present with it; codes below a listed code stay unknown
 * if the list names nothing more specific ("some ADT", which kind is open).
 */
public final class CompleteList {
  private CompleteList() {}

  /**
   * What a list says.
   *
   * @param present what it names
   * @param absent what it says is not there
   * @param unknown what it leaves open
   */
  public static FeatureValue.Members of(
      ValueTaxonomy taxonomy,
      List<ValueClass> present,
      List<ValueClass> absent,
      List<ValueClass> unknown) {
    List<ValueClass> possible = new ArrayList<>(present);
    possible.addAll(unknown);
    List<ValueClass> specific =
        possible.stream()
            .filter(
                code ->
                    possible.stream()
                        .noneMatch(
                            other ->
                                !other.iri().equals(code.iri())
                                    && taxonomy.isSubsumed(other.iri(), code.iri())))
            .distinct()
            .toList();
    List<ValueClass> excluded = new ArrayList<>(absent);
    for (ValueClass code : taxonomy.coded()) {
      boolean open =
          specific.stream()
              .anyMatch(
                  listed ->
                      taxonomy.isSubsumed(listed.iri(), code.iri())
                          || taxonomy.isSubsumed(code.iri(), listed.iri()));
      if (!open && !excluded.contains(code)) {
        excluded.add(code);
      }
    }
    return new FeatureValue.Members(present, excluded, Optional.of(specific));
  }
}
