package org.consilium.recommendation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Therapy;

/** What a therapy is made of and which classes it belongs to, directly and indirectly. */
public final class TherapyLineage {
  private final KnowledgeBase knowledge;

  public TherapyLineage(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  /** The therapy and all classes it belongs to; components are not followed. */
  public Set<String> classes(String therapy) {
    Set<String> found = new LinkedHashSet<>();
    collectClasses(therapy, found);
    return found;
  }

  private void collectClasses(String therapy, Set<String> found) {
    if (found.add(therapy)) {
      knowledge.therapy(therapy).ifPresent(t -> t.classes().forEach(c -> collectClasses(c, found)));
    }
  }

  /**
   * The therapy, its components and theirs, each with whether it can be left out or replaced by an
   * alternative.
   */
  public Map<String, Boolean> components(String therapy) {
    Map<String, Boolean> found = new LinkedHashMap<>();
    collectComponents(therapy, false, found);
    return found;
  }

  private void collectComponents(String therapy, boolean replaceable, Map<String, Boolean> found) {
    Boolean earlier = found.get(therapy);
    if (earlier != null && (!earlier || replaceable)) {
      return;
    }
    found.put(therapy, replaceable);
    Optional<Therapy> described = knowledge.therapy(therapy);
    if (described.isPresent()) {
      Therapy t = described.get();
      boolean any = t.anyComponentSuffices();
      t.components().forEach(c -> collectComponents(c, replaceable || any, found));
      t.alternativeComponents().forEach(c -> collectComponents(c, true, found));
      t.optionalComponents().forEach(c -> collectComponents(c, true, found));
    }
  }

  /** The members of a drug class, directly and indirectly; none for anything else. */
  Set<String> members(String therapy) {
    Set<String> members = new LinkedHashSet<>();
    boolean isClass =
        knowledge.therapy(therapy).filter(t -> t.kind().equals("DrugClass")).isPresent();
    if (isClass) {
      for (Therapy other : knowledge.therapies()) {
        if (!other.iri().equals(therapy)
            && other.kind().equals("Drug")
            && classes(other.iri()).contains(therapy)) {
          members.add(other.iri());
        }
      }
    }
    return members;
  }
}
