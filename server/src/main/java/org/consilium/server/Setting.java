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
  private static final String ALGORITHMS =
      "a list of ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, PS512";

  public static final Setting<Optional<String>> KNOWLEDGE_FOLDER =
      optional("knowledge.folder", "a folder");

  public static final Setting<Optional<String>> DATA_FOLDER = optional("data.folder", "a folder");
  public static final Setting<Integer> VERSIONS_IN_MEMORY =
      number("data.versions-in-memory", 2, 1, 100);
  public static final Setting<Integer> UPLOAD_BYTES =
      number("data.upload-bytes", 20_000_000, 1_000, 64_000_000);

  public static final Setting<String> HOST =
      declare("http.host", "127.0.0.1", "an address", Setting::notBlank);
  public static final Setting<Integer> PORT = number("http.port", 8080, 0, 65_535);
  public static final Setting<Integer> CONNECTIONS = number("http.connections", 1_000, 1, 100_000);
  public static final Setting<Duration> STOP_TIME =
      duration("http.stop-time", Duration.ofSeconds(5));
  public static final Setting<Integer> BODY_BYTES =
      number("http.body-bytes", 1_000_000, 1, 1_000_000);

  public static final Setting<Duration> IDLE_TIME =
      duration("http.idle-time", Duration.ofSeconds(30));
  public static final Setting<Duration> HEAD_TIME =
      duration("http.head-time", Duration.ofSeconds(10));
  public static final Setting<Duration> BODY_TIME =
      duration("http.body-time", Duration.ofMinutes(1));
  public static final Setting<Duration> ANSWER_TIME =
      duration("http.answer-time", Duration.ofMinutes(1));
  public static final Setting<Integer> REQUESTS = number("http.requests", 100, 1, 150);
  public static final Setting<Integer> WAITING = number("http.waiting", 400, 0, 100_000);
  public static final Setting<Duration> WAIT = duration("http.wait", Duration.ofSeconds(10));
  public static final Setting<Integer> BATCHES = number("http.batches", 4, 1, 100);
  public static final Setting<Boolean> BEHIND_PROXY = flag("http.behind-proxy", false);
  public static final Setting<List<String>> CORS_ORIGINS =
      list("http.cors-origins", List.of(), "a list of origins", Setting::origin);
  public static final Setting<Optional<String>> PUBLIC_URL =
      declare(
          "http.public-url",
          Optional.empty(),
          "an address such as https://consilium.example.org",
          text -> Optional.of(publicUrl(text)));

  public static final Setting<String> ANONYMOUS =
      choice("access.anonymous", "loopback", "loopback", "reader", "none");
  public static final Setting<List<AccessToken>> TOKENS =
      list("access.tokens", List.of(), "a list of name:role:sha256", AccessToken::read);
  public static final Setting<Optional<String>> JWT_ISSUER =
      optional("access.jwt-issuer", "a text");
  public static final Setting<Optional<String>> JWT_AUDIENCE =
      optional("access.jwt-audience", "a text");
  public static final Setting<Optional<String>> JWT_KEYS = optional("access.jwt-keys", "a file");
  public static final Setting<List<String>> JWT_ALGORITHMS =
      list(
          "access.jwt-algorithms",
          List.of("ES256", "ES384", "RS256", "RS384"),
          ALGORITHMS,
          JwtSignature::algorithm);
  public static final Setting<String> JWT_ROLES =
      declare("access.jwt-roles-claim", "roles", "a text", Setting::notBlank);
  public static final Setting<Duration> JWT_LIFETIME =
      duration("access.jwt-lifetime", Duration.ofDays(1));

  public static final Setting<List<ClientIssuer>> HOOKS_ISSUERS =
      list("cds-hooks.issuers", List.of(), "a list of issuer=file", ClientIssuer::read);
  public static final Setting<List<String>> HOOKS_ALGORITHMS =
      list("cds-hooks.algorithms", List.of("ES384", "RS384"), ALGORITHMS, JwtSignature::algorithm);
  public static final Setting<Duration> HOOKS_LIFETIME =
      duration("cds-hooks.token-lifetime", Duration.ofMinutes(5));
  public static final Setting<Integer> HOOKS_REMEMBERED =
      number("cds-hooks.remembered-tokens", 100_000, 1, 10_000_000);
  public static final Setting<Integer> HOOKS_CARDS = number("cds-hooks.cards", 10, 3, 100);

  public static final Setting<Integer> REQUESTS_PER_MINUTE =
      number("budget.requests-per-minute", 0, 0, 10_000_000);
  public static final Setting<Integer> QUERY_SECONDS_PER_MINUTE =
      number("budget.query-seconds-per-minute", 60, 0, 100_000);

  public static final Setting<Boolean> LOG_REQUESTS = flag("log.requests", true);
  public static final Setting<Optional<String>> AUDIT_FILE = optional("audit.file", "a file");
  public static final Setting<Boolean> AUDIT_REQUESTS = flag("audit.requests", false);

  public static final Setting<Integer> QUERY_CHARACTERS =
      number("sparql.query-characters", 64_000, 1, 1_000_000);
  public static final Setting<Integer> QUERY_DEPTH = number("sparql.query-depth", 200, 1, 1_000);
  public static final Setting<Duration> QUERY_TIME =
      duration("sparql.query-time", Duration.ofSeconds(10));
  public static final Setting<Integer> QUERIES = number("sparql.queries", 4, 1, 1_000);
  public static final Setting<Integer> QUERIES_WAITING =
      number("sparql.queries-waiting", 32, 0, 10_000);
  public static final Setting<Duration> QUERY_WAIT =
      duration("sparql.query-wait", Duration.ofSeconds(2));
  public static final Setting<Integer> RESULT_ROWS =
      number("sparql.result-rows", 100_000, 1, 10_000_000);
  public static final Setting<Integer> RESULT_CHARACTERS =
      number("sparql.result-characters", 20_000_000, 1, 1_000_000_000);

  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.\\[\\]:-]+");
  private static final Pattern PUBLIC =
      Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~-]+)*");
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

  private static Setting<Optional<String>> optional(String key, String kind) {
    return declare(key, Optional.empty(), kind, value -> Optional.of(notBlank(value)));
  }

  private static <T> Setting<List<T>> list(
      String key, List<T> fallback, String kind, Function<String, T> reader) {
    return add(
        new Setting<>(
            key,
            fallback,
            kind,
            values ->
                values.stream()
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .map(reader)
                    .toList()));
  }

  private static Setting<Boolean> flag(String key, boolean fallback) {
    return declare(
        key,
        fallback,
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  private static Setting<String> choice(String key, String fallback, String... choices) {
    List<String> valid = List.of(choices);
    return declare(
        key,
        fallback,
        "one of " + String.join(", ", valid),
        text -> {
          if (!valid.contains(text)) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }

  /** An origin in the sense of RFC 6454: scheme, host and port, and nothing after them. */
  private static String origin(String text) {
    if (!ORIGIN.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /** An address without a slash at its end, before which paths are put. */
  private static String publicUrl(String text) {
    if (!PUBLIC.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
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
