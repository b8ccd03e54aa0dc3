package org.consilium.reasoning;

/**
 * A program of AND gates with optional inverters, run on 64 cases at a time: bit <em>i</em> of
 * every word belongs to case <em>i</em>. Immutable; the words live with the caller, so that running
 * it allocates nothing.
 *
 * <p>Every node has two words, its value and the inverse of it, so that an edge of the graph is the
 * index of a word and a gate is two loads, an AND and two stores.
 */
final class Circuit {
  private final int inputs;
  private final int[] gates;
  private final int[] outputs;

  /**
   * @param inputs number of inputs
   * @param gates the two edges that each gate reads, gate by gate
   * @param outputs the edges whose values are wanted
   */
  Circuit(int inputs, int[] gates, int[] outputs) {
    this.inputs = inputs;
    this.gates = gates;
    this.outputs = outputs;
  }

  /** The word of an input, counted from 0, to which facts are written. */
  static int word(int input) {
    return (input + 1) << 1;
  }

  /** How many words a run needs: two for the constant, each input and each gate. */
  int words() {
    return (1 + inputs + gateCount()) << 1;
  }

  int gateCount() {
    return gates.length / 2;
  }

  int outputCount() {
    return outputs.length;
  }

  /**
   * Computes all gates.
   *
   * @param words the words of the inputs are read, all others are written
   */
  void run(long[] words) {
    words[AndInverterGraph.FALSE] = 0;
    words[AndInverterGraph.TRUE] = -1L;
    int target = 2;
    for (int input = 0; input < inputs; input++) {
      words[target + 1] = ~words[target];
      target += 2;
    }
    for (int gate = 0; gate < gates.length; gate += 2) {
      long value = words[gates[gate]] & words[gates[gate + 1]];
      words[target] = value;
      words[target + 1] = ~value;
      target += 2;
    }
  }

  /** The value of an output for 64 cases after a run. */
  long output(long[] words, int number) {
    return words[outputs[number]];
  }
}
