package org.consilium.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.consilium.knowledge.DecisionQuestion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Guideline;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Study;
import org.consilium.knowledge.Vocabulary;

/**
 * An answer for a person to read: what applies, by decision question; what is undetermined, with
 * what would decide it; and how many recommendations do not apply.
 */
final class AdviceText {
  private static final int WIDTH = 100;
  private static final String CLEAR = "clear";

  private final JsonNode answer;
  private final KnowledgeBase knowledge;
  private final boolean explain;
  private final Optional<Vocabulary> vocabulary;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param answer the answer in its stable JSON form
   * @param knowledge the knowledge that gave it
   * @param explain whether to give the reasons of what does not apply, too
   */
  AdviceText(JsonNode answer, KnowledgeBase knowledge, boolean explain) {
    this.answer = answer;
    this.knowledge = knowledge;
    this.explain = explain;
    this.vocabulary = knowledge.vocabulary(answer.path("cancer").asText());
  }

  String text() {
    List<JsonNode> applies = with("applies");
    List<JsonNode> undetermined = with("undetermined");
    List<JsonNode> not = with("does-not-apply");
    line(
        0,
        vocabulary.map(Vocabulary::label).orElse(answer.path("cancer").asText())
            + ": "
            + counted(applies.size(), "recommendation applies", "recommendations apply")
            + ", "
            + counted(undetermined.size(), "is undetermined", "are undetermined")
            + ", "
            + counted(not.size(), "does not apply", "do not apply")
            + ".");
    section("APPLIES", applies);
    byQuestion(applies);
    section("UNDETERMINED", undetermined);
    byQuestion(undetermined);
    if (explain) {
      section("DOES NOT APPLY", not);
      byQuestion(not);
    }
    nextQuestions();
    text.append('\n');
    JsonNode version = answer.path("knowledge");
    line(
        0,
        "Knowledge "
            + version.path("version").asText()
            + ", content hash "
            + version.path("hash").asText()
            + ".");
    line(0, answer.path("notice").asText());
    return text.toString().stripTrailing();
  }

  private List<JsonNode> with(String applicability) {
    return stream(answer.path("recommendations"))
        .filter(each -> each.path("applicability").asText().equals(applicability))
        .toList();
  }

  private void section(String title, List<JsonNode> members) {
    if (!members.isEmpty()) {
      text.append('\n').append(title).append('\n');
    }
  }

  private void byQuestion(List<JsonNode> members) {
    Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
    for (JsonNode member : members) {
      String question =
          recommendation(member)
              .flatMap(found -> knowledge.question(found.question()))
              .map(DecisionQuestion::label)
              .orElse("Other");
      groups.computeIfAbsent(question, key -> new ArrayList<>()).add(member);
    }
    groups.forEach(
        (question, group) -> {
          text.append('\n');
          line(0, question);
          group.forEach(this::recommendationText);
        });
  }

  private void recommendationText(JsonNode node) {
    Optional<Recommendation> known = recommendation(node);
    if (known.isEmpty()) {
      line(2, node.path("id").asText());
      return;
    }
    Recommendation recommendation = known.get();
    text.append('\n');
    line(2, heading(recommendation));
    line(4, recommendation.statement());
    recommendation.caveats().forEach(caveat -> line(4, "Caveat: " + caveat));
    reasons(node.path("reasons"));
    listed("Decided by: ", missing(node.path("missing")));
    listed("Overridden by: ", texts(node.path("overriddenBy")));
    listed("In conflict with: ", texts(node.path("conflictsWith")));
    safety(node.path("safety"));
    String studies =
        recommendation.evidence().stream()
            .map(evidence -> knowledge.study(evidence.study()).map(Study::label).orElse(""))
            .filter(label -> !label.isEmpty())
            .collect(Collectors.joining(", "));
    line(4, "Evidence: " + (studies.isEmpty() ? "no study cited" : studies));
    String newer =
        recommendation.newerEvidence().stream()
            .map(
                item ->
                    knowledge.study(item.study()).map(Study::label).orElse("")
                        + (item.note().isEmpty() ? "" : ": " + item.note()))
            .collect(Collectors.joining(" "));
    if (!newer.isEmpty()) {
      line(4, "Newer evidence: " + newer);
    }
    line(
        4,
        "Source: "
            + knowledge
                .guideline(recommendation.guideline())
                .map(Guideline::title)
                .orElse(recommendation.guideline())
            + (recommendation.sourceLocator().isEmpty()
                ? ""
                : "; " + recommendation.sourceLocator())
            + " ["
            + recommendation.id()
            + "]");
  }

