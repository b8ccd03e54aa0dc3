package org.consilium.explanation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The minimal sets that meet all of some demands, by Berge's algorithm: demand after demand. */
final class HittingSets {
  private HittingSets() {}

  /**
   * All sets that contain an element of every demand and of which nothing can be left out, the
   * smallest first; one empty set if nothing is demanded.
   */
  static <T extends Comparable<T>> List<Set<T>> minimal(Collection<Set<T>> demands) {
    List<Set<T>> sets = List.of(new TreeSet<>());
    for (Set<T> demand : demands) {
      List<Set<T>> extended = new ArrayList<>();
      for (Set<T> set : sets) {
        if (demand.stream().anyMatch(set::contains)) {
          extended.add(set);
        } else {
          for (T element : demand) {
            Set<T> larger = new TreeSet<>(set);
            larger.add(element);
            extended.add(larger);
          }
        }
      }
      extended.sort(Comparator.comparingInt(Set::size));
      List<Set<T>> minimal = new ArrayList<>();
      for (Set<T> set : extended) {
        if (minimal.stream().noneMatch(set::containsAll)) {
          minimal.add(set);
        }
      }
      sets = minimal;
    }
    return sets;
  }
}
