package org.consilium.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recommendations for single patients, and what is written on single recommendations. */
final class AdviceLoad {
  private static final int MANY = 16;

  /** More than the server works on and lets wait, so that it has to turn some away. */
  private static final int TOO_MANY = 600;

  private final Contenders contenders;
  private final Answers patients;
  private final Answers pages;

  AdviceLoad(Contenders contenders, Answers patients, Answers pages) {
    this.contenders = contenders;
    this.patients = patients;
    this.pages = pages;
  }

  List<Finding> measure() throws IOException {
    contenders.warmUp(contenders.own(), patients.calls());
    contenders.warmUp(contenders.bare(), patients.bare());
    contenders.warmUp(contenders.own(), pages.calls());
    contenders.warmUp(contenders.bare(), pages.bare());
    List<Finding> findings = new ArrayList<>();
    Spread one = throughput("a patient", patients, 1, findings);
    Spread many = throughput("a patient", patients, MANY, findings);
    throughput("a recommendation's page", pages, 1, findings);
    throughput("a recommendation's page", pages, MANY, findings);
    int cores = Runtime.getRuntime().availableProcessors();
    findings.add(
        Finding.ratio(
            "R8",
            "a patient, 16 clients / 1 client, " + cores + " cores",
            "1/s",
            many,
            one,
            Goal.atLeast(0.6 * cores)));
    findings.add(halfLoad(many.median()));
    findings.add(overload(many.median()));
    return findings;
  }

  private Spread throughput(String what, Answers answers, int clients, List<Finding> findings)
      throws IOException {
    Contenders.Pair pair =
        contenders.alternate(
            () -> rate(contenders.own(), answers.calls(), clients),
            () -> rate(contenders.bare(), answers.bare(), clients));
    findings.add(
        Finding.ratio(
            "R1",
            what + " / bare handler, " + clients + (clients == 1 ? " client" : " clients"),
            "1/s",
            pair.own(),
            pair.reference(),
            Goal.atLeast(0.5)));
    return pair.own();
  }

  private double rate(ServerProcess server, List<Call> calls, int clients) throws IOException {
    Load load = Load.closed(server.port(), calls, clients, contenders.seconds());
    if (load.others() > 0) {
      throw new IOException(load.others() + " requests were not answered as before");
    }
    return load.rate();
  }

  private Finding halfLoad(double saturation) throws IOException {
    Spread times =
        contenders.repeat(
            () ->
                Load.open(
                        contenders.own().port(),
                        patients.calls(),
                        MANY,
                        saturation / 2,
                        2 * contenders.seconds())
                    .times()
                    .quantile(0.99));
    return Finding.absolute(
        "p99", "a patient at half load, 99 of 100", "ms", times, Goal.atMost(5));
  }

  private Finding overload(double saturation) throws IOException {
    Contenders.Pair pair =
        contenders.alternate(
            () ->
                Load.open(
                        contenders.own().port(),
                        patients.calls(),
                        TOO_MANY,
                        2 * saturation,
                        3 * contenders.seconds())
                    .rate(),
            () -> rate(contenders.own(), patients.calls(), MANY));
    return Finding.ratio(
        "R5",
        "a patient, offered twice what it can / saturated",
        "1/s",
        pair.own(),
        pair.reference(),
        Optional.of(Goal.atLeast(0.8)));
  }
}
