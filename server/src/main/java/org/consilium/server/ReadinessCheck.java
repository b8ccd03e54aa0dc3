package org.consilium.server;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that must hold for the server to answer rightly.
 *
 * @param name what it is, one word
 * @param fault looks now; says what is wrong, or empty if it holds
 */
record ReadinessCheck(String name, Supplier<Optional<String>> fault) {
  /** Looks; a check that itself fails does not hold. */
  Optional<String> look() {
    try {
      return fault.get();
    } catch (RuntimeException e) {
      InternalErrors.report(e);
      return Optional.of("the check failed");
    }
  }
}
