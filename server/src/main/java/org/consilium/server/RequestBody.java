package org.consilium.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.jena.atlas.web.ContentType;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The body of a request, read into memory under a limit. */
final class RequestBody {
  /** What is read and thrown away after a refusal, so that the client gets to see it. */
  static final long MAXIMUM_DISCARDED_BYTES = 64L * 1024 * 1024;

  private static final Duration DISCARDING = Duration.ofSeconds(3);
  private static final long PAUSE_MILLISECONDS = 5;

  private RequestBody() {}

  /**
   * Reads a body.
   *
   * @param limit most bytes
   * @throws Refusal if it is larger or encoded
   */
  static byte[] read(HttpServletRequest request, int limit) throws IOException {
    refuseEncoding(request);
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(limit);
    }
    byte[] bytes = request.getInputStream().readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw tooLarge(limit);
    }
    return bytes;
  }

  /** Bodies are taken as they are: a small one that unpacks to a huge one cannot be sent. */
  static void refuseEncoding(HttpServletRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.trim().toLowerCase(Locale.ROOT).equals("identity")) {
      throw new Refusal(
          ErrorCode.CONTENT_ENCODING, "request bodies with a Content-Encoding are not read");
    }
  }

  /**
   * Checks the declared type of a body. JSON and text are read in UTF-8 only.
   *
   * @throws Refusal with an {@code Accept-Post} header if it is none of those taken
   */
  static void refuseOtherMediaTypes(HttpServletRequest request, List<String> taken) {
    String header = request.getContentType();
    ContentType type = header == null ? null : ContentType.create(header);
    String charset = type == null ? null : type.getCharset();
    boolean accepted =
        type != null
            && taken.contains(type.getContentTypeStr().toLowerCase(Locale.ROOT))
            && (charset == null || charset.toLowerCase(Locale.ROOT).equals("utf-8"));
    if (!accepted) {
      String all = String.join(", ", taken);
      throw new Refusal(
          ErrorCode.MEDIA_TYPE,
          "the body of this route is sent as " + all + " in UTF-8",
          Map.of("Accept-Post", all));
    }
  }

  static Refusal tooLarge(int limit) {
    return new Refusal(ErrorCode.BODY_TOO_LARGE, "the body is larger than " + limit + " bytes");
  }

  /**
   * Discards the rest of a body after the answer has been sent, up to a limit of bytes and of time:
   * many clients read an answer only once they have sent everything, and who sends slowly is not
   * waited for.
   */
  static void discard(HttpServletRequest request) {
    Request inner = ServletContextRequest.getServletContextRequest(request);
    long left = MAXIMUM_DISCARDED_BYTES;
    long end = System.nanoTime() + DISCARDING.toNanos();
    try {
      while (left > 0 && System.nanoTime() < end) {
        Content.Chunk chunk = inner.read();
        if (chunk == null) {
          Thread.sleep(PAUSE_MILLISECONDS);
          continue;
        }
        left -= chunk.remaining();
        chunk.release();
        if (chunk.isLast()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
