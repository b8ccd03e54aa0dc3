package org.consilium.server;

import java.time.Duration;

/**
 * What one server takes on at most.
 *
 * @param bodyBytes largest request body in bytes
 * @param connections most open connections
 * @param queryCharacters longest SPARQL query
 * @param queryDepth deepest nesting of brackets in a SPARQL query
 * @param queryTime longest time that a SPARQL query is evaluated
 * @param queries most SPARQL queries evaluated at the same time
 * @param queryWait longest time that a SPARQL query waits for its turn
 * @param resultRows most rows or triples of a SPARQL result
 * @param resultCharacters most characters of all terms of a SPARQL result
 * @param stopTime longest time that {@link ConsiliumServer#stop} waits for requests under way
 */
public record ServerLimits(
    int bodyBytes,
    int connections,
    int queryCharacters,
    int queryDepth,
    Duration queryTime,
    int queries,
    Duration queryWait,
    int resultRows,
    long resultCharacters,
    Duration stopTime) {
  /** Enough for people and programs, on a machine with two cores and a heap of 256 MB. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          1_000_000,
          1_000,
          64_000,
          200,
          Duration.ofSeconds(10),
          4,
          Duration.ofSeconds(2),
          100_000,
          20_000_000,
          Duration.ofSeconds(5));

  public ServerLimits {
    positive("bodyBytes", bodyBytes);
    positive("connections", connections);
    positive("queryCharacters", queryCharacters);
    positive("queryDepth", queryDepth);
    positive("queryTime", queryTime.toMillis());
    positive("queries", queries);
    positive("queryWait", queryWait.toMillis() + 1);
    positive("resultRows", resultRows);
    positive("resultCharacters", resultCharacters);
    positive("stopTime", stopTime.toMillis());
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }

  /** The same with another time for queries. */
  public ServerLimits withQueryTime(Duration time) {
    return new ServerLimits(
        bodyBytes,
        connections,
        queryCharacters,
        queryDepth,
        time,
        queries,
        queryWait,
        resultRows,
        resultCharacters,
        stopTime);
  }

  /** The same with another size of query results. */
  public ServerLimits withResultRows(int rows) {
    return new ServerLimits(
        bodyBytes,
        connections,
        queryCharacters,
        queryDepth,
        queryTime,
        queries,
        queryWait,
        rows,
        resultCharacters,
        stopTime);
  }
}
