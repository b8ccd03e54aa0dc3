package org.consilium.server;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Reports faults of the server itself. The message of an exception is left out, because it may
 * quote what a patient description says; its kind and the places it went through are enough to find
 * the fault.
 */
final class InternalErrors {
  private static final int FRAMES = 30;

  private InternalErrors() {}

  /** Writes the fault to the log and makes the answer that says nothing about it. */
  static ProblemDetails report(Throwable fault) {
    JsonLog.write(JsonLog.entry("fault").put("fault", describe(fault)));
    return ProblemDetails.of(ErrorCode.INTERNAL, "the server failed to answer this request");
  }

  private static String describe(Throwable fault) {
    String cause = fault.getCause() == null ? "" : " caused by " + describe(fault.getCause());
    return Arrays.stream(fault.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining("\n  at ", fault.getClass().getName() + "\n  at ", ""))
        + cause;
  }
}
