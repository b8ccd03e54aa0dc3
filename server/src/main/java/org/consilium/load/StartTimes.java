package org.consilium.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How long it takes from the start of a process to its first correct answer. */
final class StartTimes {
  private final Programs programs;
  private final Call patient;
  private final Connection.Answer advice;
  private final Call ownQuery;
  private final Call fusekiQuery;
  private final Connection.Answer count;
  private final int rounds;

  /**
   * @param running the measured server; what it answers is what is correct
   * @param patient a request for recommendations
   * @param query a SPARQL query
   */
  StartTimes(Programs programs, ServerProcess running, Call patient, String query, int rounds)
      throws IOException {
    this.programs = programs;
    this.patient = patient;
    this.ownQuery = Call.query(QueryLoad.OWN, query);
    this.fusekiQuery = Call.query(QueryLoad.FUSEKI, query);
    this.rounds = rounds;
    try (Connection connection = Connection.to(running.port())) {
      this.advice = connection.ask(patient);
      this.count = connection.ask(ownQuery);
    }
  }

  /** Processor time and time on the wall of several starts, in seconds. */
  private record Starts(List<Double> processor, List<Double> wall) {
    Starts() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(ServerProcess process) {
      wall.add(process.age() / 1e9);
      processor.add(process.processorTime().toNanos() / 1e9);
    }
  }

  List<Finding> measure() throws IOException {
    Path archive = programs.folder().resolve("consilium.jsa");
    archive(archive);
    Starts recommending = new Starts();
    Starts querying = new Starts();
    Starts archived = new Starts();
    Starts fuseki = new Starts();
    List<String> withArchive = List.of("-XX:SharedArchiveFile=" + archive);
    for (int i = 0; i < rounds; i++) {
      start(programs.own(List.of()), patient, advice::equals, recommending);
      start(programs.fuseki(), fusekiQuery, this::isSameCount, fuseki);
      start(programs.own(List.of()), ownQuery, this::isSameCount, querying);
      start(programs.own(withArchive), patient, advice::equals, archived);
    }
    List<Finding> findings = new ArrayList<>();
    Spread own = new Spread(recommending.processor());
    findings.add(
        Finding.absolute("R9", "start to first advice, processor time", "s", own, Goal.atMost(3)));
    add("start to first advice", recommending, fuseki, Goal.atMost(1.5), findings);
    add("start to first query", querying, fuseki, null, findings);
    if (Files.exists(archive)) {
      add("start to first advice, with a class archive", archived, fuseki, null, findings);
    }
    return findings;
  }

  private static void add(
      String what, Starts own, Starts fuseki, Goal goal, List<Finding> findings) {
    findings.add(
        Finding.ratio(
            "R9",
            what + " / Fuseki, processor time",
            "s",
            new Spread(own.processor()),
            new Spread(fuseki.processor()),
            Optional.ofNullable(goal)));
    findings.add(
        Finding.ratio(
            "R9",
            what + " / Fuseki, on the wall",
            "s",
            new Spread(own.wall()),
            new Spread(fuseki.wall()),
            Optional.ofNullable(goal)));
  }

  private static void start(
      ServerProcess process, Call call, Predicate<Connection.Answer> right, Starts starts)
      throws IOException {
    try (ServerProcess started = process.await(call, right)) {
      starts.add(started);
    }
  }

  /** The layout of the JSON is not the same; the numbers in it are. */
  private boolean isSameCount(Connection.Answer answer) {
    return answer.status() == count.status()
        && answer.body().replaceAll("\\s+", "").equals(count.body().replaceAll("\\s+", ""));
  }

  /** Lets the Java machine write the classes of one run for the next ones. */
  private void archive(Path archive) throws IOException {
    ServerProcess process = programs.own(List.of("-XX:ArchiveClassesAtExit=" + archive));
    try (ServerProcess started = process.await(patient, advice::equals)) {
      started.await(ownQuery, this::isSameCount);
    }
  }
}
