package org.consilium.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Recommending while queries try to take all of the processor and the memory. */
final class AttackLoad {
  /** More than the server works on at the same time. */
  private static final int ATTACKERS = 8;

  private static final double CANARIES_PER_SECOND = 50;
  private static final double CAP_SECONDS = 1;
  private static final int TIMED_OUT = 503;

  private final Contenders contenders;
  private final List<Call> canary;

  /**
   * @param canary the request whose time is watched
   */
  AttackLoad(Contenders contenders, Call canary) {
    this.contenders = contenders;
    this.canary = List.of(canary);
  }

  private static Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put(
        "a regular expression that runs away",
        "SELECT * { ?s ?p ?o FILTER REGEX(CONCAT(STR(?s), '"
            + "a".repeat(60)
            + "!'), '^(.*a){12}$') }");
    queries.put(
        "a product of three patterns",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g");
    queries.put("a text doubled again and again", doubling());
    return queries;
  }

  private static String doubling() {
    StringBuilder query = new StringBuilder("SELECT (COUNT(*) AS ?n) { ?s ?p ?o ");
    query.append("BIND (CONCAT(STR(?s), STR(?o)) AS ?t0) ");
    for (int i = 0; i < 40; i++) {
      query.append("BIND (CONCAT(?t%d, ?t%d) AS ?t%d) ".formatted(i, i, i + 1));
    }
    return query.append('}').toString();
  }

  List<Finding> measure() throws IOException {
    contenders.warmUp(contenders.own(), canary);
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, String> attack : queries().entrySet()) {
      Call hostile = Call.query(QueryLoad.OWN, attack.getValue(), "&timeout=0.5");
      Contenders.Pair pair =
          contenders.alternate(() -> during(hostile), () -> p99(2 * contenders.seconds()));
      findings.add(
          Finding.ratio(
              "R3",
              "a patient (p99) during " + attack.getKey() + " / idle",
              "ms",
              pair.own(),
              pair.reference(),
              Goal.atMost(3)));
    }
    for (Map.Entry<String, String> attack : queries().entrySet()) {
      Call call = Call.query(QueryLoad.OWN, attack.getValue(), "&timeout=" + CAP_SECONDS);
      if (timesOut(call)) {
        Spread late = contenders.repeat(() -> lateness(call));
        findings.add(
            Finding.absolute(
                "R12",
                "end of " + attack.getKey() + " after its time / that time",
                "",
                late,
                Goal.atMost(0.25)));
      }
    }
    return findings;
  }

  private double p99(double seconds) throws IOException {
    return Load.open(contenders.own().port(), canary, 1, CANARIES_PER_SECOND, seconds)
        .times()
        .quantile(0.99);
  }

  /** The canary while attackers send one hostile query after the other. */
  private double during(Call hostile) throws IOException {
    AtomicBoolean end = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(ATTACKERS);
    try {
      List<Future<Integer>> attackers = new ArrayList<>();
      for (int i = 0; i < ATTACKERS; i++) {
        attackers.add(threads.submit(() -> attack(hostile, end)));
      }
      double result = p99(2 * contenders.seconds());
      end.set(true);
      for (Future<Integer> attacker : attackers) {
        attacker.get();
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("an attacker failed: " + e.getCause(), e);
    } finally {
      end.set(true);
      threads.shutdown();
    }
  }

  private int attack(Call hostile, AtomicBoolean end) throws IOException {
    int sent = 0;
    try (Connection connection = Connection.to(contenders.own().port())) {
      while (!end.get()) {
        connection.ask(hostile);
        sent++;
      }
    }
    return sent;
  }

  private boolean timesOut(Call call) throws IOException {
    try (Connection connection = Connection.to(contenders.own().port())) {
      return connection.ask(call).status() == TIMED_OUT;
    }
  }

  private double lateness(Call call) throws IOException {
    try (Connection connection = Connection.to(contenders.own().port())) {
      long begin = System.nanoTime();
      connection.send(call);
      return ((System.nanoTime() - begin) / 1e9 - CAP_SECONDS) / CAP_SECONDS;
    }
  }
}
