package org.consilium.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MarkdownTest {
  private static final String JOINER = "\u2060";

  @Test
  void aTextCanBeReadAndIsNeitherMarkupNorHtmlNorALink() {
    assertEquals(
        "&lt;script&gt;alert(1)&lt;/script&gt;", Markdown.escape("<script>alert(1)</script>"));
    assertEquals("\\[x\\](javascript:alert(1))", Markdown.escape("[x](javascript:alert(1))"));
    assertEquals("\\!\\[x\\](y)", Markdown.escape("![x](y)"));
    assertEquals(
        "\\*\\*a\\*\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~", Markdown.escape("**a** _b_ `c` ~~d~~"));
    assertEquals("&amp;lt; a \\| b", Markdown.escape("&lt; a | b"));
    assertEquals("a\\\\\\[b", Markdown.escape("a\\[b"));
    assertEquals("PSA 0.5-1.2 ng/mL, (T2b)", Markdown.escape("PSA 0.5-1.2 ng/mL, (T2b)"));
  }

  @Test
  void anAddressDoesNotBecomeALinkByItself() {
    assertEquals("https:" + JOINER + "//x.org", Markdown.escape("https://x.org"));
    assertEquals("www" + JOINER + ".x.org", Markdown.escape("www.x.org"));
    assertEquals("WWW" + JOINER + ".x.org", Markdown.escape("WWW.x.org"));
    assertEquals("a@" + JOINER + "x.org", Markdown.escape("a@x.org"));
    assertEquals(
        "https:" + JOINER + "//www" + JOINER + ".x",
        Markdown.escape("ht\u200btps://www.x".replace("\u200b", "")));
  }

  @Test
  void nothingStartsABlockOrANewLine() {
    assertEquals("\\# a", Markdown.escape("# a"));
    assertEquals("\\- a", Markdown.escape("- a"));
    assertEquals("\\+ a", Markdown.escape("+ a"));
    assertEquals("1\\. a", Markdown.escape("1. a"));
    assertEquals("12\\) a", Markdown.escape("12) a"));
    assertEquals("&gt; a", Markdown.escape("> a"));
    assertEquals("a # b", Markdown.escape("a\n# b").replace("\\#", "#"));
    assertFalse(
        Markdown.escape("a\r\n\r\n| b |\u2028c\u0085d").matches("(?s).*[\\r\\n\\u2028\\u0085].*"));
    assertEquals("a b", Markdown.escape("a\u202eb"));
  }

  @Test
  void aLinkLeadsOnlyToAnAddressOfHttp() {
    assertEquals("[a](https://x.org/b)", Markdown.link("a", "https://x.org/b"));
    assertEquals("a", Markdown.link("a", "javascript:alert(1)"));
    assertEquals("a", Markdown.link("a", "https://x.org/b)[c](https://evil.org"));
    assertEquals("[\\]\\[](https://x.org)", Markdown.link("][", "https://x.org"));
  }

  @Test
  void plainTextHasNoTagAndIsCutBetweenWords() {
    assertEquals("a < script>", Markdown.plain("a <script>"));
    assertEquals("PSA <10", Markdown.plain("PSA <10"));
    assertEquals("one two…", Markdown.plain("one two three", 10));
    String cut = Markdown.plain("word ".repeat(100), 139);
    assertTrue(cut.codePointCount(0, cut.length()) <= 139 && cut.endsWith("word…"), cut);
    String emoji = Markdown.plain("😀".repeat(200), 139);
    assertEquals(139, emoji.codePointCount(0, emoji.length()));
  }

  @Test
  void everySignThatMarkdownKnowsIsTamed() {
    for (String sign :
        List.of("*", "_", "`", "[", "]", "<", ">", "|", "~", "\\", "#", "!", "$", "{", "}")) {
      String escaped = Markdown.escape("a" + sign + "b");
      assertTrue(
          escaped.equals("a\\" + sign + "b") || Pattern.matches("a&[a-z]+;b", escaped), escaped);
    }
  }
}
