package org.consilium.hooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.hooks.Card.Indicator;
import org.consilium.hooks.Card.Kind;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Recommendation.Strength;
import org.consilium.knowledge.ValueClass;
import org.consilium.reasoning.Applicability;
import org.consilium.recommendation.Advice;
import org.consilium.recommendation.RecommendationAdvice;

/** Writes the one card on what is not known: what to ask next, and what that would decide. */
final class MissingCard {
  private static final int MOST_QUESTIONS = 5;
  private static final int MOST_VALUES = 4;
  private static final int MOST_EXAMPLES = 3;

  private final KnowledgeWords words;
  private final HookService service;

  MissingCard(KnowledgeWords words, HookService service) {
    this.words = words;
    this.service = service;
  }

  /** The recommendations that could still apply. */
  static List<RecommendationAdvice> undetermined(Advice advice) {
    return advice.recommendations().stream()
        .filter(each -> each.applicability() == Applicability.UNDETERMINED)
        .filter(each -> RecommendationGroup.isAdvice(each.recommendation()))
        .toList();
  }

  /**
   * The card.
   *
   * @param open what is undetermined
   * @param questions what to ask next, the best first
   * @param incomplete keys of the prefetch of which the client may have more
   * @param notUnderstood how many elements of the record could not be read
   */
  Card of(
      List<RecommendationAdvice> open,
      List<Question> questions,
      List<String> incomplete,
      int notUnderstood) {
    Map<Feature, List<ValueClass>> asked = asked(questions);
    long strong =
        open.stream().filter(each -> each.recommendation().strength() == Strength.STRONG).count();
    Markdown detail = new Markdown();
    if (!open.isEmpty()) {
      detail.paragraph(
          "Whether "
              + KnowledgeWords.counted(
                  open.size(), "more recommendation applies", "more recommendations apply")
              + ", of which "
              + strong
              + " strong, depends on facts that were not sent or not understood. What is not known"
              + " is taken neither for a yes nor for a no.");
    }
    detail.list("What to find out next", items(asked, open));
    if (!incomplete.isEmpty()) {
      detail.paragraph(
          Markdown.bold("The record is incomplete.")
              + " There may be more than was sent under these keys of the prefetch: "
              + KnowledgeWords.joined(incomplete)
              + ". Something there may be later than what was read.");
    }
    if (notUnderstood > 0) {
      detail.paragraph(
          KnowledgeWords.counted(
                  notUnderstood, "element of the record was", "elements of the record were")
              + " not understood and not used.");
    }
    detail.paragraph(words.footer());
    return new Card(
        Kind.MISSING,
        Indicator.INFO,
        summary(open, asked.keySet()),
        detail.toString(),
        words.ourselves(service),
        List.of(),
        List.of(),
        false,
        List.of());
  }

  /** The features to ask for, the best first, with the values to ask about if there can be many. */
  private static Map<Feature, List<ValueClass>> asked(List<Question> questions) {
    Map<Feature, List<ValueClass>> asked = new LinkedHashMap<>();
    for (Question each : questions) {
      if (asked.size() < MOST_QUESTIONS || asked.containsKey(each.feature())) {
        List<ValueClass> values = asked.computeIfAbsent(each.feature(), key -> new ArrayList<>());
        each.value().filter(value -> values.size() < MOST_VALUES).ifPresent(values::add);
      }
    }
    return asked;
  }

  private static String summary(List<RecommendationAdvice> open, Set<Feature> asked) {
    if (open.isEmpty()) {
      return "The record was sent incompletely";
    }
    List<String> names = asked.stream().map(Feature::label).toList();
    String end =
        KnowledgeWords.counted(open.size(), "recommendation", "recommendations")
            + " not decided yet";
    String wanted =
        names.isEmpty() ? "" : "; missing: " + Markdown.plain(String.join(", ", names), 90);
    return Markdown.plain(end + wanted, Card.LONGEST_SUMMARY);
  }

  private List<String> items(
      Map<Feature, List<ValueClass>> asked, List<RecommendationAdvice> open) {
    List<String> items = new ArrayList<>();
    asked.forEach(
        (feature, values) -> {
          String question =
              feature.question().isEmpty() ? "" : " " + Markdown.escape(feature.question());
          String about =
              values.isEmpty()
                  ? ""
                  : " Above all: "
                      + Markdown.escape(
                          Markdown.enumerate(values.stream().map(ValueClass::label).toList()))
                      + ".";
          List<RecommendationAdvice> decided =
              open.stream()
                  .filter(each -> each.missing().stream().anyMatch(set -> set.contains(feature)))
                  .toList();
          items.add(Markdown.bold(feature.label()) + question + about + examples(decided));
        });
    return items;
  }

  private String examples(List<RecommendationAdvice> decided) {
    if (decided.isEmpty()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    for (RecommendationAdvice each : decided.subList(0, Math.min(decided.size(), MOST_EXAMPLES))) {
      names.add(
          Markdown.link(
                  words.actions(each.recommendation()), words.page(each.recommendation().iri()))
              + " ("
              + each.recommendation().strength().word()
              + ")");
    }
    int others = decided.size() - names.size();
    return " Helps to decide: "
        + String.join("; ", names)
        + (others > 0 ? "; and " + others + " more" : "")
        + ".";
  }

  /** The smallest set of facts that decides something, in words. */
  static String decidedBy(List<List<Feature>> missing) {
    return missing.isEmpty()
        ? ""
        : " Decided by: "
            + KnowledgeWords.joined(missing.get(0).stream().map(Feature::label).toList())
            + ".";
  }
}
