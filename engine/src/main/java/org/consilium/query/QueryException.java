package org.consilium.query;

/** A query that cannot be read or a parameter that does not fit; the message is for people. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The stable kinds; {@code docs/errors.md} has a paragraph for each. */
  public enum Code {
    /** The text is no SPARQL query, or its header is not readable. */
    SYNTAX("CNS-QRY-001"),
    /** There is no query of this name. */
    UNKNOWN_QUERY("CNS-QRY-002"),
    /** A parameter is unknown, missing, or its value does not fit. */
    PARAMETER("CNS-QRY-003"),
    /** The query asks for something outside the published graph. */
    FORBIDDEN("CNS-QRY-004"),
    /** The result has no form in the format asked for. */
    FORMAT("CNS-QRY-005");

    private final String id;

    Code(String id) {
      this.id = id;
    }

    /** The identifier that people and programs quote. */
    public String id() {
      return id;
    }
  }

  private final Code code;

  public QueryException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
