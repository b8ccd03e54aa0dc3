package org.consilium.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The servers that take turns.
 *
 * @param own the measured server
 * @param bare answers with bytes that it was given
 * @param fuseki answers SPARQL queries on the same graph
 */
record Contenders(
    ServerProcess own, ServerProcess bare, ServerProcess fuseki, int rounds, double seconds) {
  /** Measures one turn of one contender. */
  @FunctionalInterface
  interface Turn {
    double measure() throws IOException;
  }

  /** What the turns of two contenders gave. */
  record Pair(Spread own, Spread reference) {}

  /** Both, one after the other, as often as there are rounds. */
  Pair alternate(Turn own, Turn reference) throws IOException {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      first.add(own.measure());
      second.add(reference.measure());
    }
    return new Pair(new Spread(first), new Spread(second));
  }

  /** One contender, as often as there are rounds. */
  Spread repeat(Turn turn) throws IOException {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      values.add(turn.measure());
    }
    return new Spread(values);
  }

  /** Requests before measuring, until the code that answers them is compiled. */
  void warmUp(ServerProcess server, List<Call> calls) throws IOException {
    Load.closed(server.port(), calls, 4, 3 * seconds);
  }

  /**
   * Sends each request once to both, and tells what they answer differently.
   *
   * @param differences takes what differs
   */
  void compare(List<Call> calls, List<Call> references, Consumer<String> differences)
      throws IOException {
    try (Connection first = Connection.to(own.port());
        Connection second = Connection.to(bare.port())) {
      for (int i = 0; i < calls.size(); i++) {
        if (!first.ask(calls.get(i)).equals(second.ask(references.get(i)))) {
          differences.accept("answer " + i + " of the bare handler is another one");
        }
      }
    }
  }
}
