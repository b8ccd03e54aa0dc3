package org.consilium.hooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.consilium.hooks.Card.Indicator;
import org.consilium.hooks.Card.Kind;
import org.consilium.hooks.Card.Link;

/**
 * Keeps the number of cards within a bound. What does not fit is counted and named on the last
 * card, which is a warning if one of those left out is.
 */
final class CardChoice {
  private static final int MOST_NAMES = 20;

  private CardChoice() {}

  /**
   * The cards that are sent.
   *
   * @param ranked the most important first
   * @param missing the card on what is not known, if there is one; it always has a place
   * @param most most cards, at least 3
   */
  static List<Card> of(
      List<Card> ranked, List<Card> missing, int most, KnowledgeWords words, HookService service) {
    List<Card> cards = new ArrayList<>();
    int places = most - missing.size();
    if (ranked.size() <= places) {
      cards.addAll(ranked);
      cards.addAll(missing);
      return cards;
    }
    List<Card> rest = ranked.subList(places - 1, ranked.size());
    cards.addAll(ranked.subList(0, places - 1));
    cards.addAll(missing);
    cards.add(more(rest, words, service));
    return cards;
  }

  private static Card more(List<Card> rest, KnowledgeWords words, HookService service) {
    List<String> names = new ArrayList<>();
    List<String> recommendations = new ArrayList<>();
    for (Card each : rest) {
      recommendations.addAll(each.recommendations());
      if (names.size() < MOST_NAMES) {
        names.add(
            each.links().isEmpty()
                ? Markdown.escape(each.summary())
                : Markdown.link(each.summary(), each.links().get(0).url()));
      }
    }
    if (rest.size() > names.size()) {
      names.add("and " + (rest.size() - names.size()) + " more");
    }
    Markdown detail = new Markdown();
    detail.list("Not shown as cards of their own", names);
    detail.paragraph(words.footer());
    boolean grave = rest.stream().anyMatch(each -> each.indicator() == Indicator.WARNING);
    return new Card(
        Kind.MORE,
        grave ? Indicator.WARNING : Indicator.INFO,
        KnowledgeWords.counted(rest.size(), "more statement", "more statements")
            + " on "
            + Markdown.plain(service.cancerLabel()).toLowerCase(Locale.ROOT)
            + " for this patient",
        detail.toString(),
        words.ourselves(service),
        List.of(),
        List.of(
            new Link(
                "All recommendations on " + Markdown.plain(service.cancerLabel()),
                words.address() + "/api/recommendations?cancer=" + service.cancer())),
        false,
        recommendations);
  }
}