  private String heading(Recommendation recommendation) {
    String actions =
        recommendation.actions().stream()
            .map(action -> actionText(action))
            .collect(Collectors.joining(", "));
    String direction =
        switch (recommendation.direction()) {
          case FOR -> "FOR ";
          case AGAINST -> "AGAINST ";
          case NONE -> "RESEARCH GAP ";
        };
    String grade =
        recommendation.gradeAsPublished().isEmpty()
            ? ""
            : ", published as \"" + recommendation.gradeAsPublished() + "\"";
    String level =
        recommendation.levelOfEvidence().isEmpty()
            ? ""
            : ", level of evidence " + recommendation.levelOfEvidence();
    return (direction + actions).strip()
        + " ("
        + recommendation.strength().word()
        + grade
        + level
        + ")";
  }

  private String actionText(Recommendation.Action action) {
    return action.text().isEmpty() ? knowledge.therapyLabel(action.therapy()) : action.text();
  }

  private static List<String> texts(JsonNode list) {
    return stream(list).map(JsonNode::asText).toList();
  }

  /** The criteria with whether they are met, and the facts that tell. */
  private void reasons(JsonNode reasons) {
    for (JsonNode reason : reasons) {
      String facts =
          stream(reason.path("facts"))
              .map(fact -> fact.path("text").asText())
              .distinct()
              .collect(Collectors.joining(", "));
      String state =
          switch (reason.path("state").asText()) {
            case "met" -> "[met] ";
            case "not-met" -> "[not met] ";
            default -> "[unknown] ";
          };
      String criterion = withoutParentheses(reason.path("criterion").asText());
      line(
          4,
          state
              + criterion
              + (facts.isEmpty() || facts.equals(criterion) ? "" : " (" + facts + ")"));
    }
  }

  /** A criterion without parentheses around the whole of it. */
  private static String withoutParentheses(String criterion) {
    int depth = 0;
    for (int i = 0; i < criterion.length() - 1; i++) {
      depth += criterion.charAt(i) == '(' ? 1 : criterion.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return criterion;
      }
    }
    return criterion.startsWith("(") && criterion.endsWith(")")
        ? criterion.substring(1, criterion.length() - 1)
        : criterion;
  }

  /** Each set of facts that would decide, with the names of the features. */
  private List<String> missing(JsonNode sets) {
    return stream(sets)
        .map(
            set ->
                stream(set)
                    .map(key -> featureLabel(key.asText()))
                    .collect(Collectors.joining(" with ")))
        .toList();
  }

  private String featureLabel(String key) {
    return vocabulary
        .flatMap(known -> known.feature(key))
        .map(Feature::label)
        .map(label -> label + " (" + key + ")")
        .orElse(key);
  }

  /** What safety rules say, gravest first as in the answer; a clear state is not mentioned. */
  private void safety(JsonNode findings) {
    Map<String, List<String>> byFinding = new LinkedHashMap<>();
    for (JsonNode finding : findings) {
      String state = finding.path("state").asText();
      if (!state.equals(CLEAR)) {
        String open =
            stream(finding.path("missing"))
                .map(key -> featureLabel(key.asText()))
                .collect(Collectors.joining(", "));
        String said =
            finding.path("statement").asText()
                + (finding.has("consequence") ? " " + finding.path("consequence").asText() : "")
                + (open.isEmpty() ? "" : " Not known: " + open + ".")
                + " ["
                + finding.path("rule").asText()
                + "]";
        byFinding
            .computeIfAbsent(state.toUpperCase(Locale.ROOT) + "\t" + said, key -> new ArrayList<>())
            .add(therapyLabel(finding.path("concerns").asText()));
      }
    }
    byFinding.forEach(
        (finding, therapies) -> {
          int cut = finding.indexOf('\t');
          String concerned = therapies.stream().distinct().collect(Collectors.joining(", "));
          line(
              4,
              finding.substring(0, cut) + " for " + concerned + ": " + finding.substring(cut + 1));
        });
  }

  private String therapyLabel(String id) {
    return knowledge.therapyLabel(Namespaces.THERAPY + id);
  }

  private void nextQuestions() {
    JsonNode questions = answer.path("nextQuestions");
    if (!questions.isEmpty()) {
      text.append("\nNEXT QUESTIONS, the most useful first\n\n");
      for (JsonNode question : questions) {
        line(
            2,
            question.path("question").asText(question.path("label").asText())
                + " ("
                + question.path("feature").asText()
                + (question.has("value") ? " = " + question.path("value").asText() : "")
                + ")");
      }
    }
  }

  private void listed(String label, List<String> items) {
    if (!items.isEmpty()) {
      line(4, label + String.join("; ", items));
    }
  }

  private Optional<Recommendation> recommendation(JsonNode node) {
    return knowledge.recommendationById(node.path("id").asText());
  }

  private static String counted(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** Adds a paragraph, broken between words; what follows the first line is indented further. */
  private void line(int indent, String paragraph) {
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    boolean started = false;
    for (String word : paragraph.strip().split("\\s+", -1)) {
      if (started && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(indent + 2));
        started = false;
      }
      line.append(started ? " " : "").append(word);
      started = true;
    }
    text.append(line).append('\n');
  }
}
