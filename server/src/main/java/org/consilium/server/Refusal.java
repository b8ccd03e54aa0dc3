package org.consilium.server;

import java.util.Map;

/** A request that is refused: what is wrong with it, in words that may be shown to the client. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Map<String, String> headers;

  Refusal(ErrorCode code, String detail) {
    this(code, detail, Map.of());
  }

  /**
   * @param code the kind of error
   * @param detail what exactly is wrong, one sentence
   * @param headers response headers that go with it, such as {@code Allow}
   */
  Refusal(ErrorCode code, String detail, Map<String, String> headers) {
    super(detail, null, false, false);
    this.code = code;
    this.headers = Map.copyOf(headers);
  }

  ErrorCode code() {
    return code;
  }

  String detail() {
    return getMessage();
  }

  Map<String, String> headers() {
    return headers;
  }
}
