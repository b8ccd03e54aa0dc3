package org.consilium.server;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.consilium.knowledge.NearestNames;

/** The query parameters of a request; a misspelt one is an error, as it would change the answer. */
final class QueryParameters {
  /** Stands for parameters of any name, which the route checks itself. */
  static final String ANY = "*";

  private static final int LONGEST_NAME = 60;

  private final Context context;

  /**
   * @param valid the parameters that the route has
   * @throws Refusal if there is another one, or one twice
   */
  QueryParameters(Context context, List<String> valid) {
    this.context = context;
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (!valid.contains(name) && !valid.contains(ANY)) {
                throw refuse("this route has no such parameter" + suggestion(name, valid));
              }
              if (values.size() > 1) {
                throw refuse("the parameter " + name + " is there more than once");
              }
            });
  }

  private static String suggestion(String name, List<String> valid) {
    if (valid.isEmpty()) {
      return "; it has none";
    }
    List<String> nearest =
        name.length() > LONGEST_NAME ? List.of() : NearestNames.of(name, valid, 3);
    return nearest.isEmpty()
        ? "; it has " + String.join(", ", valid)
        : "; nearest: " + String.join(", ", nearest);
  }

  static Refusal refuse(String detail) {
    return new Refusal(ErrorCode.QUERY_PARAMETER, detail);
  }

  /** All that are there, by name. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    context.queryParamMap().forEach((name, values) -> all.put(name, values.get(0)));
    return all;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(context.queryParam(name));
  }

  /** True or false; false if it is absent, true if it is there without a value. */
  boolean flag(String name) {
    String value = text(name).orElse("false");
    return switch (value) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw refuse(name + " is true or false");
    };
  }

  /**
   * A whole number.
   *
   * @param fallback the value if it is absent
   * @throws Refusal if it is not a number between the bounds, both included
   */
  int number(String name, int fallback, int low, int high) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= low && value <= high) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw refuse(name + " is a whole number between " + low + " and " + high);
    }
    throw refuse(name + " is a whole number between " + low + " and " + high);
  }
}
