package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reduced, ordered multi-valued decision diagram: which combinations of states of some variables
 * the axioms allow. A node asks for the state of the variable of its level; levels on which nothing
 * depends are skipped.
 */
final class ConstraintDiagram {
  /** The terminal of combinations that are not allowed. */
  static final int FORBIDDEN = 0;

  /** The terminal of combinations that are allowed. */
  static final int ALLOWED = 1;

  /** More nodes than this are taken as a sign that the axioms tie too much together. */
  static final int MAXIMUM_NODES = 200_000;

  private record Key(int level, List<Integer> children) {}

  private final int[] states;
  private final List<int[]> children = new ArrayList<>();
  private final List<Integer> levels = new ArrayList<>();
  private final Map<Key, Integer> unique = new HashMap<>();

  /**
   * @param states number of states of the variable at each level, from the top
   */
  ConstraintDiagram(int[] states) {
    this.states = states.clone();
    children.add(new int[0]);
    levels.add(states.length);
    children.add(new int[0]);
    levels.add(states.length);
  }

  int levelCount() {
    return states.length;
  }

  /** The number of nodes, terminals counted; nodes are numbered from 0. */
  int nodeCount() {
    return children.size();
  }

  int stateCount(int level) {
    return states[level];
  }

  /** The level of a node; terminals are below all levels. */
  int level(int node) {
    return levels.get(node);
  }

  int child(int node, int state) {
    return children.get(node)[state];
  }

  /** The node that goes to the given children, reduced and shared. */
  int node(int level, int[] targets) {
    boolean same = true;
    for (int target : targets) {
      same &= target == targets[0];
    }
    if (same) {
      return targets[0];
    }
    Key key = new Key(level, Arrays.stream(targets).boxed().toList());
    Integer known = unique.get(key);
    if (known != null) {
      return known;
    }
    if (children.size() >= MAXIMUM_NODES) {
      throw new NormalForm.TooLargeException();
    }
    children.add(targets.clone());
    levels.add(level);
    unique.put(key, children.size() - 1);
    return children.size() - 1;
  }

  /** The conjunction of two diagrams. */
  int and(int a, int b) {
    return and(a, b, new HashMap<>());
  }

  private int and(int a, int b, Map<Long, Integer> known) {
    if (a == FORBIDDEN || b == FORBIDDEN) {
      return FORBIDDEN;
    }
    if (a == ALLOWED || a == b) {
      return b;
    }
    if (b == ALLOWED) {
      return a;
    }
    long key = ((long) Math.min(a, b) << 32) | Math.max(a, b);
    Integer earlier = known.get(key);
    if (earlier != null) {
      return earlier;
    }
    int level = Math.min(level(a), level(b));
    int[] targets = new int[states[level]];
    for (int state = 0; state < targets.length; state++) {
      targets[state] =
          and(
              level(a) == level ? child(a, state) : a,
              level(b) == level ? child(b, state) : b,
              known);
    }
    int result = node(level, targets);
    known.put(key, result);
    return result;
  }

  /** The nodes of a level that are reachable from a node. */
  List<Integer> nodesAt(int root, int level) {
    boolean[] seen = new boolean[children.size()];
    count(root, seen);
    List<Integer> found = new ArrayList<>();
    for (int node = ALLOWED + 1; node < seen.length; node++) {
      if (seen[node] && level(node) == level) {
        found.add(node);
      }
    }
    return found;
  }

  /** How many nodes are reachable from a node, terminals not counted. */
  int sizeOf(int root) {
    boolean[] seen = new boolean[children.size()];
    return count(root, seen);
  }

  private int count(int node, boolean[] seen) {
    if (node <= ALLOWED || seen[node]) {
      return 0;
    }
    seen[node] = true;
    int size = 1;
    for (int target : children.get(node)) {
      size += count(target, seen);
    }
    return size;
  }
}
