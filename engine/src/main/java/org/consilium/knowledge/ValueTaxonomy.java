package org.consilium.knowledge;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a coded feature: a directed acyclic graph of classes below one root, with
 * disjointness and coverings.
 *
 * <p>A <em>cell</em> is a combination of classes that one value can have: a set closed under
 * superclasses in which no two are disjoint and every covered class has one of its parts. The cells
 * are pairwise disjoint and together exhaust the root, so a class, and every Boolean combination of
 * classes, is a set of cells.
 */
public final class ValueTaxonomy {
  /** More cells than this are taken as a sign of missing disjointness. */
  public static final int MAXIMUM_CELLS = 4096;

  /**
   * A class that is exhausted by others.
   *
   * @param whole the covered class
   * @param parts its parts, which need not be disjoint
   */
  public record Covering(String whole, Set<String> parts) {
    public Covering {
      parts = Set.copyOf(parts);
    }
  }

  private final String root;
  private final Map<String, ValueClass> classes;
  private final Map<String, Set<String>> ancestors = new HashMap<>();
  private final List<Set<String>> disjointPairs;
  private final List<Covering> coverings;
  private final List<Set<String>> cells;
  private final boolean tooManyCells;
  private final Map<String, BitSet> cellsOfClass = new HashMap<>();

  /**
   * @param root IRI of the class of all values
   * @param classes all classes below the root, and the root, parents before children
   * @param disjointPairs sets of two classes that share no member
   * @param coverings the classes that are exhausted by others
   */
  public ValueTaxonomy(
      String root,
      Collection<ValueClass> classes,
      Collection<Set<String>> disjointPairs,
      Collection<Covering> coverings) {
    this.root = root;
    Map<String, ValueClass> byIri = new LinkedHashMap<>();
    classes.forEach(value -> byIri.put(value.iri(), value));
    this.classes = Collections.unmodifiableMap(byIri);
    for (ValueClass value : classes) {
      Set<String> above = new LinkedHashSet<>();
      above.add(value.iri());
      for (String parent : value.parents()) {
        above.addAll(ancestors.getOrDefault(parent, Set.of()));
      }
      ancestors.put(value.iri(), Collections.unmodifiableSet(above));
    }
    this.disjointPairs = List.copyOf(disjointPairs);
    this.coverings = List.copyOf(coverings);
    List<Set<String>> found = new ArrayList<>();
    boolean overflow = false;
    if (byIri.containsKey(root)) {
      overflow = !enumerate(List.copyOf(byIri.keySet()), 0, new LinkedHashSet<>(), found);
    }
    this.tooManyCells = overflow;
    this.cells = overflow ? List.of() : List.copyOf(found);
    for (String iri : byIri.keySet()) {
      BitSet members = new BitSet();
      for (int cell = 0; cell < cells.size(); cell++) {
        members.set(cell, cells.get(cell).contains(iri));
      }
      cellsOfClass.put(iri, members);
    }
  }

  private boolean enumerate(
      List<String> order, int position, Set<String> chosen, List<Set<String>> found) {
    if (position == order.size()) {
      for (Covering covering : coverings) {
        if (chosen.contains(covering.whole()) && Collections.disjoint(chosen, covering.parts())) {
          return true;
        }
      }
      found.add(Collections.unmodifiableSet(new LinkedHashSet<>(chosen)));
      return found.size() <= MAXIMUM_CELLS;
    }
    String next = order.get(position);
    boolean possible = next.equals(root) || chosen.containsAll(classes.get(next).parents());
    for (Set<String> pair : disjointPairs) {
      if (possible && pair.contains(next)) {
        for (String other : pair) {
          possible = possible && (other.equals(next) || !chosen.contains(other));
        }
      }
    }
    if (possible) {
      chosen.add(next);
      boolean complete = enumerate(order, position + 1, chosen, found);
      chosen.remove(next);
      if (!complete || next.equals(root)) {
        return complete;
      }
    }
    return enumerate(order, position + 1, chosen, found);
  }

  public String root() {
    return root;
  }

  /** All classes, parents before children. */
  public Collection<ValueClass> classes() {
    return classes.values();
  }

  public Optional<ValueClass> byIri(String iri) {
    return Optional.ofNullable(classes.get(iri));
  }

  /** The class with this JSON code. */
  public Optional<ValueClass> byCode(String code) {
    return classes.values().stream()
        .filter(value -> !value.code().isEmpty() && value.code().equals(code))
        .findFirst();
  }

  /** The classes that patient descriptions can name, parents before children. */
  public List<ValueClass> coded() {
    return classes.values().stream().filter(value -> !value.code().isEmpty()).toList();
  }

  /** Whether every value of the first class is of the second; a class subsumes itself. */
  public boolean isSubsumed(String lower, String upper) {
    return ancestors.getOrDefault(lower, Set.of()).contains(upper);
  }

  public List<Set<String>> disjointPairs() {
    return disjointPairs;
  }

  public List<Covering> coverings() {
    return coverings;
  }

  /** Whether there are more than {@link #MAXIMUM_CELLS} cells, so that none are listed. */
  public boolean hasTooManyCells() {
    return tooManyCells;
  }

  public int cellCount() {
    return cells.size();
  }

  /** The classes of each cell. */
  public List<Set<String>> cells() {
    return cells;
  }

  /** The cells of a class; empty if the class is not of this taxonomy. A fresh copy. */
  public BitSet cellsOf(String iri) {
    BitSet members = cellsOfClass.get(iri);
    return members == null ? new BitSet() : (BitSet) members.clone();
  }

  /** The cells of a Boolean combination of classes of this taxonomy. */
  public BitSet cellsOf(Criterion.ValueExpression expression) {
    if (expression instanceof Criterion.ValueExpression.Of of) {
      return cellsOf(of.value().iri());
    }
    BitSet result = new BitSet();
    if (expression instanceof Criterion.ValueExpression.Either either) {
      either.parts().forEach(part -> result.or(cellsOf(part)));
    } else if (expression instanceof Criterion.ValueExpression.Both both) {
      result.set(0, cells.size());
      both.parts().forEach(part -> result.and(cellsOf(part)));
    } else if (expression instanceof Criterion.ValueExpression.Other other) {
      result.set(0, cells.size());
      result.andNot(cellsOf(other.part()));
    }
    return result;
  }

  /** The classes that have no class below them, in the order of the taxonomy. */
  public Set<String> leaves() {
    Set<String> leaves = new LinkedHashSet<>(classes.keySet());
    Set<String> inner = new HashSet<>();
    classes.values().forEach(value -> inner.addAll(value.parents()));
    leaves.removeAll(inner);
    return leaves;
  }
}
