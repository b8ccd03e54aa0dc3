package org.consilium.publication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.consilium.knowledge.Sha256;

/**
 * What is known of a version. Each record carries the hash of the one before, so that none can be
 * changed, taken away or put in between unseen.
 *
 * @param number its place in the order of versions, counted from 1 without gaps
 * @param version its name
 * @param published when it was published; never before an earlier version, whatever the clock says
 * @param by who published it
 * @param program version of the program that published it
 * @param knowledgeHash content hash of the knowledge
 * @param sourcesHash hash of the files, see {@link Sources#hash}
 * @param files number of files
 * @param sources the archive of the files
 * @param dumps its graphs
 * @param previousVersion the version before, of which this is a revision
 * @param previous {@link #hash} of the version before, or 64 zeros
 */
public record VersionRecord(
    int number,
    SemanticVersion version,
    Instant published,
    String by,
    String program,
    String knowledgeHash,
    String sourcesHash,
    int files,
    StoredObject sources,
    List<GraphDump> dumps,
    Optional<SemanticVersion> previousVersion,
    String previous) {
  /** The hash that stands before the first record. */
  static final String START = "0".repeat(64);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HASH = "hash";

  public VersionRecord {
    dumps = List.copyOf(dumps);
  }

  /** The dump of a graph in a format. */
  public GraphDump dump(GraphDump.Part part, GraphDump.Format format) {
    return dumps.stream()
        .filter(dump -> dump.part() == part && dump.format() == format)
        .findFirst()
        .orElseThrow();
  }

  /** All files of the data folder that belong to it. */
  Stream<StoredObject> objects() {
    return Stream.concat(Stream.of(sources), dumps.stream().map(GraphDump::object));
  }

  /** SHA-256 of the record with that of the one before. */
  public String hash() {
    return Sha256.of(fields().toString());
  }

  /** The record as JSON, with its hash. */
  public ObjectNode json() {
    return fields().put(HASH, hash());
  }

  private ObjectNode fields() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("number", number)
        .put("version", version.text())
        .put("published", published.toString())
        .put("by", by)
        .put("program", program)
        .put("knowledgeHash", knowledgeHash);
    put(node.putObject("sources").put("files", files).put(HASH, sourcesHash), sources);
    ArrayNode array = node.putArray("dumps");
    for (GraphDump dump : dumps) {
      put(
          array
              .addObject()
              .put("graph", dump.part().word())
              .put("format", dump.format().extension())
              .put("triples", dump.triples()),
          dump.object());
    }
    previousVersion.ifPresent(before -> node.put("previousVersion", before.text()));
    return node.put("previous", previous);
  }

  private static void put(ObjectNode node, StoredObject object) {
    node.put("sha256", object.sha256()).put("bytes", object.bytes());
  }

  /**
   * Reads the line of a record.
   *
   * @return empty if it is not exactly what {@link #json} gives
   */
  static Optional<VersionRecord> read(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      List<GraphDump> dumps = new ArrayList<>();
      for (JsonNode dump : node.path("dumps")) {
        dumps.add(
            new GraphDump(
                GraphDump.Part.named(dump.path("graph").asText()).orElseThrow(),
                GraphDump.Format.named(dump.path("format").asText()).orElseThrow(),
                dump.path("triples").asLong(),
                object(dump)));
      }
      VersionRecord record =
          new VersionRecord(
              node.path("number").asInt(),
              new SemanticVersion(node.path("version").asText()),
              Instant.parse(node.path("published").asText()),
              node.path("by").asText(),
              node.path("program").asText(),
              node.path("knowledgeHash").asText(),
              node.path("sources").path(HASH).asText(),
              node.path("sources").path("files").asInt(),
              object(node.path("sources")),
              dumps,
              Optional.ofNullable(node.get("previousVersion"))
                  .map(JsonNode::asText)
                  .map(SemanticVersion::new),
              node.path("previous").asText());
      // Written again it must be the same text, so that nothing hides in the way it is written.
      return Optional.of(record).filter(read -> read.json().toString().equals(line));
    } catch (JsonProcessingException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static StoredObject object(JsonNode node) {
    return new StoredObject(node.path("sha256").asText(), node.path("bytes").asLong());
  }
}
