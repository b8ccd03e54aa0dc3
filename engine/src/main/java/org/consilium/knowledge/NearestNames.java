package org.consilium.knowledge;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests the names that a mistyped one may have meant. */
public final class NearestNames {
  private NearestNames() {}

  /**
   * The nearest names by edit distance, ignoring case; a name at a distance of more than half of
   * its length is no suggestion unless one contains the other.
   *
   * @param wanted what was written
   * @param names the valid names
   * @param most how many to suggest
   */
  public static List<String> of(String wanted, Collection<String> names, int most) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    record Scored(String name, int distance) {}
    return names.stream()
        .map(name -> new Scored(name, distance(lower, name.toLowerCase(Locale.ROOT))))
        .filter(scored -> scored.distance() <= Math.max(2, scored.name().length() / 2))
        .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
        .limit(most)
        .map(Scored::name)
        .toList();
  }

  private static int distance(String wanted, String name) {
    boolean contained = wanted.length() >= 3 && (name.contains(wanted) || wanted.contains(name));
    int edits = LevenshteinDistance.getDefaultInstance().apply(wanted, name);
    return contained ? Math.min(edits, 2) : edits;
  }
}
