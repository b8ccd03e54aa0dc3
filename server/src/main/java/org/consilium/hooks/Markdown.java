package org.consilium.hooks;

import java.util.ArrayList;
import java.util.List;

/**
 * A text in GitHub Flavored Markdown, put together from parts of which every text is escaped: what
 * comes from a request or from the knowledge can be read, and can be neither markup, HTML nor a
 * link.
 */
final class Markdown {
  /** Keeps an address from becoming a link by itself; has no width. */
  private static final char JOINER = '\u2060';

  private final StringBuilder text = new StringBuilder();

  /** Starts a paragraph; a blank line stands before it. */
  Markdown paragraph(String markdown) {
    if (text.length() > 0) {
      text.append("\n\n");
    }
    text.append(markdown);
    return this;
  }

  /** A paragraph with a bold heading before a list; nothing if the list is empty. */
  Markdown list(String heading, List<String> items) {
    if (!items.isEmpty()) {
      paragraph(bold(heading) + "\n");
      items.forEach(item -> text.append("\n- ").append(item));
    }
    return this;
  }

  /** A table; the cells are Markdown in one line. */
  Markdown table(List<String> header, List<List<String>> rows) {
    paragraph(row(header) + "\n" + row(header.stream().map(each -> "---").toList()));
    rows.forEach(each -> text.append("\n").append(row(each)));
    return this;
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  static String bold(String plain) {
    return "**" + escape(plain) + "**";
  }

  static String italic(String plain) {
    return "*" + escape(plain) + "*";
  }

  /** A link with a text; the text alone if the address is none of HTTP. */
  static String link(String plain, String address) {
    if (!address.matches("https?://[A-Za-z0-9._~:/?#\\[\\]@!$&'*+,;=%-]+")) {
      return escape(plain);
    }
    return "[" + escape(plain) + "](" + address + ")";
  }

  /** A text that stands for itself, in one line. */
  static String escape(String plain) {
    StringBuilder escaped = new StringBuilder();
    String line = line(plain).replaceAll("(?i)(www)\\.", "$1" + JOINER + ".");
    for (int i = 0; i < line.length(); i++) {
      char each = line.charAt(i);
      switch (each) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '@' -> escaped.append('@').append(JOINER);
        case ':' -> {
          escaped.append(':');
          if (line.startsWith("//", i + 1)) {
            escaped.append(JOINER);
          }
        }
        case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '|', '~', '!', '$' ->
            escaped.append('\\').append(each);
        case '-', '+', '=', '.', ')' ->
            escaped.append(startsBlock(line, i) ? "\\" : "").append(each);
        default -> escaped.append(each);
      }
    }
    return escaped.toString();
  }

  /** Whether a sign stands where it could begin a list, a heading's line or a rule. */
  private static boolean startsBlock(String line, int position) {
    return line.substring(0, position).chars().allMatch(each -> each >= '0' && each <= '9')
        || line.substring(0, position).isBlank();
  }

  /**
   * A text in one line without characters that hide or turn text; for members that are plain text.
   * A {@code <} gets a blank behind it where it could begin a tag.
   */
  static String plain(String text) {
    return line(text).replaceAll("<(?=[A-Za-z/!?])", "< ");
  }

  /** The same with at most so many characters, cut between words. */
  static String plain(String text, int most) {
    String plain = plain(text);
    if (plain.codePointCount(0, plain.length()) <= most) {
      return plain;
    }
    String cut = plain.substring(0, plain.offsetByCodePoints(0, most - 1));
    int blank = cut.lastIndexOf(' ');
    return (blank > most / 2 ? cut.substring(0, blank) : cut).stripTrailing() + "…";
  }

  private static String line(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
  }

  /** Some items in words: {@code a, b and c}. */
  static String enumerate(List<String> items) {
    if (items.size() < 2) {
      return String.join("", items);
    }
    List<String> first = new ArrayList<>(items.subList(0, items.size() - 1));
    return String.join(", ", first) + " and " + items.get(items.size() - 1);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
