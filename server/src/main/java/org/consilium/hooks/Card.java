package org.consilium.hooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A card, before it is numbered.
 *
 * @param kind what kind of statement it is, for programs
 * @param indicator how urgent it is
 * @param summary at most {@link #LONGEST_SUMMARY} characters, plain text
 * @param detail Markdown
 * @param source where it comes from
 * @param suggestions what the clinician may do at once
 * @param links where to read on
 * @param overridable whether reasons for not following it are offered
 * @param recommendations identifiers of the recommendations that it speaks of
 */
record Card(
    Kind kind,
    Indicator indicator,
    String summary,
    String detail,
    Source source,
    List<Suggestion> suggestions,
    List<Link> links,
    boolean overridable,
    List<String> recommendations) {
  /** One less than CDS Hooks forbids. */
  static final int LONGEST_SUMMARY = 139;

  /** The kinds of cards. */
  enum Kind {
    /** A recommendation that applies. */
    RECOMMENDATION("recommendation"),
    /** What is known of a selected order. */
    ORDER("order"),
    /** Selected orders of which nothing is known. */
    UNKNOWN_ORDERS("unknown-orders"),
    /** What is not known, and what it would decide. */
    MISSING("missing"),
    /** How much more there is. */
    MORE("more"),
    /** Why there is no advice. */
    NO_ADVICE("no-advice");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * How urgent a card is. {@code critical} is left out on purpose: an unofficial encoding of
   * guidelines must not stop the work of a clinician.
   */
  enum Indicator {
    INFO,
    WARNING
  }

  /**
   * Where a card comes from.
   *
   * @param label name of the document
   * @param url its page on this server
   * @param topic the decision question
   */
  record Source(String label, String url, Optional<Topic> topic) {}

  /** A decision question as a Coding. */
  record Topic(String system, String code, String display) {}

  /** An address with a name. */
  record Link(String label, String url) {}

  /**
   * The removal of a draft order.
   *
   * @param label what it does, for the button
   * @param resourceId reference of the order, {@code Type/id}
   */
  record Suggestion(String label, String resourceId) {}

  Card {
    suggestions = List.copyOf(suggestions);
    links = List.copyOf(links);
    recommendations = List.copyOf(recommendations);
    if (summary.isEmpty() || summary.codePointCount(0, summary.length()) > LONGEST_SUMMARY) {
      throw new IllegalArgumentException("a summary has 1 to " + LONGEST_SUMMARY + " characters");
    }
  }

  /**
   * The card as JSON. Its {@code uuid} is made of the call and of what the card says, so that the
   * same call gets the same bytes, and another call other identifiers.
   */
  ObjectNode json(String hookInstance) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content
        .put("summary", summary)
        .put("detail", detail)
        .put("indicator", indicator.name().toLowerCase(Locale.ROOT));
    ObjectNode from = content.putObject("source").put("label", source.label());
    from.put("url", source.url());
    source
        .topic()
        .ifPresent(
            topic ->
                from.putObject("topic")
                    .put("system", topic.system())
                    .put("code", topic.code())
                    .put("display", topic.display()));
    if (!suggestions.isEmpty()) {
      ArrayNode array = content.putArray("suggestions");
      suggestions.forEach(each -> array.add(json(each, hookInstance)));
      content.put("selectionBehavior", "at-most-one");
    }
    if (overridable) {
      OverrideReason.addTo(content.putArray("overrideReasons"));
    }
    if (!links.isEmpty()) {
      ArrayNode array = content.putArray("links");
      links.forEach(
          each ->
              array
                  .addObject()
                  .put("label", each.label())
                  .put("url", each.url())
                  .put("type", "absolute"));
    }
    ObjectNode extension = content.putObject("extension").put("org.consilium.kind", kind.word());
    if (!recommendations.isEmpty()) {
      ArrayNode array = extension.putArray("org.consilium.recommendations");
      recommendations.forEach(array::add);
    }
    ObjectNode card =
        JsonNodeFactory.instance.objectNode().put("uuid", uuid(hookInstance, content.toString()));
    card.setAll(content);
    return card;
  }

  private static ObjectNode json(Suggestion suggestion, String hookInstance) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("label", suggestion.label())
            .put("uuid", uuid(hookInstance, "delete " + suggestion.resourceId()));
    node.putArray("actions")
        .addObject()
        .put("type", "delete")
        .put("description", suggestion.label())
        .put("resourceId", suggestion.resourceId());
    return node;
  }

  private static String uuid(String hookInstance, String content) {
    return UUID.nameUUIDFromBytes(
            (hookInstance.toLowerCase(Locale.ROOT) + "\n" + content)
                .getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
