package org.consilium.knowledge;

import java.util.List;
import java.util.Set;

/**
 * A drug, drug class, regimen, procedure or test that a recommendation can name.
 *
 * @param iri its IRI
 * @param label English label
 * @param kind local name of its class: Drug, DrugClass, Regimen, Procedure or Test
 * @param classes IRIs of the classes it is directly a member of
 * @param components IRIs of what a regimen consists of
 * @param alternativeComponents IRIs of components that can stand in for each other
 * @param optionalComponents IRIs of components that can be left out
 * @param anyComponentSuffices whether one component is enough
 * @param atcCode ATC code where it was checked, or empty
 * @param ncitCode NCI Thesaurus code where it was checked, or empty
 * @param synonyms other names
 * @param establishes IRIs of yes-or-no features that are true of whoever is given the therapy
 */
public record Therapy(
    String iri,
    String label,
    String kind,
    Set<String> classes,
    Set<String> components,
    Set<String> alternativeComponents,
    Set<String> optionalComponents,
    boolean anyComponentSuffices,
    String atcCode,
    String ncitCode,
    List<String> synonyms,
    Set<String> establishes) {
  public String id() {
    return Namespaces.localName(iri);
  }
}
