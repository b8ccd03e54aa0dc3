package org.consilium.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.consilium.query.CatalogueQuery;
import org.consilium.query.QueryCatalogue;
import org.consilium.query.QueryException;

/** SPARQL: the queries of the library beside Fuseki, and how cheap it is to refuse. */
final class QueryLoad {
  static final String OWN = "/sparql";
  static final String FUSEKI = "/ds/sparql";

  /** Levels of a query that the server does not read. */
  private static final int DEPTH = 300;

  private static final String SMALLEST = "ASK {}";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Contenders contenders;

  QueryLoad(Contenders contenders) {
    this.contenders = contenders;
  }

  /** A query of the library and its times in each round. */
  private record Measured(String name, String text, List<Sample> own, List<Sample> fuseki) {
    Measured(String name, String text) {
      this(name, text, new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * Measures the library of queries.
   *
   * @param differences takes the queries that the two answer differently
   */
  List<Finding> measure(Consumer<String> differences) throws IOException {
    List<Measured> queries = new ArrayList<>();
    for (CatalogueQuery query : QueryCatalogue.packaged().queries()) {
      Measured measured = new Measured(query.name(), text(query));
      compare(measured, differences);
      queries.add(measured);
      double seconds = contenders.seconds() / 2;
      Load.closed(contenders.own().port(), calls(OWN, measured), 1, seconds);
      Load.closed(contenders.fuseki().port(), calls(FUSEKI, measured), 1, seconds);
    }
    for (int i = 0; i < contenders.rounds(); i++) {
      for (Measured query : queries) {
        query.own().add(times(contenders.own(), OWN, query));
        query.fuseki().add(times(contenders.fuseki(), FUSEKI, query));
      }
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(mean("p50", 0.5, queries, 1.2));
    findings.add(mean("p99", 0.99, queries, 1.5));
    for (Measured query : queries) {
      findings.add(
          Finding.ratio(
              "R2",
              query.name() + ", p50",
              "ms",
              quantiles(query.own(), 0.5),
              quantiles(query.fuseki(), 0.5),
              Optional.empty()));
      findings.add(
          Finding.ratio(
              "R2",
              query.name() + ", p99 of all rounds",
              "ms",
              Spread.of(Sample.union(query.own()).quantile(0.99)),
              Spread.of(Sample.union(query.fuseki()).quantile(0.99)),
              Optional.empty()));
    }
    return findings;
  }

  /** What it takes to refuse a query, beside the smallest that is answered. */
  List<Finding> measureRefusals() throws IOException {
    Call smallest = Call.query(OWN, SMALLEST);
    String deep = "ASK " + "{".repeat(DEPTH) + "}".repeat(DEPTH);
    return List.of(
        refusal("a query that asks elsewhere", "ASK { SERVICE <http://127.0.0.1/> {} }", smallest),
        refusal("a query that is nested too deeply", deep, smallest));
  }

  private Finding refusal(String what, String text, Call smallest) throws IOException {
    Call call = Call.query(OWN, text);
    try (Connection connection = Connection.to(contenders.own().port())) {
      int status = connection.ask(call).status();
      if (status < 400 || status >= 500) {
        throw new IOException(what + " is answered with status " + status);
      }
      call = call.refusedWith(status);
    }
    List<Call> refused = List.of(call);
    int port = contenders.own().port();
    contenders.warmUp(contenders.own(), refused);
    contenders.warmUp(contenders.own(), List.of(smallest));
    Contenders.Pair pair =
        contenders.alternate(
            () -> Load.closed(port, refused, 1, contenders.seconds() / 2).times().quantile(0.5),
            () ->
                Load.closed(port, List.of(smallest), 1, contenders.seconds() / 2)
                    .times()
                    .quantile(0.5));
    return Finding.ratio(
        "R11",
        "refusing " + what + " / answering the smallest",
        "ms",
        pair.own(),
        pair.reference(),
        Goal.atMost(2));
  }

  private Sample times(ServerProcess server, String path, Measured query) throws IOException {
    Load load = Load.closed(server.port(), calls(path, query), 1, contenders.seconds() / 8);
    if (load.others() > 0) {
      throw new IOException(query.name() + " was not always answered");
    }
    return load.times();
  }

  private static List<Call> calls(String path, Measured query) {
    return List.of(Call.query(path, query.text()));
  }

  private static String text(CatalogueQuery query) throws IOException {
    try {
      return query.with(Map.of()).toString();
    } catch (QueryException e) {
      throw new IOException(query.name() + " cannot be asked with its defaults", e);
    }
  }

  private void compare(Measured query, Consumer<String> differences) throws IOException {
    int own = rows(contenders.own(), OWN, query);
    int fuseki = rows(contenders.fuseki(), FUSEKI, query);
    if (own != fuseki) {
      differences.accept(query.name() + " has " + own + " rows, from Fuseki " + fuseki);
    }
  }

  private static int rows(ServerProcess server, String path, Measured query) throws IOException {
    try (Connection connection = Connection.to(server.port())) {
      Connection.Answer answer = connection.ask(Call.query(path, query.text()));
      if (answer.status() != 200) {
        throw new IOException(query.name() + " is answered with status " + answer.status());
      }
      JsonNode rows = MAPPER.readTree(answer.body()).path("results").path("bindings");
      return rows.size();
    }
  }

  private static Spread quantiles(List<Sample> rounds, double share) {
    return new Spread(rounds.stream().map(round -> round.quantile(share)).toList());
  }

  /** Geometric means over all queries, round by round. */
  private Finding mean(String name, double share, List<Measured> queries, double bound) {
    return Finding.ratio(
        "R2",
        queries.size() + " queries of the library / Fuseki, geometric mean of " + name,
        "ms",
        geometricMean(queries.stream().map(query -> quantiles(query.own(), share)).toList()),
        geometricMean(queries.stream().map(query -> quantiles(query.fuseki(), share)).toList()),
        Goal.atMost(bound));
  }

  private static Spread geometricMean(List<Spread> spreads) {
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < spreads.get(0).values().size(); i++) {
      int round = i;
      means.add(
          Math.exp(
              spreads.stream()
                  .mapToDouble(spread -> Math.log(spread.values().get(round)))
                  .average()
                  .orElseThrow()));
    }
    return new Spread(means);
  }
}
