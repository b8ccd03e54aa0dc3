package org.consilium.hooks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.consilium.hooks.Card.Indicator;
import org.consilium.hooks.Card.Kind;
import org.consilium.hooks.Card.Link;
import org.consilium.hooks.Card.Source;
import org.consilium.hooks.Card.Suggestion;
import org.consilium.hooks.OrderAssessment.Verdict;
import org.consilium.knowledge.Recommendation;
import org.consilium.recommendation.RecommendationAdvice;
import org.consilium.recommendation.SafetyFinding;
import org.consilium.recommendation.SafetyFinding.State;

/** Writes the cards about the selected orders. */
final class OrderCard {
  private static final int MOST_OPEN = 5;
  private static final int MOST_LINKS = 10;
  private static final int LONGEST_NAME = 60;

  private final KnowledgeWords words;
  private final RecommendationCard recommendations;
  private final HookService service;

  OrderCard(KnowledgeWords words, RecommendationCard recommendations, HookService service) {
    this.words = words;
    this.recommendations = recommendations;
    this.service = service;
  }

  /** The card of an order of which something is known. */
  Card of(OrderAssessment order) {
    String name = Markdown.plain(order.name(), LONGEST_NAME);
    Markdown detail = new Markdown();
    detail.list("Safety", recommendations.findings(order.safety()));
    detail.list("Advised against", statements(order.opposing()));
    detail.list("Advised against, if it is meant as this", limits(order.limiting()));
    detail.list("Recommended for this patient", statements(order.recommending()));
    detail.list("Not decided yet", open(order.open()));
    detail.paragraph(words.footer());
    List<Suggestion> suggestions =
        order.isRemovable()
            ? List.of(
                new Suggestion("Remove the draft order of " + name, order.order().reference()))
            : List.of();
    return new Card(
        Kind.ORDER,
        order.isGrave() ? Indicator.WARNING : Indicator.INFO,
        Markdown.plain(name + ": " + summary(order), Card.LONGEST_SUMMARY),
        detail.toString(),
        source(order),
        suggestions,
        links(order),
        true,
        order.ids());
  }

  /**
   * One card for all orders of which nothing is known, so that silence is not taken for consent.
   */
  Card ofUnknown(List<OrderAssessment> orders) {
    List<String> items = new ArrayList<>();
    for (OrderAssessment each : orders) {
      items.add(
          Markdown.bold(Markdown.plain(each.name(), LONGEST_NAME))
              + (each.therapies().isEmpty()
                  ? ": no code of the order is known here"
                  : ": no recommendation or safety rule on "
                      + Markdown.escape(service.cancerLabel())
                      + " speaks of it for this patient"));
    }
    Markdown detail = new Markdown();
    detail.list("That nothing is said is neither advice for nor against", items);
    detail.paragraph(words.footer());
    return new Card(
        Kind.UNKNOWN_ORDERS,
        Indicator.INFO,
        "Nothing is known here of "
            + KnowledgeWords.counted(orders.size(), "selected order", "selected orders"),
        detail.toString(),
        words.ourselves(service),
        List.of(),
        List.of(),
        false,
        List.of());
  }

  private String summary(OrderAssessment order) {
    String recommended =
        order.recommending().isEmpty()
            ? ""
            : "; recommended (" + strength(order.recommending()) + ")";
    return switch (order.verdict()) {
      case CONTRAINDICATED -> "contraindicated for this patient" + recommended;
      case ADVISED_AGAINST -> "advised against (" + strength(order.opposing()) + ")";
      case DISPUTED -> "guidelines disagree for this patient";
      case CHECK_FIRST -> "check first" + checks(order) + recommended;
      case LIMITED -> "advised against for some purposes" + recommended;
      case RECOMMENDED -> "recommended (" + strength(order.recommending()) + ")";
      case CAUTION -> "caution";
      case UNDECIDED -> "cannot be judged yet, facts are missing";
      case NOTHING_KNOWN -> "nothing is known";
    };
  }

  private String checks(OrderAssessment order) {
    Set<String> missing = new TreeSet<>();
    order.safety().stream()
        .filter(each -> each.state() == State.CHECK_FIRST && !each.replaceable())
        .forEach(each -> missing.addAll(each.missing()));
    return missing.isEmpty() ? "" : " (" + String.join(", ", words.features(missing)) + ")";
  }

  private static String strength(List<RecommendationAdvice> advice) {
    return advice.stream()
        .map(each -> each.recommendation().strength())
        .min(Comparable::compareTo)
        .orElseThrow()
        .word();
  }

  private List<String> statements(List<RecommendationAdvice> advice) {
    return advice.stream().map(each -> recommendations.statement(each.recommendation())).toList();
  }

  private List<String> limits(List<RecommendationAdvice> advice) {
    return advice.stream()
        .map(
            each ->
                Markdown.escape(words.actions(each.recommendation()))
                    + ". "
                    + recommendations.statement(each.recommendation()))
        .toList();
  }

  private List<String> open(List<RecommendationAdvice> advice) {
    List<String> items = new ArrayList<>();
    for (RecommendationAdvice each : advice.subList(0, Math.min(advice.size(), MOST_OPEN))) {
      items.add(
          recommendations.statement(each.recommendation()) + MissingCard.decidedBy(each.missing()));
    }
    if (advice.size() > MOST_OPEN) {
      items.add("and " + (advice.size() - MOST_OPEN) + " more");
    }
    return items;
  }

  /** The document of the gravest statement. */
  private Source source(OrderAssessment order) {
    Optional<SafetyFinding> rule =
        order.safety().stream().filter(each -> each.state() != State.CLEAR).findFirst();
    Optional<RecommendationAdvice> advice =
        Stream.of(order.opposing(), order.limiting(), order.recommending(), order.open())
            .flatMap(List::stream)
            .findFirst();
    boolean bySafety =
        order.verdict() == Verdict.CONTRAINDICATED || order.verdict() == Verdict.CHECK_FIRST;
    if (rule.isPresent() && (bySafety || advice.isEmpty())) {
      return words.source(rule.get().rule());
    }
    return advice
        .map(each -> words.source(each.recommendation()))
        .orElseGet(() -> words.ourselves(service));
  }

  private List<Link> links(OrderAssessment order) {
    List<Link> links = new ArrayList<>();
    for (String therapy : order.therapies()) {
      links.add(new Link(Markdown.plain(words.therapy(therapy), 120), words.page(therapy)));
    }
    Stream.of(order.opposing(), order.limiting(), order.recommending())
        .flatMap(List::stream)
        .map(RecommendationAdvice::recommendation)
        .sorted(Comparator.comparing(Recommendation::strength))
        .limit(MOST_LINKS)
        .forEach(each -> links.add(words.link(each)));
    return links;
  }
}
