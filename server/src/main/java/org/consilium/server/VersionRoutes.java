package org.consilium.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.publication.ArchiveLimits;
import org.consilium.publication.GraphDump;
import org.consilium.publication.KnowledgeArchive;
import org.consilium.publication.ProvenanceGraph;
import org.consilium.publication.PublicationException;
import org.consilium.publication.Publisher;
import org.consilium.publication.SemanticVersion;
import org.consilium.publication.VersionRecord;
import org.consilium.query.QueryException;

/**
 * The versions of the knowledge: which there are, who made them, their graphs to take away, and new
 * ones. What is published is read or added, never changed.
 */
final class VersionRoutes implements RouteGroup {
  static final String ZIP = "application/zip";
  static final String GZIP = "application/gzip";

  private static final String FOREVER = "max-age=31536000, immutable";
  private static final String GRAPH = "graph";
  private static final String FORMAT = "format";
  private static final int HASH_LENGTH = 64;

  private final KnowledgeSnapshots snapshots;
  private final Optional<PublishedVersions> versions;
  private final AuditLog audit;
  private final int uploadBytes;
  private final Semaphore publishing = new Semaphore(1);

  VersionRoutes(
      KnowledgeSnapshots snapshots,
      Optional<PublishedVersions> versions,
      AuditLog audit,
      ServerConfiguration configuration) {
    this.snapshots = snapshots;
    this.versions = versions;
    this.audit = audit;
    this.uploadBytes = configuration.get(Setting.UPLOAD_BYTES);
  }

  @Override
  public List<Route> routes() {
    String one = RoutePath.VERSIONS + "/{version}";
    return List.of(
        Route.get(RoutePath.VERSIONS, Role.READER, this::list).with("limit", "offset"),
        Route.post(RoutePath.VERSIONS, Role.PUBLISHER, ZIP, this::publish)
            .taking(ZIP, GZIP)
            .with(Route.VERSION),
        Route.get(one, Role.READER, this::one).giving(JsonAnswer.MEDIA_TYPE, RdfAnswer.TURTLE),
        Route.get(one + "/dump", Role.READER, this::dump).giving(GZIP).with(GRAPH, FORMAT));
  }

  private void list(Exchange exchange) {
    List<VersionRecord> records =
        new ArrayList<>(versions.map(all -> all.library().records()).orElse(List.of()));
    Collections.reverse(records);
    KnowledgeBase current = exchange.knowledge().knowledge();
    Page page = Page.of(exchange.parameters());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("knowledge").put("version", current.version()).put("hash", current.hash());
    answer
        .put("kept", versions.isPresent())
        .put("total", records.size())
        .put("offset", page.offset())
        .put("limit", page.limit());
    ArrayNode entries = answer.putArray("versions");
    page.of(records).forEach(record -> entries.add(record.json()));
    String links = page.links(exchange.context(), records.size());
    if (!links.isEmpty()) {
      exchange.context().header("Link", links);
    }
    JsonAnswer.knowledge(exchange, answer);
  }

  private void one(Exchange exchange) {
    String name = exchange.path(Route.VERSION);
    Optional<VersionRecord> record = record(name);
    if (exchange.mediaType().equals(RdfAnswer.TURTLE)) {
      VersionRecord published =
          record.orElseThrow(
              () ->
                  new Refusal(
                      ErrorCode.NOT_ACCEPTABLE,
                      "what is packaged has no record in RDF; ask for application/json"));
      JsonAnswer.knowledge(
          exchange,
          RdfAnswer.bytes(ProvenanceGraph.of(published), RdfAnswer.TURTLE),
          RdfAnswer.contentType(RdfAnswer.TURTLE));
    } else {
      JsonAnswer.knowledge(
          exchange, record.map(VersionRecord::json).orElseGet(() -> unpublished(exchange)));
    }
  }

  /** What is known of the knowledge that is served without having been published. */
  private static ObjectNode unpublished(Exchange exchange) {
    ServedKnowledge served = exchange.knowledge();
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", served.knowledge().version())
            .put("knowledgeHash", served.knowledge().hash());
    ArrayNode dumps = answer.putArray("dumps");
    for (GraphDump.Content content : served.dumps()) {
      GraphDump dump = content.dump();
      dumps
          .addObject()
          .put(GRAPH, dump.part().word())
          .put(FORMAT, dump.format().extension())
          .put("triples", dump.triples())
          .put("sha256", dump.object().sha256())
          .put("bytes", dump.object().bytes());
    }
    return answer;
  }

