package org.consilium.server;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The knowledge that a server answers from. A request takes one snapshot when it begins and stays
 * on it; publishing swaps the current one at once for all requests that begin later.
 */
public final class KnowledgeSnapshots {
  private final AtomicReference<ServedKnowledge> current;
  private final KnowledgeVersions versions;

  /**
   * @param current what is served unless a request names another version
   * @param versions the others
   */
  public KnowledgeSnapshots(ServedKnowledge current, KnowledgeVersions versions) {
    this.current = new AtomicReference<>(Objects.requireNonNull(current, "current"));
    this.versions = Objects.requireNonNull(versions, "versions");
  }

  /** One version, and no other. */
  public static KnowledgeSnapshots of(ServedKnowledge only) {
    return new KnowledgeSnapshots(only, KnowledgeVersions.NONE);
  }

  /** What is served now. */
  public ServedKnowledge current() {
    return current.get();
  }

  /** Serves another version from now on; returns the one served until now. */
  public ServedKnowledge swap(ServedKnowledge next) {
    return current.getAndSet(Objects.requireNonNull(next, "next"));
  }

  /**
   * The version that a request names by {@code version} (a version or a content hash) or {@code
   * asOf} (a moment of ISO 8601, or a day, which stands for its end in UTC); else the current one.
   *
   * @throws Refusal if there is no such version
   */
  ServedKnowledge named(QueryParameters parameters) {
    Optional<String> version = parameters.text(Route.VERSION);
    Optional<String> asOf = parameters.text(Route.AS_OF);
    if (version.isPresent() && asOf.isPresent()) {
      throw QueryParameters.refuse("give version or asOf, not both");
    }
    return version.map(this::named).or(() -> asOf.map(this::asOf)).orElseGet(this::current);
  }

  private ServedKnowledge named(String wanted) {
    ServedKnowledge now = current();
    if (wanted.equals(now.knowledge().version()) || wanted.equals(now.knowledge().hash())) {
      return now;
    }
    return versions.named(wanted).orElseThrow(this::notServed);
  }

  private ServedKnowledge asOf(String moment) {
    return versions.asOf(instant(moment)).orElseThrow(this::notServed);
  }

  private static Instant instant(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text)
              .plusDays(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant()
              .minusNanos(1);
    } catch (DateTimeException e) {
      throw QueryParameters.refuse("asOf is a day, 2026-01-31, or a moment, 2026-01-31T12:00:00Z");
    }
  }

  private Refusal notServed() {
    ServedKnowledge now = current();
    List<String> names = versions.names();
    return new Refusal(
        ErrorCode.VERSION_NOT_SERVED,
        "this server has version "
            + now.knowledge().version()
            + ", hash "
            + now.knowledge().hash()
            + (names.isEmpty() ? "" : "; and " + String.join(", ", names)));
  }
}
