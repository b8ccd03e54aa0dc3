package org.consilium.publication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.dboe.base.block.FileMode;
import org.apache.jena.dboe.base.file.Location;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.TxnType;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.tdb2.DatabaseMgr;
import org.apache.jena.tdb2.params.StoreParams;
import org.apache.jena.tdb2.store.NodeId;
import org.apache.jena.tdb2.store.NodeIdInline;
import org.apache.jena.tdb2.sys.TDBInternal;
import org.consilium.publication.PublicationException.Code;

/**
 * The graphs of all versions in a TDB2 database: for each version what is said, what follows, and
 * its PROV-O record. A version comes in by one transaction.
 */
final class VersionGraphs implements AutoCloseable {
  /**
   * Files are written, not mapped into memory: a full disk is then an error of a write and not a
   * fault of the process, and the files are no longer than what is in them. The caches are small
   * because nothing is answered from here.
   */
  private static final StoreParams PARAMETERS =
      StoreParams.builder("versions")
          .fileMode(FileMode.direct)
          .blockReadCacheSize(500)
          .blockWriteCacheSize(500)
          .node2NodeIdCacheSize(20_000)
          .nodeId2NodeCacheSize(20_000)
          .nodeMissCacheSize(100)
          .build();

  private static final Pattern DATABASE = Pattern.compile("Data-(\\d+)");
  private static final Pattern UNFINISHED = Pattern.compile("Data-\\d+-tmp");

  private final DatasetGraph dataset;

  private VersionGraphs(DatasetGraph dataset) {
    this.dataset = dataset;
  }

  /** Opens or makes the database. */
  static VersionGraphs open(Path folder) throws PublicationException {
    try {
      return new VersionGraphs(
          DatabaseMgr.connectDatasetGraph(Location.create(folder), PARAMETERS));
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private static PublicationException damaged(Throwable cause) {
    return new PublicationException(Code.DAMAGED, "the database in graphs/ cannot be read", cause);
  }

  /**
   * Removes what compactions that were cut off have left: databases that are not finished, and
   * those that a finished one has replaced.
   *
   * @return the names of the folders
   */
  static List<String> removeLeftovers(Path folder) throws IOException {
    TreeMap<Integer, Path> databases = new TreeMap<>();
    List<Path> leftovers = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path each : found.filter(Files::isDirectory).toList()) {
        String name = String.valueOf(each.getFileName());
        var number = DATABASE.matcher(name);
        if (number.matches()) {
          databases.put(Integer.valueOf(number.group(1)), each);
        } else if (UNFINISHED.matcher(name).matches()) {
          leftovers.add(each);
        }
      }
    }
    if (!databases.isEmpty()) {
      leftovers.addAll(databases.headMap(databases.lastKey()).values());
    }
    List<String> names = new ArrayList<>();
    for (Path leftover : leftovers) {
      try (Stream<Path> inside = Files.walk(leftover)) {
        for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
      names.add(String.valueOf(leftover.getFileName()));
    }
    return names.stream().sorted().toList();
  }

  /**
   * The records of all versions, ordered by number.
   *
   * @throws PublicationException if one is not what was written
   */
  List<VersionRecord> records() throws PublicationException {
    List<String> lines = new ArrayList<>();
    read(
        () ->
            dataset
                .find(Node.ANY, Node.ANY, ProvenanceGraph.RECORD, Node.ANY)
                .forEachRemaining(quad -> lines.add(quad.getObject().getLiteralLexicalForm())));
    List<VersionRecord> records = new ArrayList<>();
    for (String line : lines) {
      Optional<VersionRecord> record = VersionRecord.read(line);
      if (record.isEmpty()) {
        throw damaged(null);
      }
      records.add(record.get());
    }
    records.sort(Comparator.comparingInt(VersionRecord::number));
    return records;
  }

  /** Adds the graphs of a version; when this returns they are on the disk. */
  void add(VersionRecord record, Graph asserted, Graph inferred, Step step)
      throws PublicationException {
    try {
      dataset.begin(TxnType.WRITE);
      try {
        step.before("add what is said");
        add(record, ProvenanceGraph.asserted(record), asserted);
        step.before("add what follows");
        add(record, ProvenanceGraph.inferred(record), inferred);
        step.before("add the record");
        add(record, ProvenanceGraph.name(record), ProvenanceGraph.of(record));
        step.before("commit");
        dataset.commit();
      } finally {
        dataset.end();
      }
    } catch (RuntimeException e) {
      throw new PublicationException(
          Code.NOT_ACCESSIBLE, "the database in graphs/ cannot be written", e);
    }
  }

  private void add(VersionRecord record, Node name, Graph graph) {
    var triples = graph.find();
    while (triples.hasNext()) {
      Triple triple = triples.next();
      dataset.add(
          Quad.create(
              name,
              own(record, triple.getSubject()),
              triple.getPredicate(),
              own(record, triple.getObject())));
    }
  }

  /** Blank nodes of different versions are different. */
  private static Node own(VersionRecord record, Node node) {
    return node.isBlank()
        ? NodeFactory.createBlankNode(prefix(record) + node.getBlankNodeLabel())
        : node;
  }

  private static String prefix(VersionRecord record) {
    return "v" + record.number() + "-";
  }

  /**
   * Whether a graph of a version is the one that was added. The database keeps numbers and days by
   * their value, so that 10.0 is as good as 10.
   */
  boolean holds(VersionRecord record, GraphDump.Part part, Graph expected)
      throws PublicationException {
    Set<Triple> added = new HashSet<>();
    expected.stream().forEach(triple -> added.add(kept(record, triple)));
    Set<Triple> found = new HashSet<>();
    Node name =
        part == GraphDump.Part.ASSERTED
            ? ProvenanceGraph.asserted(record)
            : ProvenanceGraph.inferred(record);
    read(
        () ->
            dataset
                .find(name, Node.ANY, Node.ANY, Node.ANY)
                .forEachRemaining(quad -> found.add(quad.asTriple())));
    return found.equals(added);
  }

  private static Triple kept(VersionRecord record, Triple triple) {
    NodeId value = NodeIdInline.inline(triple.getObject());
    return Triple.create(
        own(record, triple.getSubject()),
        triple.getPredicate(),
        value == null ? own(record, triple.getObject()) : NodeIdInline.extract(value));
  }

  private void read(Runnable action) throws PublicationException {
    try {
      dataset.executeRead(action);
    } catch (RuntimeException | StackOverflowError | InternalError e) {
      throw damaged(e);
    }
  }

  /** Lets the files go. */
  @Override
  public void close() {
    TDBInternal.expel(dataset, true);
  }
}
