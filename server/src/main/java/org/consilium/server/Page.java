package org.consilium.server;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a list.
 *
 * @param offset how many entries come before it
 * @param limit how many entries it has at most
 */
record Page(int offset, int limit) {
  static final int DEFAULT_LIMIT = 100;
  static final int MAXIMUM_LIMIT = 1_000;

  static Page of(QueryParameters parameters) {
    return new Page(
        parameters.number("offset", 0, 0, 1_000_000_000),
        parameters.number("limit", DEFAULT_LIMIT, 1, MAXIMUM_LIMIT));
  }

  <T> List<T> of(List<T> all) {
    int from = Math.min(offset, all.size());
    return all.subList(from, Math.min(from + limit, all.size()));
  }

  /** The {@code Link} header (RFC 8288) to the other pages of a list, or empty if there is none. */
  String links(Context context, int total) {
    List<String> links = new ArrayList<>();
    if (offset > 0) {
      links.add(link(context, 0, "first"));
      links.add(link(context, Math.max(0, offset - limit), "prev"));
    }
    if (offset + limit < total) {
      links.add(link(context, offset + limit, "next"));
      links.add(link(context, (total - 1) / limit * limit, "last"));
    }
    return String.join(", ", links);
  }

  private String link(Context context, int start, String relation) {
    Map<String, String> query = new TreeMap<>();
    context.queryParamMap().forEach((name, values) -> query.put(name, values.get(0)));
    query.put("offset", Integer.toString(start));
    query.put("limit", Integer.toString(limit));
    List<String> pairs = new ArrayList<>();
    query.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return "<" + context.path() + "?" + String.join("&", pairs) + ">; rel=\"" + relation + "\"";
  }
}
