package org.consilium.reasoning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A Boolean function in the form that circuit designers use: two-input AND gates whose inputs may
 * be inverted, with structural sharing.
 *
 * <p>An <em>edge</em> is twice the number of a node, plus one if it is inverted. Node 0 is the
 * constant false; then come the inputs, then the gates, each after the nodes it reads.
 */
final class AndInverterGraph {
  /** The edge that is always false. */
  static final int FALSE = 0;

  /** The edge that is always true. */
  static final int TRUE = 1;

  private static final int NOT_SIMPLER = -1;

  private final int inputs;
  private int[] left = new int[1024];
  private int[] right = new int[1024];
  private int size;

  /** The gates by what they read, hashed with open addressing; -1 where there is none. */
  private int[] known = new int[4096];

  AndInverterGraph(int inputs) {
    this.inputs = inputs;
    Arrays.fill(known, -1);
  }

  /** The edge from an input, counted from 0. */
  int input(int number) {
    if (number < 0 || number >= inputs) {
      throw new IllegalArgumentException("no input " + number);
    }
    return (number + 1) << 1;
  }

  static int not(int edge) {
    return edge ^ 1;
  }

  int and(int a, int b) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    if (low == FALSE || low == not(high)) {
      return FALSE;
    }
    if (low == TRUE || low == high) {
      return high;
    }
    int simpler = simplified(low, high);
    if (simpler == NOT_SIMPLER) {
      simpler = simplified(high, low);
    }
    if (simpler != NOT_SIMPLER) {
      return simpler;
    }
    int place = placeOf(low, high);
    if (known[place] < 0) {
      known[place] = add(low, high);
    }
    return (inputs + 1 + known[place]) << 1;
  }

  private int add(int low, int high) {
    if (size == left.length) {
      left = Arrays.copyOf(left, size * 2);
      right = Arrays.copyOf(right, size * 2);
    }
    left[size] = low;
    right[size] = high;
    return size++;
  }

  /** Where the gate that reads two edges stands, or would stand, in the table of known gates. */
  private int placeOf(int low, int high) {
    if (size * 2 > known.length) {
      known = new int[known.length * 2];
      Arrays.fill(known, -1);
      for (int gate = 0; gate < size; gate++) {
        known[probe(left[gate], right[gate])] = gate;
      }
    }
    return probe(low, high);
  }

  private int probe(int low, int high) {
    int mask = known.length - 1;
    int place = spread(low, high) & mask;
    while (known[place] >= 0 && (left[known[place]] != low || right[known[place]] != high)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private static int spread(int low, int high) {
    int hash = (low * 31 + high) * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  /**
   * The conjunction of an edge and a gate, if it is the gate, the edge, false, or a smaller gate
   * because the edge already says something about what the gate reads.
   */
  private int simplified(int edge, int gateEdge) {
    int gate = (gateEdge >>> 1) - inputs - 1;
    if (gate < 0) {
      return NOT_SIMPLER;
    }
    int a = left[gate];
    int b = right[gate];
    if ((gateEdge & 1) == 0) {
      if (edge == a || edge == b) {
        return gateEdge;
      }
      return edge == not(a) || edge == not(b) ? FALSE : NOT_SIMPLER;
    }
    if (edge == not(a) || edge == not(b)) {
      return edge;
    }
    if (edge == a) {
      return and(edge, not(b));
    }
    return edge == b ? and(edge, not(a)) : NOT_SIMPLER;
  }

  int or(int a, int b) {
    return not(and(not(a), not(b)));
  }

  /** The conjunction of edges, combined in a fixed order so that common parts are shared. */
  int and(List<Integer> edges) {
    int result = TRUE;
    for (int edge : sorted(edges)) {
      result = and(result, edge);
    }
    return result;
  }

  /** The disjunction of edges, combined in a fixed order so that common parts are shared. */
  int or(List<Integer> edges) {
    int result = FALSE;
    for (int edge : sorted(edges)) {
      result = or(result, edge);
    }
    return result;
  }

  /** In ascending order; that an edge comes twice does no harm. */
  private static int[] sorted(List<Integer> edges) {
    int[] sorted = new int[edges.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = edges.get(i);
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** Writes the gates so that {@link #read} gives the same graph. */
  void write(DataOutput out) throws IOException {
    out.writeInt(inputs);
    out.writeInt(size);
    for (int gate = 0; gate < size; gate++) {
      out.writeInt(left[gate]);
      out.writeInt(right[gate]);
    }
  }

  static AndInverterGraph read(DataInput in) throws IOException {
    AndInverterGraph graph = new AndInverterGraph(in.readInt());
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      int low = in.readInt();
      int high = in.readInt();
      int place = graph.placeOf(low, high);
      graph.known[place] = graph.add(low, high);
    }
    return graph;
  }

  /** The number of gates so far. */
  int gateCount() {
    return size;
  }

  /**
   * The gates that the outputs depend on, as a program.
   *
   * @param outputs edges whose values are wanted
   */
  Circuit circuit(int[] outputs) {
    boolean[] needed = new boolean[inputs + 1 + size];
    for (int output : outputs) {
      needed[output >>> 1] = true;
    }
    for (int gate = size - 1; gate >= 0; gate--) {
      if (needed[inputs + 1 + gate]) {
        needed[left[gate] >>> 1] = true;
        needed[right[gate] >>> 1] = true;
      }
    }
    int[] renumbered = new int[inputs + 1 + size];
    for (int node = 0; node <= inputs; node++) {
      renumbered[node] = node;
    }
    int[] gates = new int[2 * size];
    int count = 0;
    for (int gate = 0; gate < size; gate++) {
      if (needed[inputs + 1 + gate]) {
        gates[2 * count] = rename(left[gate], renumbered);
        gates[2 * count + 1] = rename(right[gate], renumbered);
        renumbered[inputs + 1 + gate] = inputs + 1 + count;
        count++;
      }
    }
    int[] ends = new int[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      ends[i] = rename(outputs[i], renumbered);
    }
    return new Circuit(inputs, Arrays.copyOf(gates, 2 * count), ends);
  }

  private static int rename(int edge, int[] renumbered) {
    return (renumbered[edge >>> 1] << 1) | (edge & 1);
  }
}
