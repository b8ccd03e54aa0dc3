package org.consilium.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.jena.atlas.web.AcceptList;
import org.apache.jena.atlas.web.MediaType;
import org.consilium.knowledge.Sha256;

/** Answers with JSON, in the media type that was asked for. */
final class JsonAnswer {
  static final String MEDIA_TYPE = "application/json";
  static final String SCHEMA = "application/schema+json";

  private JsonAnswer() {}

  /**
   * Answers with knowledge, which may be kept but is asked for again: the entity tag is that of the
   * bytes, and a client that has them is told so.
   *
   * @param exchange names the media type that is sent
   */
  static void knowledge(Exchange exchange, ObjectNode answer) {
    knowledge(exchange, bytes(answer), exchange.mediaType());
  }

  /**
   * The same in another format.
   *
   * @param contentType its media type, with the character set if it is text
   */
  static void knowledge(Exchange exchange, byte[] bytes, String contentType) {
    Context context = exchange.context();
    String tag = '"' + digest(bytes) + '"';
    context.header("ETag", tag);
    context.header(
        "Cache-Control", exchange.isPinned() ? "max-age=31536000, immutable" : "no-cache");
    context.res().addHeader("Vary", "Accept"); // Compression adds another one.
    if (matches(context.header("If-None-Match"), tag)) {
      context.status(304);
    } else {
      context.contentType(contentType).result(bytes);
    }
  }

  /** Answers with what must not be kept anywhere: a patient's answer, a state of the server. */
  static void fleeting(Context context, int status, ObjectNode answer) {
    fleeting(context, status, bytes(answer));
  }

  /** The same with JSON that is written already. */
  static void fleeting(Context context, int status, byte[] json) {
    context.header("Cache-Control", "no-store");
    context.status(status).contentType(MEDIA_TYPE).result(json);
  }

  /**
   * The first of the offered media types that the client accepts best.
   *
   * @throws Refusal if it accepts none
   */
  static String negotiate(Context context, List<String> offered) {
    return negotiate(context.header("Accept"), offered);
  }

  /** The same for the value of an Accept header, or null. */
  static String negotiate(String accept, List<String> offered) {
    if (accept == null || accept.isBlank()) {
      return offered.get(0);
    }
    MediaType best =
        AcceptList.match(new AcceptList(accept), AcceptList.create(offered.toArray(String[]::new)));
    if (best == null) {
      throw new Refusal(
          ErrorCode.NOT_ACCEPTABLE, "this route answers in " + String.join(", ", offered));
    }
    return best.getContentTypeStr();
  }

  /** Whether a condition of {@code If-None-Match}, or null, names an entity tag. */
  static boolean matches(String condition, String tag) {
    return condition != null
        && Arrays.stream(condition.split(",", -1))
            .map(String::trim)
            .map(value -> value.startsWith("W/") ? value.substring(2) : value)
            .anyMatch(value -> value.equals("*") || value.equals(tag));
  }

  private static byte[] bytes(ObjectNode answer) {
    return answer.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    return Sha256.of(bytes).substring(0, 32);
  }
}
