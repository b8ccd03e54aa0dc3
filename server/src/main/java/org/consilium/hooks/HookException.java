package org.consilium.hooks;

import java.util.List;
import java.util.stream.Collectors;

/** A request that is refused, with everything that is wrong with it; never quotes its contents. */
public final class HookException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kinds of refusals. */
  public enum Kind {
    /** It is no request of CDS Hooks. */
    MALFORMED,
    /** It is for another hook than that of the service. */
    WRONG_HOOK,
    /** Data without which nothing can be said were not supplied. */
    DATA_MISSING,
    /** It brings data of another patient than the one it is about. */
    OTHER_PATIENT,
    /** It is no feedback of CDS Hooks. */
    FEEDBACK
  }

  /**
   * One thing that is wrong.
   *
   * @param pointer JSON pointer to the place, empty for the whole
   * @param message what is wrong
   */
  public record Fault(String pointer, String message) {}

  private final Kind kind;
  private final transient List<Fault> faults;

  HookException(Kind kind, List<Fault> faults) {
    super(faults.stream().map(Fault::message).collect(Collectors.joining("; ")));
    this.kind = kind;
    this.faults = List.copyOf(faults);
  }

  HookException(Kind kind, String pointer, String message) {
    this(kind, List.of(new Fault(pointer, message)));
  }

  public Kind kind() {
    return kind;
  }

  /** At least one, in the order of the request. */
  public List<Fault> faults() {
    return faults;
  }
}
