package org.consilium.reasoning;

/**
 * A program of AND gates with optional inverters, run on 64 cases at a time: bit <em>i</em> of
 * every word belongs to case <em>i</em>. Immutable; the words live with the caller, so that running
 * it allocates nothing.
 */
final class Circuit {
  private final int inputs;
  private final int[] left;
  private final int[] right;
  private final int[] outputs;

  Circuit(int inputs, int[] left, int[] right, int[] outputs) {
    this.inputs = inputs;
    this.left = left;
    this.right = right;
    this.outputs = outputs;
  }

  /** How many words a run needs: the constant, the inputs, the gates. */
  int words() {
    return 1 + inputs + left.length;
  }

  int gateCount() {
    return left.length;
  }

  int outputCount() {
    return outputs.length;
  }

  /**
   * Computes all gates.
   *
   * @param words word 0 is ignored, words 1 to the number of inputs are read, the rest is written
   */
  void run(long[] words) {
    words[0] = 0;
    int target = inputs + 1;
    for (int gate = 0; gate < left.length; gate++) {
      int a = left[gate];
      int b = right[gate];
      words[target++] = (words[a >>> 1] ^ -(long) (a & 1)) & (words[b >>> 1] ^ -(long) (b & 1));
    }
  }

  /** The value of an output for 64 cases after a run. */
  long output(long[] words, int number) {
    int edge = outputs[number];
    return words[edge >>> 1] ^ -(long) (edge & 1);
  }
}
