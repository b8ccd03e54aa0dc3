package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.consilium.attack.ServerProcess.Launch;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Group A: nothing makes the server ask another one, or read a file of its machine. */
class OutboundAttackIT {
  private static final String SECRET = "secret-of-this-machine-91ab";
  private static final String FORM = "application/x-www-form-urlencoded";

  @RegisterExtension
  @Order(1)
  static final Recording RECORDING = new Recording("Consilium");

  @RegisterExtension
  @Order(2)
  static final AttackedServer SERVER = AttackedServer.with(RECORDING);

  @TempDir static Path elsewhere;

  private static String outside() {
    return SERVER.listener().address("/outside");
  }

  /** A file beside the server, with something to be found. */
  private static String file() throws Exception {
    return Files.writeString(elsewhere.resolve("secret.ttl"), "<urn:a> <urn:b> '" + SECRET + "' .")
        .toUri()
        .toString();
  }

  private static void refused(Answer answer, String code) throws Exception {
    answer.assertProblem(422, code);
    assertFalse(answer.body().contains(SECRET));
  }

  @AttackCase(
      id = "A01",
      sends = "`SERVICE <L>`, by GET, form and body",
      expects = "422 CNS-SPARQL-005")
  void a01ServiceIsRefused() throws Exception {
    String query = "SELECT * { SERVICE <" + outside() + "> { ?s ?p ?o } }";
    String form = "query=" + Attacker.encode(query);
    refused(SERVER.query(query), "CNS-SPARQL-005");
    refused(SERVER.post("/sparql", FORM, form), "CNS-SPARQL-005");
    refused(SERVER.get("/sparql?" + form), "CNS-SPARQL-005");
  }

  @AttackCase(id = "A02", sends = "`SERVICE SILENT <L>`", expects = "422, not an empty 200")
  void a02SilentServiceIsRefusedToo() throws Exception {
    refused(
        SERVER.query("SELECT * { SERVICE SILENT <" + outside() + "> { ?s ?p ?o } }"),
        "CNS-SPARQL-005");
  }

  @AttackCase(
      id = "A03",
      sends = "`SERVICE` by variable and in every place where a pattern can stand",
      expects = "422 each")
  void a03ServiceIsRefusedWhereverItStands() throws Exception {
    for (String query : HostileQueries.serviceEverywhere(outside())) {
      refused(SERVER.query(query), "CNS-SPARQL-005");
    }
  }

  private static void namingGraph(String address) throws Exception {
    for (String query : HostileQueries.from(address)) {
      refused(SERVER.query(query), "CNS-SPARQL-006");
    }
    for (String parameter : List.of("default-graph-uri", "named-graph-uri")) {
      String form = "query=ASK%7B%7D&" + parameter + "=" + Attacker.encode(address);
      refused(SERVER.get("/sparql?" + form), "CNS-SPARQL-006");
      refused(SERVER.post("/sparql", FORM, form), "CNS-SPARQL-006");
    }
  }

  @AttackCase(
      id = "A04",
      sends = "`FROM`, `FROM NAMED`, `default-graph-uri`, `named-graph-uri` with L",
      expects = "422 CNS-SPARQL-006")
  void a04GraphsAreNeverFetched() throws Exception {
    namingGraph(outside());
  }

  @AttackCase(
      id = "A05",
      sends = "the same with a file of the machine",
      expects = "422 CNS-SPARQL-006, nothing of the file")
  void a05FilesAreNeverRead() throws Exception {
    namingGraph(file());
    namingGraph("file:///etc/passwd");
  }

  private static void loading(String update) throws Exception {
    refused(SERVER.post("/sparql", "application/sparql-update", update), "CNS-SPARQL-004");
    String form = "update=" + Attacker.encode(update);
    refused(SERVER.post("/sparql", FORM, form), "CNS-SPARQL-004");
    refused(SERVER.get("/sparql?" + form), "CNS-SPARQL-004");
    SERVER.query(update).assertProblem(400, "CNS-SPARQL-002");
    for (String path : List.of("/sparql/update", "/update", "/ds/update")) {
      SERVER.post(path, "application/sparql-update", update).assertRefused();
    }
  }

