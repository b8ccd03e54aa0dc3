package org.consilium.publication;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * The name of a version, as in Semantic Versioning 2.0.0: {@code 1.4.0}, {@code 2.0.0-rc.1}. Build
 * metadata is not taken, because it does not tell which of two versions comes later. Versions are
 * ordered by precedence (section 11 there).
 *
 * @param text as it is written, at most {@value #LONGEST} characters
 */
public record SemanticVersion(String text) implements Comparable<SemanticVersion> {
  private static final int LONGEST = 64;
  private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
  private static final String PART = "(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(-" + PART + "(\\." + PART + ")*)?");

  /**
   * @throws IllegalArgumentException if it is none
   */
  public SemanticVersion {
    if (!isOne(text)) {
      throw new IllegalArgumentException("not a version");
    }
  }

  /** Whether a text is a version. */
  public static boolean isOne(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  /**
   * Reads a version.
   *
   * @throws PublicationException if it is none
   */
  public static SemanticVersion of(String text) throws PublicationException {
    if (!isOne(text)) {
      throw new PublicationException(
          PublicationException.Code.VERSION_SYNTAX,
          "a version is written like 1.4.0 or 2.0.0-rc.1, in at most " + LONGEST + " characters");
    }
    return new SemanticVersion(text);
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int release = compare(release(), other.release());
    if (release != 0) {
      return release;
    }
    String mine = preRelease();
    String theirs = other.preRelease();
    if (mine.isEmpty() || theirs.isEmpty()) {
      // What has a pre-release comes before what has none.
      return Boolean.compare(mine.isEmpty(), theirs.isEmpty());
    }
    return compare(mine, theirs);
  }

  private String release() {
    int dash = text.indexOf('-');
    return dash < 0 ? text : text.substring(0, dash);
  }

  private String preRelease() {
    int dash = text.indexOf('-');
    return dash < 0 ? "" : text.substring(dash + 1);
  }

  private static int compare(String first, String second) {
    String[] a = first.split("\\.", -1);
    String[] b = second.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = comparePart(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int comparePart(String first, String second) {
    boolean number = isNumber(first);
    if (number && isNumber(second)) {
      return new BigInteger(first).compareTo(new BigInteger(second));
    }
    return number == isNumber(second) ? first.compareTo(second) : number ? -1 : 1;
  }

  private static boolean isNumber(String part) {
    return part.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return text;
  }
}
