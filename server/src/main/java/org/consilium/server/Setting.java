package org.consilium.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing about a server that can be set: in the configuration file by its key, in the
 * environment by {@link #variable}. {@code docs/configuration.md} has a row for each.
 *
 * @param <T> type of the value
 */
public final class Setting<T> {
  private static final List<Setting<?>> DECLARED = new ArrayList<>();

  public static final Setting<Optional<String>> KNOWLEDGE_FOLDER =
      declare(
          "knowledge.folder", Optional.empty(), "a folder", value -> Optional.of(notBlank(value)));

  public static final Setting<String> HOST =
      declare("http.host", "127.0.0.1", "an address", Setting::notBlank);
  public static final Setting<Integer> PORT = number("http.port", 8080, 0, 65_535);
  public static final Setting<Integer> CONNECTIONS = number("http.connections", 1_000, 1, 100_000);
  public static final Setting<Duration> STOP_TIME =
      duration("http.stop-time", Duration.ofSeconds(5));
  public static final Setting<Integer> BODY_BYTES =
      number("http.body-bytes", 1_000_000, 1, 1_000_000);

  public static final Setting<Integer> QUERY_CHARACTERS =
      number("sparql.query-characters", 64_000, 1, 1_000_000);
  public static final Setting<Integer> QUERY_DEPTH = number("sparql.query-depth", 200, 1, 1_000);
  public static final Setting<Duration> QUERY_TIME =
      duration("sparql.query-time", Duration.ofSeconds(10));
  public static final Setting<Integer> QUERIES = number("sparql.queries", 4, 1, 1_000);
  public static final Setting<Duration> QUERY_WAIT =
      duration("sparql.query-wait", Duration.ofSeconds(2));
  public static final Setting<Integer> RESULT_ROWS =
      number("sparql.result-rows", 100_000, 1, 10_000_000);
  public static final Setting<Integer> RESULT_CHARACTERS =
      number("sparql.result-characters", 20_000_000, 1, 1_000_000_000);

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|min|h|d)");

  private final String key;
  private final T fallback;
  private final String kind;
  private final Function<List<String>, T> reader;

  private Setting(String key, T fallback, String kind, Function<List<String>, T> reader) {
    this.key = key;
    this.fallback = fallback;
    this.kind = kind;
    this.reader = reader;
  }

  private static <T> Setting<T> add(Setting<T> setting) {
    DECLARED.add(setting);
    return setting;
  }

  private static <T> Setting<T> declare(
      String key, T fallback, String kind, Function<String, T> reader) {
    return add(new Setting<>(key, fallback, kind, values -> reader.apply(only(values))));
  }

  private static Setting<Integer> number(String key, int fallback, int low, int high) {
    return declare(
        key,
        fallback,
        "a whole number between " + low + " and " + high,
        text -> {
          int value = Integer.parseInt(text.replace("_", ""));
          if (value < low || value > high) {
            throw new IllegalArgumentException();
          }
          return value;
        });
  }

  private static Setting<Duration> duration(String key, Duration fallback) {
    return declare(key, fallback, "a time such as 500ms, 10s, 5min, 2h, 1d", Setting::duration);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    long count = Long.parseLong(matcher.group(1));
    Duration value =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "min" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    if (value.isZero()) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static String only(List<String> values) {
    if (values.size() != 1) {
      throw new IllegalArgumentException();
    }
    return values.get(0).strip();
  }

  /** All settings, in the order of the documentation. */
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(DECLARED);
  }

  /** The key in the configuration file, its parts separated by dots. */
  public String key() {
    return key;
  }

  /** The environment variable. */
  public String variable() {
    return "CONSILIUM_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The value if nobody sets it. */
  public T fallback() {
    return fallback;
  }

  /** What a value is, in words. */
  public String kind() {
    return kind;
  }

  /**
   * A value from its texts, of which a setting that is no list takes exactly one.
   *
   * @throws IllegalArgumentException if they are no value
   */
  T read(List<String> values) {
    return reader.apply(values);
  }

  @Override
  public String toString() {
    return key;
  }
}