  @AttackCase(
      id = "A06",
      sends = "`LOAD <L>` as update, form, query; on routes for updates of Fuseki",
      expects = "4xx")
  void a06LoadIsRefused() throws Exception {
    loading("LOAD <" + outside() + ">");
    loading("LOAD <" + outside() + "> INTO GRAPH <urn:g>");
  }

  @AttackCase(
      id = "A07",
      sends = "`LOAD SILENT <file:…>`, then read it back",
      expects = "4xx; nothing of the file")
  void a07FilesAreNotLoaded() throws Exception {
    loading("LOAD SILENT <" + file() + ">");
    Answer found = SERVER.query("SELECT ?o { ?s <urn:b> ?o }");
    assertEquals(200, found.status());
    assertFalse(found.body().contains(SECRET));
  }

  @AttackCase(
      id = "A15",
      sends = "the server in a network namespace that has only loopback",
      expects = "it starts and answers as always")
  @Tag("root")
  void a15NothingNeedsTheNetwork(@TempDir Path folder) throws Exception {
    Machine.requireRoot("unshare", "nsenter", "ip", "curl");
    try (ServerProcess alone =
        Launch.server(folder)
            .startedBy("unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\"")
            .start()) {
      for (String path :
          List.of(
              "/health/ready",
              "/api/guidelines",
              "/core",
              "/openapi.json",
              "/sparql?query=ASK%7B%7D",
              "/api/queries/guideline-overview",
              "/api/docs",
              "/metrics")) {
        assertEquals("200", statusInside(alone, path));
      }
      Path patient = Files.writeString(folder.resolve("patient.json"), Canary.PATIENT);
      assertEquals(
          "200",
          statusInside(
              alone,
              "/api/recommendations?explain=true",
              "-H",
              "Content-Type: application/json",
              "--data",
              "@" + patient));
      RECORDING.note("all answered");
    }
  }

  private static String statusInside(ServerProcess alone, String path, String... options)
      throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "nsenter",
                    "-t",
                    Long.toString(alone.pid()),
                    "-n",
                    "curl",
                    "-s",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}"),
                Stream.concat(
                    Stream.of(options), Stream.of("http://127.0.0.1:" + alone.port() + path)))
            .toList();
    return Machine.run(command.toArray(String[]::new));
  }

  @AttackCase(
      id = "A16",
      sends = "A01 to A07 and ordinary use, with the system calls of the process recorded",
      expects = "no address but loopback and sockets of this machine")
  @Tag("root")
  void a16NoSystemCallLeadsOutside(@TempDir Path folder) throws Exception {
    Machine.requireRoot("strace");
    Path trace = folder.resolve("trace");
    try (ServerProcess traced =
        Launch.server(folder)
            .startedBy(
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-e",
                "trace=connect,sendto",
                "-o",
                trace.toString())
            .start()) {
      Attacker attacker = new Attacker(new Recording("nobody"));
      java.net.URI endpoint = java.net.URI.create("http://127.0.0.1:" + traced.port() + "/sparql");
      for (String query : HostileQueries.serviceEverywhere("http://192.0.2.1/s")) {
        assertEquals(422, attacker.query(endpoint, query).status());
      }
      for (String query : HostileQueries.from("http://192.0.2.1/f")) {
        assertEquals(422, attacker.query(endpoint, query).status());
      }
      assertEquals(
          422,
          attacker
              .post(endpoint, "application/sparql-update", "LOAD <http://192.0.2.1/l>")
              .status());
      Canary.answer(traced.port());
      traced.process().children().forEach(ProcessHandle::destroy);
      traced.end(60);
    }
    List<String> calls =
        Files.readAllLines(trace).stream()
            .filter(line -> line.contains("sa_family="))
            .filter(
                line ->
                    !line.contains("AF_UNIX")
                        && !line.contains("AF_NETLINK")
                        && !line.contains("\"127.0.0.1\"")
                        && !line.contains("\"::1\"")
                        && !line.contains("\"::ffff:127.0.0.1\""))
            .toList();
    assertEquals(List.of(), calls);
    assertTrue(Files.exists(trace));
    RECORDING.note("no call leads outside");
  }
}
