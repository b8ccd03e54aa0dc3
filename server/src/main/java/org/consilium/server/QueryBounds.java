package org.consilium.server;

import org.apache.jena.query.QueryCancelledException;

/**
 * What one SPARQL query may use up, counted from now.
 *
 * <p>The query engine itself looks at the time only between rows, and not at all at the size of
 * texts; a regular expression or a doubled text would escape it.
 */
final class QueryBounds {
  private static final int STEPS_BETWEEN_LOOKS = 1_024;

  private final long deadline;
  private final int textCharacters;

  /**
   * @param milliseconds how long it may take from now
   * @param textCharacters the longest text that it may make
   */
  QueryBounds(long milliseconds, int textCharacters) {
    this.deadline = System.nanoTime() + milliseconds * 1_000_000;
    this.textCharacters = textCharacters;
  }

  /**
   * @throws QueryCancelledException if the time is over
   */
  void checkTime() {
    if (System.nanoTime() - deadline > 0) {
      throw new QueryCancelledException();
    }
  }

  /**
   * @throws Refusal if a text would become too long
   */
  void checkLength(long characters) {
    if (characters > textCharacters) {
      throw new Refusal(
          ErrorCode.QUERY_FAILED,
          "a text grows beyond " + textCharacters + " characters while the query is evaluated");
    }
  }

  /** The same text, which looks at the time while it is read. */
  CharSequence watched(String text) {
    return new WatchedText(text, 0, text.length());
  }

  private final class WatchedText implements CharSequence {
    private final String text;
    private final int start;
    private final int end;
    private int steps;

    WatchedText(String text, int start, int end) {
      this.text = text;
      this.start = start;
      this.end = end;
    }

    @Override
    public int length() {
      return end - start;
    }

    @Override
    public char charAt(int index) {
      if (++steps >= STEPS_BETWEEN_LOOKS) {
        steps = 0;
        checkTime();
      }
      return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new WatchedText(text, start + from, start + to);
    }

    @Override
    public String toString() {
      return text.substring(start, end);
    }
  }
}
