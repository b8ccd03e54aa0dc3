package org.consilium.hooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.consilium.explanation.CaseExplanation.Reason;
import org.consilium.explanation.Words;
import org.consilium.hooks.Card.Indicator;
import org.consilium.hooks.Card.Kind;
import org.consilium.hooks.Card.Link;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Direction;
import org.consilium.patient.PatientCase;
import org.consilium.recommendation.RecommendationAdvice;
import org.consilium.recommendation.SafetyFinding;
import org.consilium.recommendation.SafetyFinding.State;

/** Writes the card of recommendations that say the same. */
final class RecommendationCard {
  private static final int MOST_FINDINGS = 6;

  private final KnowledgeWords words;
  private final PatientCase patient;

  RecommendationCard(KnowledgeWords words, PatientCase patient) {
    this.words = words;
    this.patient = patient;
  }

  /** The card: a warning if a safety rule forbids what is recommended, else information. */
  Card of(RecommendationGroup group) {
    Recommendation first = group.first().recommendation();
    boolean forbidden =
        safety(group).stream()
            .anyMatch(each -> each.state() == State.CONTRAINDICATED && !each.replaceable());
    String verdict =
        KnowledgeWords.verdict(first) + (forbidden ? ", but contraindicated here" : "");
    Markdown detail = new Markdown();
    detail.paragraph(Markdown.bold(KnowledgeWords.sentence(words.actions(first)) + "."));
    group.members().forEach(each -> detail.paragraph(statement(each.recommendation())));
    detail.list("Applies because", because(group));
    detail.list("Safety", findings(safety(group)));
    conflicts(detail, group.conflicts());
    detail.list("To know", caveats(group));
    detail.paragraph(words.footer());
    return new Card(
        Kind.RECOMMENDATION,
        forbidden ? Indicator.WARNING : Indicator.INFO,
        Markdown.plain(verdict + ": " + words.therapies(first), Card.LONGEST_SUMMARY),
        detail.toString(),
        words.source(first),
        List.of(),
        links(group),
        true,
        group.ids());
  }

  /** Who says it, with how much weight, on what evidence. */
  String statement(Recommendation recommendation) {
    String studies = words.studies(recommendation);
    return KnowledgeWords.verdict(recommendation)
        + " by "
        + words.cited(recommendation)
        + ". "
        + Markdown.escape(recommendation.statement())
        + (studies.isEmpty() ? "" : " Evidence: " + studies + ".");
  }

  /** The facts by which the members apply, each once. */
  private List<String> because(RecommendationGroup group) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (RecommendationAdvice each : group.members()) {
      for (Reason reason : each.reasons()) {
        for (Feature feature : reason.facts()) {
          facts.put(
              feature.key(), Markdown.escape(Words.of(feature, patient.facts().get(feature))));
        }
      }
    }
    return List.copyOf(facts.values());
  }

  private static List<SafetyFinding> safety(RecommendationGroup group) {
    return group.first().recommendation().direction() == Direction.FOR
        ? group.members().stream().flatMap(each -> each.safety().stream()).distinct().toList()
        : List.of();
  }

  /**
   * What forbids, what must be checked, and what asks for caution, the gravest first. All
   * contraindications are shown; of the rest only so many, with the number of the others.
   */
  List<String> findings(List<SafetyFinding> all) {
    List<SafetyFinding> shown = new ArrayList<>();
    int others = 0;
    List<SafetyFinding> open =
        Stream.of(State.CONTRAINDICATED, State.CHECK_FIRST, State.CAUTION)
            .flatMap(state -> all.stream().filter(each -> each.state() == state))
            .toList();
    for (SafetyFinding each : open) {
      if (each.state() == State.CONTRAINDICATED || shown.size() < MOST_FINDINGS) {
        shown.add(each);
      } else {
        others++;
      }
    }
    List<String> items = new ArrayList<>();
    for (SafetyFinding each : shown) {
      items.add(words.safety(each) + (each.replaceable() ? " Something else can be chosen." : ""));
    }
    if (others > 0) {
      items.add(
          "and "
              + KnowledgeWords.counted(others, "more safety rule", "more safety rules")
              + ", on the pages of the therapies");
    }
    return items;
  }

  /** What other guidelines say that contradicts it, side by side. */
  void conflicts(Markdown detail, List<String> iris) {
    List<List<String>> rows = new ArrayList<>();
    for (String iri : iris) {
      words
          .knowledge()
          .recommendation(iri)
          .ifPresent(
              each ->
                  rows.add(
                      List.of(
                          words.cited(each),
                          KnowledgeWords.verdict(each),
                          Markdown.escape(each.statement()))));
    }
    if (!rows.isEmpty()) {
      detail.paragraph(Markdown.bold("Guidelines disagree; these apply, too:"));
      detail.table(List.of("Guideline", "Verdict", "Statement"), rows);
    }
  }

  private static List<String> caveats(RecommendationGroup group) {
    return group.members().stream()
        .flatMap(each -> each.recommendation().caveats().stream())
        .distinct()
        .map(Markdown::escape)
        .toList();
  }

  private List<Link> links(RecommendationGroup group) {
    return group.members().stream().map(each -> words.link(each.recommendation())).toList();
  }
}
