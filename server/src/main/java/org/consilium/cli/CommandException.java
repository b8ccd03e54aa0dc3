package org.consilium.cli;

/** A command that cannot go on, with a message for the person who gave it; exit code 1. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The stable kinds; {@code docs/errors.md} has a paragraph for each. */
  enum Code {
    /** A file or folder cannot be read. */
    NOT_READABLE("CNS-CLI-001"),
    /** A file cannot be written. */
    NOT_WRITABLE("CNS-CLI-002"),
    /** The server cannot be started. */
    NOT_STARTED("CNS-CLI-003"),
    /** No recommendation has the identifier. */
    UNKNOWN_RECOMMENDATION("CNS-CLI-004"),
    /** A fault of this program. */
    INTERNAL("CNS-INT-001"),
    /** An answer that the independent checker refutes. */
    REFUTED("CNS-INT-002");

    private final String id;

    Code(String id) {
      this.id = id;
    }

    /** The identifier that people and programs quote. */
    String id() {
      return id;
    }
  }

  private final Code code;

  CommandException(Code code, String message) {
    super(message);
    this.code = code;
  }

  Code code() {
    return code;
  }
}
