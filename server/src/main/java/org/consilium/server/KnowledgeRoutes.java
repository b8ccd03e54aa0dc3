package org.consilium.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.VocabularySchema;

/** What the knowledge says: guidelines, recommendations, evidence, vocabularies; to read only. */
final class KnowledgeRoutes {
  private static final String ID = "id";

  private final Supplier<ServedKnowledge> served;

  KnowledgeRoutes(Supplier<ServedKnowledge> served) {
    this.served = served;
  }

  void addTo(RoutesConfig routes) {
    read(routes, Route.GUIDELINES, this::guidelines);
    read(routes, Route.GUIDELINES + "/{id}", this::guideline);
    read(routes, Route.RECOMMENDATIONS, this::recommendations);
    read(routes, Route.RECOMMENDATIONS + "/{id}", this::recommendation);
    read(routes, Route.STUDIES, this::studies);
    read(routes, Route.STUDIES + "/{id}", this::study);
    read(routes, Route.QUESTIONS, this::questions);
    read(routes, Route.QUESTIONS + "/{id}", this::question);
    read(routes, Route.THERAPIES, this::therapies);
    read(routes, Route.THERAPIES + "/{id}", this::therapy);
    read(routes, Route.VOCABULARY + "/{cancer}", this::vocabulary);
  }

  /** HEAD is answered like GET, so that it is not told that something exists which does not. */
  static void read(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  private void guidelines(Context context) {
    ServedKnowledge current = served.get();
    list(
        context,
        current,
        "guidelines",
        current.guidelines().values(),
        json(current)::guideline,
        new QueryParameters(context, "limit", "offset"));
  }

  private void guideline(Context context) {
    ServedKnowledge current = served.get();
    one(context, current, "guideline", current.guidelines(), json(current)::guideline);
  }

  private void studies(Context context) {
    ServedKnowledge current = served.get();
    list(
        context,
        current,
        "studies",
        current.studies().values(),
        json(current)::study,
        new QueryParameters(context, "limit", "offset"));
  }

  private void study(Context context) {
    ServedKnowledge current = served.get();
    one(context, current, "study", current.studies(), json(current)::study);
  }

  private void questions(Context context) {
    ServedKnowledge current = served.get();
    list(
        context,
        current,
        "questions",
        current.questions().values(),
        json(current)::question,
        new QueryParameters(context, "limit", "offset"));
  }

  private void question(Context context) {
    ServedKnowledge current = served.get();
    one(context, current, "question", current.questions(), json(current)::question);
  }

  private void therapies(Context context) {
    ServedKnowledge current = served.get();
    list(
        context,
        current,
        "therapies",
        current.therapies().values(),
        json(current)::therapy,
        new QueryParameters(context, "limit", "offset"));
  }

  private void therapy(Context context) {
    ServedKnowledge current = served.get();
    one(context, current, "therapy", current.therapies(), json(current)::therapy);
  }

  private void recommendations(Context context) {
    ServedKnowledge current = served.get();
    QueryParameters parameters =
        new QueryParameters(
            context, "cancer", "guideline", "topic", "question", "status", "limit", "offset");
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
    list(context, current, "recommendations", found, json(current)::recommendation, parameters);
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

  private void recommendation(Context context) {
    ServedKnowledge current = served.get();
    new QueryParameters(context);
    KnowledgeBase knowledge = current.knowledge();
    String id = context.pathParam(ID);
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
    JsonAnswer.knowledge(
        context, json.envelope().setAll(json.recommendation(found)), JsonAnswer.MEDIA_TYPE);
  }

  private void vocabulary(Context context) {
    new QueryParameters(context);
    KnowledgeBase knowledge = served.get().knowledge();
    String cancer = context.pathParam("cancer");
    Vocabulary vocabulary =
        knowledge
            .vocabulary(cancer)
            .orElseThrow(() -> ServedKnowledge.unknown("vocabulary", knowledge.cancers(), cancer));
    JsonAnswer.knowledge(
        context, VocabularySchema.of(vocabulary), JsonAnswer.SCHEMA, JsonAnswer.MEDIA_TYPE);
  }

  private static KnowledgeJson json(ServedKnowledge current) {
    return new KnowledgeJson(current.knowledge());
  }

  private static <T> void one(
      Context context,
      ServedKnowledge current,
      String kind,
      Map<String, T> all,
      Function<T, ObjectNode> render) {
    new QueryParameters(context);
    T found = ServedKnowledge.find(kind, all, context.pathParam(ID));
    ObjectNode answer = json(current).envelope();
    answer.setAll(render.apply(found));
    JsonAnswer.knowledge(context, answer, JsonAnswer.MEDIA_TYPE);
  }

  private static <T> void list(
      Context context,
      ServedKnowledge current,
      String key,
      Collection<T> all,
      Function<T, ObjectNode> render,
      QueryParameters parameters) {
    Page page = Page.of(parameters);
    ObjectNode answer =
        json(current)
            .envelope()
            .put("total", all.size())
            .put("offset", page.offset())
            .put("limit", page.limit());
    ArrayNode entries = answer.putArray(key);
    page.of(List.copyOf(all)).forEach(one -> entries.add(render.apply(one)));
    String links = page.links(context, all.size());
    if (!links.isEmpty()) {
      context.header("Link", links);
    }
    JsonAnswer.knowledge(context, answer, JsonAnswer.MEDIA_TYPE);
  }
}
