package org.consilium.server;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What each client may use up: requests in a minute, and time of the query pool in a minute. A
 * client is the caller who is known, or the address. Only so many clients are remembered, the least
 * recent forgotten first.
 */
final class Budgets {
  private static final int CLIENTS = 50_000;
  private static final Duration PERIOD = Duration.ofMinutes(1);

  /** A cheap query costs this much, so that many of them are not free. */
  private static final long LEAST_QUERY_MILLISECONDS = 10;

  private final int requestsPerMinute;
  private final int queryMillisecondsPerMinute;
  private final LoadingCache<String, Bucket> requests;
  private final LoadingCache<String, Bucket> queries;

  Budgets(ServerConfiguration configuration) {
    this.requestsPerMinute = configuration.get(Setting.REQUESTS_PER_MINUTE);
    this.queryMillisecondsPerMinute = configuration.get(Setting.QUERY_SECONDS_PER_MINUTE) * 1_000;
    this.requests = buckets(requestsPerMinute);
    this.queries = buckets(queryMillisecondsPerMinute);
  }

  /** Buckets that hold twice what runs in during a minute, so that a quiet client may burst. */
  private static LoadingCache<String, Bucket> buckets(long perMinute) {
    long tokens = Math.max(1, perMinute);
    return Caffeine.newBuilder()
        .maximumSize(CLIENTS)
        .expireAfterAccess(PERIOD.multipliedBy(3))
        .build(
            client ->
                Bucket.builder()
                    .addLimit(
                        Bandwidth.builder()
                            .capacity(2 * tokens)
                            .refillGreedy(tokens, PERIOD)
                            .build())
                    .build());
  }

  /**
   * Counts a request.
   *
   * @throws Refusal with {@code Retry-After} if the client has used up its requests
   */
  void request(String client) {
    if (requestsPerMinute > 0) {
      ConsumptionProbe probe = requests.get(client).tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        throw refuse(
            "this client may send " + requestsPerMinute + " requests in a minute",
            probe.getNanosToWaitForRefill());
      }
    }
  }

  /**
   * Lets a query begin.
   *
   * @throws Refusal with {@code Retry-After} if the client has used up its time
   */
  void beginQuery(String client) {
    if (queryMillisecondsPerMinute > 0) {
      ConsumptionProbe probe =
          queries.get(client).tryConsumeAndReturnRemaining(LEAST_QUERY_MILLISECONDS);
      if (!probe.isConsumed()) {
        throw refuse(
            "this client may use "
                + queryMillisecondsPerMinute / 1_000
                + " seconds of queries in a minute",
            probe.getNanosToWaitForRefill());
      }
    }
  }

  /** Counts the time that a query took, whether or not it had an answer. */
  void endQuery(String client, long nanoseconds) {
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(nanoseconds) - LEAST_QUERY_MILLISECONDS;
    if (queryMillisecondsPerMinute > 0 && milliseconds > 0) {
      queries.get(client).consumeIgnoringRateLimits(milliseconds);
    }
  }

  private static Refusal refuse(String detail, long nanoseconds) {
    long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanoseconds) + 1);
    return new Refusal(
        ErrorCode.TOO_MANY_REQUESTS, detail, Map.of("Retry-After", Long.toString(seconds)));
  }
}
