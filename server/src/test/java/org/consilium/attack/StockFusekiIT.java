package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.consilium.attack.ServerProcess.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same attacks on a stock Fuseki, so that the difference is known and not believed. Nothing is
 * demanded of it; what it does is recorded. It is started anew for each group.
 */
@Tag("long")
class StockFusekiIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String SECRET = "secret-of-this-machine-91ab";
  private static final String UPDATE = "application/sparql-update";
  private static final String TURTLE = "text/turtle";

  @RegisterExtension static final Recording RECORDING = new Recording("Fuseki");

  private final Attacker client = new Attacker(RECORDING, PATIENCE);
  private Listener listener;
  private ServerProcess fuseki;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path temp) throws Exception {
    folder = temp;
    listener = new Listener();
    Path knowledge = temp.resolve("knowledge.ttl");
    ServerProcess export = Launch.command(temp, "export", "--output", knowledge.toString()).begin();
    assertEquals(0, export.end(120), export.log());
    restart();
    Answer loaded =
        client.send(
            Attacker.request(address("/ds/data?default"), "Content-Type", TURTLE)
                .PUT(BodyPublishers.ofFile(knowledge)));
    assertTrue(loaded.status() < 300, loaded::body);
    RECORDING.end("");
  }

  private void restart() throws Exception {
    if (fuseki != null) {
      fuseki.close();
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path store = Files.createDirectories(folder.resolve("store"));
    Path target = ServerProcess.MODULE.resolve("target");
    fuseki =
        new Launch(
                folder,
                List.of(),
                List.of("-Xmx512m", "-cp", target + "/lib/*:" + target + "/test-classes"),
                List.of(
                    StockFusekiMain.class.getName(),
                    "--port=" + port,
                    "--localhost",
                    "--timeout=2000",
                    "--update",
                    "--tdb2",
                    "--loc=" + store,
                    "/ds"),
                Map.of())
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    fuseki.close();
    listener.close();
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + fuseki.port() + path);
  }

  private Answer query(String text) throws InterruptedException {
    return client.query(address("/ds/sparql"), text);
  }

  private void upload(String type, String text) throws InterruptedException {
    client.post(address("/ds/data?graph=urn:x"), type, text);
  }

  /** Ends a case: notes connections to the outside, a failure of memory, a core that runs on. */
  private void end(String id, int hitsBefore) throws Exception {
    if (listener.hits() > hitsBefore) {
      RECORDING.note("**connected to L**");
    }
    if (!fuseki.isAlive()) {
      RECORDING.note("**process ended**");
      restart();
    } else {
      long before = fuseki.ticks();
      Thread.sleep(1_000);
      boolean busy = fuseki.ticks() - before > 30;
      if (fuseki.log().contains("OutOfMemoryError") || fuseki.log().contains("Java heap space")) {
        RECORDING.note("**out of memory**");
        Files.writeString(folder.resolve("log"), "");
        restart();
      } else if (busy) {
        RECORDING.note("**goes on working**");
        restart();
      }
    }
    RECORDING.end(id);
  }

  private void queries(String id, List<String> all) throws Exception {
    int before = listener.hits();
    for (String one : all) {
      query(one);
    }
    end(id, before);
  }

  private void documents(String id, String type, String... all) throws Exception {
    int before = listener.hits();
    for (String one : all) {
      upload(type, one);
    }
    end(id, before);
  }

  @Test
  void groupA() throws Exception {
    String outside = listener.address("/outside");
    String file =
        Files.writeString(folder.resolve("secret.ttl"), "<urn:a> <urn:b> '" + SECRET + "' .")
            .toUri()
            .toString();
    queries("A01", List.of("SELECT * { SERVICE <" + outside + "> { ?s ?p ?o } }"));
    queries("A02", List.of("SELECT * { SERVICE SILENT <" + outside + "> { ?s ?p ?o } }"));
    queries("A03", HostileQueries.serviceEverywhere(outside));
    queries("A04", HostileQueries.from(outside));
    queries("A05", HostileQueries.from(file));
    int before = listener.hits();
    client.post(address("/ds/update"), UPDATE, "LOAD <" + outside + ">");
    end("A06", before);
    client.post(address("/ds/update"), UPDATE, "LOAD SILENT <" + file + ">");
    if (query("SELECT ?o { ?s <urn:b> ?o }").body().contains(SECRET)) {
      RECORDING.note("**file read**");
    }
    end("A07", listener.hits());
    documents("A08", "application/ld+json", HostileDocuments.remoteContexts(outside));
    documents("A09", "application/rdf+xml", HostileDocuments.externalEntities(outside));
  }

  @Test
  void groupC() throws Exception {
    queries("C01", List.of(HostileQueries.parentheses(20_000)));
    queries("C02", List.of(HostileQueries.braces(5_000)));
    queries("C03", HostileQueries.wide());
    documents("C04", TURTLE, HostileDocuments.nestedTurtle());
    documents("C05", TURTLE, HostileDocuments.nestedTriples());
    documents("C06", "application/ld+json", "[".repeat(100_000) + "]".repeat(100_000));
    documents("C07", "application/rdf+xml", HostileDocuments.entityExpansion());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      byte[] block = " ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      for (int i = 0; i < 600; i++) {
        out.write(block);
      }
    }
    client.post(
        address("/ds/sparql"),
        "application/sparql-query",
        BodyPublishers.ofByteArray(packed.toByteArray()),
        "Content-Encoding",
        "gzip");
    end("C08", listener.hits());
    queries("C11", HostileQueries.prefixes());
  }

  @Test
  void groupD() throws Exception {
    queries("D01", List.of(HostileQueries.count()));
    queries("D02", HostileQueries.keeping());
    queries("D03", HostileQueries.nested());
    queries("D04", List.of(HostileQueries.path()));
    queries("D05", HostileQueries.backtracking());
    queries("D06", HostileQueries.growing());
    for (String time : List.of("999999", "0", "-1", "NaN", "abc")) {
      client.get(address("/ds/sparql?query=ASK%7B%7D&timeout=" + time));
    }
    end("D12", listener.hits());
  }
}
