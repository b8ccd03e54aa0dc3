package org.consilium.load;

import java.io.IOException;
import java.util.List;

/** Recommendations for patients in FHIR. */
final class BundleLoad {
  private final Contenders contenders;
  private final Answers bundles;

  BundleLoad(Contenders contenders, Answers bundles) {
    this.contenders = contenders;
    this.bundles = bundles;
  }

  Finding measure() throws IOException {
    contenders.warmUp(contenders.own(), bundles.calls());
    contenders.warmUp(contenders.bare(), bundles.bare());
    Contenders.Pair pair =
        contenders.alternate(
            () -> milliseconds(contenders.own(), bundles.calls()),
            () -> milliseconds(contenders.bare(), bundles.bare()));
    return Finding.ratio(
        "R4",
        "a FHIR Bundle / parsing it and sending the same bytes",
        "ms",
        pair.own(),
        pair.reference(),
        Goal.atMost(3));
  }

  private double milliseconds(ServerProcess server, List<Call> calls) throws IOException {
    return Load.closed(server.port(), calls, 1, contenders.seconds()).milliseconds(1);
  }
}
