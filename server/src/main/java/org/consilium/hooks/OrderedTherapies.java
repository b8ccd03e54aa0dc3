package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.consilium.coding.Code;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeMappings;
import org.consilium.coding.MappingPredicate;
import org.consilium.knowledge.KnowledgeBase;

/**
 * Which therapies of the knowledge an order is for: by its codes, never by a text. A code means a
 * therapy if a mapping that was checked says so, or if both it and a code of the therapy mean
 * exactly the same term.
 */
final class OrderedTherapies {
  private final KnowledgeBase knowledge;
  private final CodeMappings mappings;

  OrderedTherapies(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
    this.mappings = knowledge.mappings();
  }

  /** IRIs of the therapies, ordered; empty if no code of the order is known. */
  Set<String> of(JsonNode order) {
    Set<String> therapies = new TreeSet<>();
    for (JsonNode concept : concepts(order)) {
      for (JsonNode coding : concept.path("coding")) {
        Code code =
            Code.canonical(coding.path("system").asText(""), coding.path("code").asText(""));
        therapies.addAll(of(code));
      }
    }
    return therapies;
  }

  /** A name for people: the display or text of the order. */
  static String name(JsonNode order) {
    for (JsonNode concept : concepts(order)) {
      for (JsonNode coding : concept.path("coding")) {
        if (!coding.path("display").asText("").isBlank()) {
          return coding.path("display").asText();
        }
      }
      if (!concept.path("text").asText("").isBlank()) {
        return concept.path("text").asText();
      }
    }
    return "an order without a name";
  }

  /**
   * What is ordered: the medicine, its ingredients if it is contained in the order, the service.
   */
  private static List<JsonNode> concepts(JsonNode order) {
    List<JsonNode> concepts = new ArrayList<>();
    concepts.add(order.path("medicationCodeableConcept"));
    concepts.add(order.path("code"));
    String reference = order.path("medicationReference").path("reference").asText("");
    for (JsonNode contained : order.path("contained")) {
      if (reference.equals("#" + contained.path("id").asText(""))) {
        concepts.add(contained.path("code"));
        for (JsonNode ingredient : contained.path("ingredient")) {
          concepts.add(ingredient.path("itemCodeableConcept"));
        }
      }
    }
    return concepts.stream().filter(JsonNode::isObject).toList();
  }

  private Set<String> of(Code code) {
    Set<String> therapies = new LinkedHashSet<>();
    for (CodeMapping mapping : mappings.forImport(code)) {
      String term = mapping.subject();
      if (knowledge.therapy(term).isPresent()) {
        therapies.add(term);
      } else if (mapping.predicate() == MappingPredicate.EXACT_MATCH) {
        therapies.addAll(sameAs(term));
      }
    }
    return therapies;
  }

  /** The therapies that have an exact code in common with a term. */
  private Set<String> sameAs(String term) {
    Set<String> therapies = new LinkedHashSet<>();
    for (CodeMapping own : mappings.bySubject(term)) {
      if (isExact(own)) {
        for (CodeMapping other : mappings.byCode(own.object())) {
          if (isExact(other) && knowledge.therapy(other.subject()).isPresent()) {
            therapies.add(other.subject());
          }
        }
      }
    }
    return therapies;
  }

  private static boolean isExact(CodeMapping mapping) {
    return mapping.isForImport() && mapping.predicate() == MappingPredicate.EXACT_MATCH;
  }
}
