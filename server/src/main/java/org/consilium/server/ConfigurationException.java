package org.consilium.server;

import java.util.List;

/** A configuration that no server can be made of; nothing has been started. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The stable kinds; {@code docs/errors.md} has a paragraph for each. */
  public enum Code {
    /** There is no setting of this name. */
    UNKNOWN_KEY("CNS-CFG-001"),
    /** A value does not fit its setting, or the settings do not fit each other. */
    BAD_VALUE("CNS-CFG-002"),
    /** The file cannot be read. */
    NOT_READABLE("CNS-CFG-003");

    private final String id;

    Code(String id) {
      this.id = id;
    }

    /** The identifier that people and programs quote. */
    public String id() {
      return id;
    }
  }

  /** One fault, with the place where it stands. */
  public record Fault(Code code, String message) {}

  private final transient List<Fault> faults;

  public ConfigurationException(List<Fault> faults) {
    super(faults.isEmpty() ? "" : faults.get(0).message());
    this.faults = List.copyOf(faults);
  }

  /** All faults at once. */
  public List<Fault> faults() {
    return faults;
  }
}
