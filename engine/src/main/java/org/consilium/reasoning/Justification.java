package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A minimal subset of things that together have a property which no larger set loses, by the
 * QuickXplain algorithm (Junker, AAAI 2004): about <em>k log(n/k)</em> tests for a subset of
 * <em>k</em> out of <em>n</em>.
 */
final class Justification {
  private Justification() {}

  /**
   * A minimal subset with the property.
   *
   * @param all things that together have the property
   * @param holds the property; once it holds of a set it holds of every larger one
   */
  static <T> List<T> minimal(List<T> all, Predicate<List<T>> holds) {
    if (holds.test(List.of())) {
      return List.of();
    }
    return search(List.of(), false, all, holds);
  }

  private static <T> List<T> search(
      List<T> background, boolean grew, List<T> candidates, Predicate<List<T>> holds) {
    if (grew && holds.test(background)) {
      return List.of();
    }
    if (candidates.size() == 1) {
      return candidates;
    }
    int half = candidates.size() / 2;
    List<T> first = candidates.subList(0, half);
    List<T> second = candidates.subList(half, candidates.size());
    List<T> fromSecond = search(join(background, first), !first.isEmpty(), second, holds);
    List<T> fromFirst = search(join(background, fromSecond), !fromSecond.isEmpty(), first, holds);
    return join(fromFirst, fromSecond);
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    List<T> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }
}
