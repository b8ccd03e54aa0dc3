package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One merged condition on one feature, as it stands in a clause. Cell sets are never changed after
 * construction.
 */
sealed interface Literal {
  /** Position of the feature in its vocabulary. */
  int feature();

  /**
   * The single value of the feature lies in one of the cells.
   *
   * @param feature position of the feature
   * @param cells the cells; not empty and not all
   */
  record InCells(int feature, BitSet cells) implements Literal {}

  /**
   * The feature has a value in {@code some}, or has no value in one of the sets of {@code none}.
   *
   * @param feature position of the feature
   * @param some cells of which one suffices; may be empty
   * @param none sets of cells of which one must be empty; each disjoint from {@code some}
   */
  record Members(int feature, BitSet some, List<BitSet> none) implements Literal {
    public Members {
      none = List.copyOf(none);
    }
  }

  /** The disjunction of two conditions on the same feature. */
  static Literal or(Literal first, Literal second) {
    if (first instanceof InCells a && second instanceof InCells b) {
      return new InCells(a.feature(), union(a.cells(), b.cells()));
    }
    Members a = (Members) first;
    Members b = (Members) second;
    BitSet some = union(a.some(), b.some());
    List<BitSet> none = new ArrayList<>();
    for (List<BitSet> sets : List.of(a.none(), b.none())) {
      for (BitSet set : sets) {
        BitSet reduced = (BitSet) set.clone();
        reduced.andNot(some);
        // "none of G or none of H" is "none of G" when G is contained in H.
        if (none.stream().noneMatch(other -> contains(reduced, other))) {
          none.removeIf(other -> contains(other, reduced));
          none.add(reduced);
        }
      }
    }
    return new Members(a.feature(), some, none);
  }

  /** Whether the first condition implies the second; both are on the same feature. */
  static boolean implies(Literal first, Literal second) {
    if (first instanceof InCells a && second instanceof InCells b) {
      return contains(b.cells(), a.cells());
    }
    Members a = (Members) first;
    Members b = (Members) second;
    if (!contains(b.some(), a.some())) {
      return false;
    }
    return a.none().stream()
        .allMatch(
            g ->
                b.none().stream()
                    .anyMatch(
                        h -> {
                          BitSet rest = (BitSet) h.clone();
                          rest.andNot(b.some());
                          return contains(g, rest);
                        }));
  }

  static BitSet union(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.or(b);
    return result;
  }

  static BitSet minus(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.andNot(b);
    return result;
  }

  static boolean contains(BitSet whole, BitSet part) {
    return minus(part, whole).isEmpty();
  }
}
