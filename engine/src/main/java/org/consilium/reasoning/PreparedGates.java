package org.consilium.reasoning;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.Sha256;
import org.consilium.reasoning.Component.Variable;
import org.consilium.reasoning.NormalForm.Clause;

/**
 * Gates that the build has made. They depend on nothing but cells, diagrams of axioms and clauses;
 * the SHA-256 of these is the key under which they are found, so that gates made of anything else
 * can never be taken.
 */
public final class PreparedGates {
  /** Where the build puts those of the packaged knowledge. */
  public static final String RESOURCE = "prepared/gates.bin";

  private static final Supplier<Map<String, Gates>> PACKAGED =
      Suppliers.memoize(PreparedGates::packaged);

  /** A circuit that is not yet reduced to some of its outputs. */
  static final class Gates {
    private final AndInverterGraph graph;
    private final int[] outputs;

    /**
     * @param outputs edges: contradiction, then for each decision entailed and entailed not
     */
    Gates(AndInverterGraph graph, int[] outputs) {
      this.graph = graph;
      this.outputs = outputs.clone();
    }

    /** The part that decides contradiction and the first decisions. */
    Circuit circuit(int decisions) {
      return graph.circuit(Arrays.copyOf(outputs, 1 + 2 * decisions));
    }

    /** The part that decides contradiction and one decision. */
    Circuit cone(int decision) {
      return graph.circuit(
          new int[] {outputs[0], outputs[1 + 2 * decision], outputs[2 + 2 * decision]});
    }

    private void write(DataOutputStream out) throws IOException {
      graph.write(out);
      out.writeInt(outputs.length);
      for (int output : outputs) {
        out.writeInt(output);
      }
    }

    private static Gates read(DataInputStream in) throws IOException {
      AndInverterGraph graph = AndInverterGraph.read(in);
      int[] outputs = new int[in.readInt()];
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = in.readInt();
      }
      return new Gates(graph, outputs);
    }
  }

  private PreparedGates() {}

  /** The packaged gates with a key. */
  static Optional<Gates> find(String key) {
    return Optional.ofNullable(PACKAGED.get().get(key));
  }

  private static Map<String, Gates> packaged() {
    Optional<InputStream> resource = KnowledgeFiles.open(RESOURCE);
    if (resource.isEmpty()) {
      return Map.of();
    }
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(resource.get()))) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the packaged gates cannot be read", e);
    }
  }

  static Map<String, Gates> read(DataInputStream in) throws IOException {
    Map<String, Gates> all = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = in.readUTF();
      all.put(key, Gates.read(in));
    }
    return all;
  }

  /** Writes the gates of compiled knowledge for {@link #RESOURCE}. */
  public static void write(CompiledKnowledge compiled, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(compiled.cancers().size());
    for (CompiledCancer cancer : compiled.cancers()) {
      data.writeUTF(cancer.gatesKey());
      cancer.gates().write(data);
    }
    data.flush();
  }

  /** The key of what gates are made of. */
  static String key(
      CellSpace space,
      FactInputs inputs,
      List<Component> components,
      List<CompiledPopulation> decisions) {
    MessageDigest digest = Sha256.digest();
    try {
      DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(
                  new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
      out.writeInt(space.count());
      for (int position = 0; position < space.count(); position++) {
        out.writeBoolean(space.cells(position).feature().isFunctional());
        out.writeInt(space.cells(position).count());
        write(inputs.memberSets(position), out);
      }
      out.writeInt(components.size());
      for (Component component : components) {
        write(component, out);
      }
      out.writeInt(decisions.size());
      for (CompiledPopulation decision : decisions) {
        writeClauses(decision.clauses(), out);
        writeClauses(decision.negatedClauses(), out);
      }
      out.flush();
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("a digest takes all bytes", e);
    }
  }

  private static void write(Component component, DataOutputStream out) throws IOException {
    out.writeInt(component.variables().size());
    for (Variable variable : component.variables()) {
      out.writeInt(variable.feature());
      out.writeInt(variable.states());
      write(variable.atoms(), out);
    }
    ConstraintDiagram diagram = component.diagram();
    out.writeInt(component.root());
    out.writeInt(diagram.nodeCount());
    for (int node = ConstraintDiagram.ALLOWED + 1; node < diagram.nodeCount(); node++) {
      int level = diagram.level(node);
      out.writeInt(level);
      for (int state = 0; state < diagram.stateCount(level); state++) {
        out.writeInt(diagram.child(node, state));
      }
    }
  }

  private static void writeClauses(List<Clause> clauses, DataOutputStream out) throws IOException {
    out.writeInt(clauses.size());
    for (Clause clause : clauses) {
      out.writeInt(clause.literals().size());
      for (Literal literal : clause.literals().values()) {
        out.writeInt(literal.feature());
        if (literal instanceof Literal.Members members) {
          out.writeBoolean(true);
          write(members.some(), out);
          write(members.none(), out);
        } else {
          out.writeBoolean(false);
          write(((Literal.InCells) literal).cells(), out);
        }
      }
    }
  }

  private static void write(List<BitSet> sets, DataOutputStream out) throws IOException {
    out.writeInt(sets.size());
    for (BitSet set : sets) {
      write(set, out);
    }
  }

  private static void write(BitSet set, DataOutputStream out) throws IOException {
    long[] words = set.toLongArray();
    out.writeInt(words.length);
    for (long word : words) {
      out.writeLong(word);
    }
  }
}
