package org.consilium.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A request, ready to be sent again and again, and what it should be answered with. */
final class Call {
  private static final int UNKNOWN = -1;

  private final byte[] bytes;
  private final int status;
  private final int length;

  private Call(byte[] bytes, int status, int length) {
    this.bytes = bytes;
    this.status = status;
    this.length = length;
  }

  static Call get(String path, String accept) {
    return of("GET", path, "Accept: " + accept + "\r\n", new byte[0]);
  }

  static Call post(String path, String mediaType, byte[] body) {
    return of("POST", path, headersOf(mediaType, body.length), body);
  }

  /** The head of a request whose body follows. */
  static byte[] headOfPost(String path, String mediaType, long bodyLength) {
    return of("POST", path, headersOf(mediaType, bodyLength), new byte[0]).bytes();
  }

  private static String headersOf(String mediaType, long bodyLength) {
    return "Content-Type: " + mediaType + "\r\nContent-Length: " + bodyLength + "\r\n";
  }

  /** A SPARQL query by GET. */
  static Call query(String endpoint, String sparql) {
    return query(endpoint, sparql, "");
  }

  /**
   * The same with more parameters.
   *
   * @param parameters such as {@code &timeout=1}
   */
  static Call query(String endpoint, String sparql, String parameters) {
    return get(
        endpoint + "?query=" + URLEncoder.encode(sparql, StandardCharsets.UTF_8) + parameters,
        "application/sparql-results+json");
  }

  private static Call of(String method, String path, String headers, byte[] body) {
    String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[start.length + body.length];
    System.arraycopy(start, 0, bytes, 0, start.length);
    System.arraycopy(body, 0, bytes, start.length, body.length);
    return new Call(bytes, 200, UNKNOWN);
  }

  /** The same, to be answered with so many bytes. */
  Call expecting(int bodyLength) {
    return new Call(bytes, status, bodyLength);
  }

  /** The same, to be answered with another status. */
  Call refusedWith(int other) {
    return new Call(bytes, other, UNKNOWN);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether an answer is the right one, as far as can be told without looking into it. */
  boolean accepts(int answered, long bodyLength) {
    return answered == status && (length == UNKNOWN || bodyLength == length);
  }
}
