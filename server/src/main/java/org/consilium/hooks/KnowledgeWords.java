package org.consilium.hooks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.consilium.hooks.Card.Link;
import org.consilium.hooks.Card.Source;
import org.consilium.hooks.Card.Topic;
import org.consilium.knowledge.DecisionQuestion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Guideline;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Action;
import org.consilium.knowledge.Recommendation.Direction;
import org.consilium.knowledge.SafetyRule;
import org.consilium.knowledge.Study;
import org.consilium.knowledge.Vocabulary;
import org.consilium.recommendation.AdviceJson;
import org.consilium.recommendation.SafetyFinding;

/**
 * How cards name what is in the knowledge, and where its pages are.
 *
 * @param knowledge the knowledge
 * @param vocabulary the vocabulary of the cancer
 * @param address where clients reach this server, without a slash at the end
 */
record KnowledgeWords(KnowledgeBase knowledge, Vocabulary vocabulary, String address) {
  /** The page of an identifier of the knowledge on this server. */
  String page(String iri) {
    return iri.startsWith(Namespaces.BASE)
        ? address + "/" + iri.substring(Namespaces.BASE.length())
        : iri;
  }

  String therapy(String iri) {
    return knowledge.therapyLabel(iri);
  }

  /** What a recommendation speaks of; its own wording where that says more. */
  String actions(Recommendation recommendation) {
    return Markdown.enumerate(
        recommendation.actions().stream()
            .map(each -> each.text().isEmpty() ? therapy(each.therapy()) : each.text())
            .distinct()
            .toList());
  }

  /** The same by the names of the therapies alone. */
  String therapies(Recommendation recommendation) {
    return Markdown.enumerate(
        recommendation.actions().stream()
            .map(Action::therapy)
            .map(this::therapy)
            .distinct()
            .toList());
  }

  /** For or against, with how much weight. */
  static String verdict(Recommendation recommendation) {
    String words =
        recommendation.direction() == Direction.AGAINST ? "Advised against" : "Recommended";
    return words + " (" + recommendation.strength().word() + ")";
  }

  /** Body, title and year of the guideline. */
  String guideline(Recommendation recommendation) {
    Optional<Guideline> found = knowledge.guideline(recommendation.guideline());
    return found
        .map(each -> each.body() + ": " + each.title() + year(each))
        .orElse(Namespaces.localName(recommendation.guideline()));
  }

  private static String year(Guideline guideline) {
    return guideline.year().isEmpty() || guideline.title().contains(guideline.year())
        ? ""
        : ", " + guideline.year();
  }

  /** The guideline with a link to the page of the recommendation. */
  String cited(Recommendation recommendation) {
    return Markdown.link(guideline(recommendation), page(recommendation.iri()))
        + graded(recommendation);
  }

  private static String graded(Recommendation recommendation) {
    String grade = recommendation.gradeAsPublished();
    return grade.isEmpty() ? "" : ", as published: " + Markdown.escape(grade);
  }

  Source source(Recommendation recommendation) {
    return new Source(
        Markdown.plain(guideline(recommendation)),
        page(recommendation.guideline()),
        topic(recommendation));
  }

  private Optional<Topic> topic(Recommendation recommendation) {
    Optional<DecisionQuestion> question = knowledge.question(recommendation.question());
    return question.map(
        each -> new Topic(Namespaces.QUESTION, each.id(), Markdown.plain(each.label())));
  }

  /** This project itself, for what it says about its own answer. */
  Source ourselves(HookService service) {
    return new Source(
        "Consilium, " + Markdown.plain(service.cancerLabel()),
        address + "/" + service.cancer(),
        Optional.empty());
  }

  Source source(SafetyRule rule) {
    return new Source(Markdown.plain(rule.sourceDocument()), page(rule.iri()), Optional.empty());
  }

  /** The page of a recommendation with a short name. */
  Link link(Recommendation recommendation) {
    String body =
        knowledge.guideline(recommendation.guideline()).map(Guideline::body).orElse("Guideline");
    return new Link(
        Markdown.plain(body + ": " + actions(recommendation), 120), page(recommendation.iri()));
  }

  /** The names of the studies that a recommendation rests on. */
  String studies(Recommendation recommendation) {
    List<String> studies =
        recommendation.evidence().stream()
            .flatMap(each -> knowledge.study(each.study()).stream())
            .map(Study::label)
            .distinct()
            .map(Markdown::escape)
            .toList();
    return recommendation.consensusOnly()
        ? "no study is named; consensus"
        : String.join(", ", studies);
  }

  /** The names of features by their keys. */
  List<String> features(Collection<String> keys) {
    return keys.stream()
        .map(key -> vocabulary.feature(key).map(Feature::label).orElse(key))
        .toList();
  }

  /** A finding of a safety rule as an item of a list. */
  String safety(SafetyFinding finding) {
    String what = Markdown.bold(therapy(finding.concerns()));
    String state =
        switch (finding.state()) {
          case CONTRAINDICATED -> "contraindicated";
          case CHECK_FIRST -> "check first";
          case CAUTION -> "caution";
          case CLEAR -> "no objection";
        };
    String missing =
        finding.missing().isEmpty()
            ? ""
            : " Not known: "
                + Markdown.escape(Markdown.enumerate(features(finding.missing())))
                + ".";
    String consequence =
        finding.rule().consequence().isEmpty()
            ? ""
            : " " + Markdown.escape(finding.rule().consequence());
    return what
        + ", "
        + state
        + ": "
        + Markdown.escape(finding.rule().statement())
        + consequence
        + missing
        + " ("
        + Markdown.link(finding.rule().sourceDocument(), page(finding.rule().iri()))
        + ")";
  }

  /** Said at the end of every detail: what this is, and which version said it. */
  String footer() {
    return Markdown.italic(
        AdviceJson.NOTICE
            + " Knowledge "
            + knowledge.version()
            + ", "
            + knowledge.hash().substring(0, 12)
            + ".");
  }

  /** A number of things: {@code 1 card}, {@code 2 cards}. */
  static String counted(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** With a capital letter at its beginning. */
  static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Some plain texts as items in one line. */
  static String joined(List<String> plain) {
    return plain.stream().map(Markdown::escape).collect(Collectors.joining("; "));
  }
}
