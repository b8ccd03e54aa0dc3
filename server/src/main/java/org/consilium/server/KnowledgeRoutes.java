package org.consilium.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.VocabularySchema;

/** What the knowledge says: guidelines, recommendations, evidence, vocabularies; to read only. */
final class KnowledgeRoutes implements RouteGroup {
  private static final String ID = "id";
  private static final String LIMIT = "limit";
  private static final String OFFSET = "offset";

  @Override
  public List<Route> routes() {
    return List.of(
        list(RoutePath.GUIDELINES, KnowledgeRoutes::guidelines),
        one(RoutePath.GUIDELINES, KnowledgeRoutes::guideline),
        list(RoutePath.RECOMMENDATIONS, KnowledgeRoutes::recommendations)
            .with("cancer", "guideline", "topic", "question", "status"),
        one(RoutePath.RECOMMENDATIONS, KnowledgeRoutes::recommendation),
        list(RoutePath.STUDIES, KnowledgeRoutes::studies),
        one(RoutePath.STUDIES, KnowledgeRoutes::study),
        list(RoutePath.QUESTIONS, KnowledgeRoutes::questions),
        one(RoutePath.QUESTIONS, KnowledgeRoutes::question),
        list(RoutePath.THERAPIES, KnowledgeRoutes::therapies),
        one(RoutePath.THERAPIES, KnowledgeRoutes::therapy),
        Route.get(RoutePath.VOCABULARY + "/{cancer}", Role.READER, KnowledgeRoutes::vocabulary)
            .giving(JsonAnswer.SCHEMA, JsonAnswer.MEDIA_TYPE)
            .ofVersion());
  }

  private static Route list(String path, Route.Answer answer) {
    return Route.get(path, Role.READER, answer).with(LIMIT, OFFSET).ofVersion();
  }

  private static Route one(String path, Route.Answer answer) {
    return Route.get(path + "/{id}", Role.READER, answer).ofVersion();
  }

  private static void guidelines(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    list(exchange, "guidelines", current.guidelines().values(), json(current)::guideline);
  }

  private static void guideline(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    one(exchange, "guideline", current.guidelines(), json(current)::guideline);
  }

  private static void studies(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    list(exchange, "studies", current.studies().values(), json(current)::study);
  }

  private static void study(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    one(exchange, "study", current.studies(), json(current)::study);
  }

  private static void questions(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    list(exchange, "questions", current.questions().values(), json(current)::question);
  }

  private static void question(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    one(exchange, "question", current.questions(), json(current)::question);
  }

  private static void therapies(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    list(exchange, "therapies", current.therapies().values(), json(current)::therapy);
  }

  private static void therapy(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    one(exchange, "therapy", current.therapies(), json(current)::therapy);
  }

  private static void recommendations(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    QueryParameters parameters = exchange.parameters();
    KnowledgeBase knowledge = current.knowledge();
    String cancer = known(parameters, "cancer", knowledge.cancers());
    String guideline = known(parameters, "guideline", current.guidelines().keySet());
    String question = known(parameters, "question", current.questions().keySet());
    String topic =
        known(
            parameters,
            "topic",
            knowledge.recommendations().stream().map(Recommendation::topic).distinct().toList());
    String status = known(parameters, "status", List.of("current", "superseded", "withdrawn"));
    List<Recommendation> found =
        knowledge.recommendations().stream()
            .filter(one -> cancer.isEmpty() || one.cancer().equals(cancer))
            .filter(
                one ->
                    guideline.isEmpty() || Namespaces.localName(one.guideline()).equals(guideline))
            .filter(
                one -> question.isEmpty() || Namespaces.localName(one.question()).equals(question))
            .filter(one -> topic.isEmpty() || one.topic().equals(topic))
            .filter(one -> status.isEmpty() || one.status().toLowerCase(Locale.ROOT).equals(status))
            .toList();
    list(exchange, "recommendations", found, json(current)::recommendation);
  }

  /** A filter's value, or empty if there is none; one that can match nothing is an error. */
  private static String known(QueryParameters parameters, String name, Collection<String> valid) {
    String value = parameters.text(name).orElse("");
    if (!value.isEmpty() && !valid.contains(value)) {
      throw QueryParameters.refuse(
          "nothing is known of this "
              + name
              + "; there are "
              + String.join(", ", valid.stream().sorted().toList()));
    }
    return value;
  }

  private static void recommendation(Exchange exchange) {
    ServedKnowledge current = exchange.knowledge();
    KnowledgeBase knowledge = current.knowledge();
    String id = exchange.path(ID);
    Recommendation found =
        knowledge
            .recommendationById(id)
            .orElseThrow(
                () ->
                    ServedKnowledge.unknown(
                        "recommendation",
                        knowledge.recommendations().stream().map(Recommendation::id).toList(),
                        id));
    KnowledgeJson json = json(current);
    JsonAnswer.knowledge(exchange, json.envelope().setAll(json.recommendation(found)));
  }

  private static void vocabulary(Exchange exchange) {
    KnowledgeBase knowledge = exchange.knowledge().knowledge();
    String cancer = exchange.path("cancer");
    Vocabulary vocabulary =
        knowledge
            .vocabulary(cancer)
            .orElseThrow(() -> ServedKnowledge.unknown("vocabulary", knowledge.cancers(), cancer));
    JsonAnswer.knowledge(exchange, VocabularySchema.of(vocabulary));
  }

  private static KnowledgeJson json(ServedKnowledge current) {
    return new KnowledgeJson(current.knowledge());
  }

  private static <T> void one(
      Exchange exchange, String kind, Map<String, T> all, Function<T, ObjectNode> render) {
    T found = ServedKnowledge.find(kind, all, exchange.path(ID));
    ObjectNode answer = json(exchange.knowledge()).envelope();
    answer.setAll(render.apply(found));
    JsonAnswer.knowledge(exchange, answer);
  }

  private static <T> void list(
      Exchange exchange, String key, Collection<T> all, Function<T, ObjectNode> render) {
    Page page = Page.of(exchange.parameters());
    ObjectNode answer =
        json(exchange.knowledge())
            .envelope()
            .put("total", all.size())
            .put("offset", page.offset())
            .put("limit", page.limit());
    ArrayNode entries = answer.putArray(key);
    page.of(List.copyOf(all)).forEach(one -> entries.add(render.apply(one)));
    String links = page.links(exchange.context(), all.size());
    if (!links.isEmpty()) {
      exchange.context().header("Link", links);
    }
    JsonAnswer.knowledge(exchange, answer);
  }
}