  private void dump(Exchange exchange) throws PublicationException {
    Optional<VersionRecord> record = record(exchange.path(Route.VERSION));
    GraphDump.Part part =
        exchange
            .parameters()
            .text(GRAPH)
            .map(word -> GraphDump.Part.named(word).orElseThrow(VersionRoutes::noGraph))
            .orElse(GraphDump.Part.ASSERTED);
    GraphDump.Format format =
        exchange
            .parameters()
            .text(FORMAT)
            .map(word -> GraphDump.Format.named(word).orElseThrow(VersionRoutes::noFormat))
            .orElse(GraphDump.Format.NTRIPLES);
    if (record.isPresent()) {
      GraphDump dump = record.get().dump(part, format);
      send(exchange, dump, versions.orElseThrow().library().dump(dump), FOREVER);
    } else {
      GraphDump.Content content =
          exchange.knowledge().dumps().stream()
              .filter(each -> each.dump().part() == part && each.dump().format() == format)
              .findFirst()
              .orElseThrow();
      send(exchange, content.dump(), content.bytes(), "no-cache");
    }
  }

  private static Refusal noGraph() {
    return QueryParameters.refuse("graph is asserted or inferred");
  }

  private static Refusal noFormat() {
    return QueryParameters.refuse("format is nt or ttl");
  }

  /** The bytes as they are named by their hash: no content encoding comes on top. */
  private static void send(Exchange exchange, GraphDump dump, byte[] bytes, String caching) {
    String sha256 = dump.object().sha256();
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    exchange
        .context()
        .header("ETag", '"' + sha256 + '"')
        .header("Repr-Digest", "sha-256=:" + base64 + ":")
        .header("Content-Disposition", "attachment; filename=\"" + dump.fileName() + '"')
        .header("Cache-Control", caching);
    if (JsonAnswer.matches(exchange.context().header("If-None-Match"), '"' + sha256 + '"')) {
      exchange.context().status(304);
    } else {
      exchange.context().contentType(GZIP).result(bytes);
    }
  }

  /**
   * The record of a version, or empty for what is served without having been published.
   *
   * @throws Refusal if the name is none, or there is no such version
   */
  private Optional<VersionRecord> record(String name) {
    boolean hash =
        name.length() == HASH_LENGTH
            && name.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    KnowledgeBase current = snapshots.current().knowledge();
    boolean isCurrent = name.equals(current.version()) || name.equals(current.hash());
    if (!hash && !isCurrent && !SemanticVersion.isOne(name)) {
      throw new Refusal(
          ErrorCode.MALFORMED_REQUEST, "a version is named like 1.4.0, or by its content hash");
    }
    Optional<VersionRecord> record = versions.flatMap(all -> all.library().named(name));
    if (record.isEmpty() && !isCurrent) {
      Collection<String> names = versions.map(KnowledgeVersions::names).orElse(List.of());
      throw ServedKnowledge.unknown("version", names, name);
    }
    return record;
  }

  private void publish(Exchange exchange)
      throws PublicationException, KnowledgeException, QueryException, IOException {
    PublishedVersions all =
        versions.orElseThrow(
            () ->
                new Refusal(
                    ErrorCode.VERSIONS_NOT_KEPT, "this server has no folder to keep versions in"));
    if (!publishing.tryAcquire()) {
      throw new Refusal(
          ErrorCode.PUBLISHING, "one version is published at a time", Map.of("Retry-After", "30"));
    }
    try {
      Optional<String> name = exchange.parameters().text(Route.VERSION);
      Optional<SemanticVersion> version =
          name.isPresent() ? Optional.of(SemanticVersion.of(name.get())) : Optional.empty();
      Publisher.Published published =
          new Publisher(all.store())
              .publish(
                  KnowledgeArchive.read(exchange.body(uploadBytes), ArchiveLimits.DEFAULT),
                  version,
                  exchange.caller().name(),
                  (done, total) -> {});
      snapshots.swap(all.add(published));
      answer(exchange, published.record());
    } finally {
      publishing.release();
    }
  }

  private void answer(Exchange exchange, VersionRecord record) {
    audit.record(
        "published",
        entry ->
            entry
                .put("caller", record.by())
                .put("knowledgeVersion", record.version().text())
                .put("knowledgeHash", record.knowledgeHash())
                .put("record", record.hash()));
    exchange.context().header("Location", RoutePath.VERSIONS + "/" + record.version());
    JsonAnswer.fleeting(exchange.context(), 201, record.json());
  }
}
