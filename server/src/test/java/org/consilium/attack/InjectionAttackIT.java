package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.consilium.attack.ApiDescription.Operation;
import org.consilium.attack.ServerProcess.Launch;
import org.consilium.knowledge.Sha256;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Group B: what is sent as a value stays a value, and nobody does what is not for them. */
class InjectionAttackIT {
  private static final List<String> INJECTIONS =
      List.of(
          "\" } ; DROP ALL #",
          "> ?p ?o } #",
          "x' OR '1'='1",
          "\\u0022 } #",
          "x\n} INSERT DATA { <urn:a> <urn:b> <urn:c> }",
          "\\\\",
          "${jndi:ldap://127.0.0.1/a}",
          "<script>alert(1)</script>",
          "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
          "\u0000");

  @RegisterExtension
  @Order(1)
  static final Recording RECORDING = new Recording("Consilium");

  @RegisterExtension
  @Order(2)
  static final AttackedServer SERVER = AttackedServer.with(RECORDING);

  @AttackCase(
      id = "B01",
      sends = "every path variable and query parameter of the OpenAPI document with ten injections",
      expects = "4xx, or what any other unknown text gives")
  void b01ParametersStayValues() throws Exception {
    for (Operation operation : ApiDescription.of(SERVER).operations()) {
      if (!operation.method().equals("GET")) {
        continue;
      }
      for (String injection : INJECTIONS) {
        String value = Attacker.encode(injection).replace("+", "%20");
        if (operation.hasVariable()) {
          SERVER.get(operation.path(value)).assertRefused();
        }
        for (String parameter : operation.queryParameters()) {
          SERVER
              .get(operation.path("core") + "?" + Attacker.encode(parameter) + "=" + value)
              .assertNoFault();
        }
      }
    }
  }

  @AttackCase(
      id = "B02",
      sends = "every parameter of the query library: an unknown word, and the same with `' OR …`",
      expects = "the same number of rows, or 400 for both")
  void b02InjectionsDoNotChangeResults() throws Exception {
    int compared = 0;
    for (JsonNode query : SERVER.get("/api/queries").json().get("queries")) {
      for (JsonNode parameter : query.get("parameters")) {
        String path =
            "/api/queries/"
                + query.get("name").asText()
                + "?"
                + parameter.get("name").asText()
                + "=";
        Answer plain = SERVER.get(path + "zyx", "Accept", "text/csv");
        for (String injection : INJECTIONS) {
          Answer injected =
              SERVER.get(path + Attacker.encode("zyx" + injection), "Accept", "text/csv");
          // A name that no term can have is refused, a word that no term has finds nothing.
          if (injected.status() == 200 && plain.status() == 200) {
            assertEquals(plain.body().lines().count(), injected.body().lines().count(), path);
          } else {
            injected.assertRefused();
          }
          compared++;
        }
      }
    }
    assertTrue(compared >= 30, "hardly any parameter was there");
  }

  @AttackCase(
      id = "B03",
      sends =
          "`../`, `%2e%2e`, `%2f`, `..;/`, double encoding, NUL, backslash on all routes with a name",
      expects = "400 or 404, nothing of a file")
  void b03PathsDoNotLeadOut() throws Exception {
    for (String start :
        List.of("/api/docs/", "/api/recommendations/", "/api/queries/", "/study/", "/")) {
      for (String walk :
          List.of(
              "../../../../etc/passwd",
              "..%2f..%2f..%2fetc%2fpasswd",
              "%2e%2e/%2e%2e/etc/passwd",
              "..;/..;/etc/passwd",
              "%252e%252e%252fetc%252fpasswd",
              "..%5c..%5cetc%5cpasswd",
              "..\\..\\etc\\passwd",
              "%00",
              "passwd%00.js",
              "....//....//etc/passwd",
              "%c0%ae%c0%ae/",
              "/etc/passwd",
              "file:///etc/passwd",
              "WEB-INF/web.xml",
              "META-INF/MANIFEST.MF")) {
        try (RawConnection connection = SERVER.connect()) {
          String answer =
              connection
                  .send(
                      "GET %s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                          .formatted(start, walk))
                  .readToEnd();
          int status = Integer.parseInt(answer.substring(9, 12));
          SERVER.note(Integer.toString(status));
          assertTrue(status == 400 || status == 404, () -> start + walk + " " + answer);
          assertFalse(answer.contains("root:") || answer.contains("Manifest-Version"), answer);
        }
      }
    }
  }

  @AttackCase(
      id = "B04",
      sends =
          "identifiers and versions with `/`, `..`, control characters, look-alikes, 5,000 characters",
      expects = "400 or 404")
  void b04StrangeIdentifiersAreUnknown() throws Exception {
    for (String id :
        List.of(
            "eau-low-as%2f",
            "%2e%2e",
            "eau-low-as%0d%0a",
            "e\u0430u-low-as",
            "EAU-LOW-AS",
            "eau-low-as%20",
            "eau-low-as%00",
            "%e2%80%ae",
            "x".repeat(5_000))) {
      String encoded = id.startsWith("e\u0430") ? Attacker.encode(id) : id;
      for (String start : List.of("/api/recommendations/", "/recommendation/", "/api/studies/")) {
        SERVER.get(start + encoded).assertRefused();
      }
      SERVER.get("/api/guidelines?version=" + encoded).assertRefused();
      SERVER.get("/api/guidelines?asOf=" + encoded).assertRefused();
    }
  }

  @AttackCase(
      id = "B06",
      sends =
          "every route with the token of nobody, a reader, an author, a publisher, an administrator",
      expects = "401 and 403 exactly where the role is not enough")
  void b06RolesAreAsDescribed(@TempDir Path folder) throws Exception {
    List<String> roles = List.of("public", "reader", "author", "publisher", "admin");
    StringBuilder tokens = new StringBuilder("access.tokens=");
    for (String role : roles.subList(1, 5)) {
      tokens.append("%s:%s:%s,".formatted(role, role, Sha256.of("token of " + role)));
    }
    List<Operation> operations = ApiDescription.of(SERVER).operations();
    try (ServerProcess closed =
        Launch.server(folder, "access.anonymous=none", tokens.toString()).start()) {
      Attacker client = new Attacker(RECORDING);
      for (Operation operation : operations) {
        assertTrue(roles.contains(operation.role()), operation::path);
        for (String role : roles) {
          URI address = URI.create("http://127.0.0.1:" + closed.port() + operation.path("nothing"));
          var request = Attacker.request(address);
          if (!role.equals("public")) {
            request.header("Authorization", "Bearer token of " + role);
          }
          if (!operation.mediaType().isEmpty()) {
            request.header("Content-Type", operation.mediaType());
          }
          int status =
              client
                  .send(request.method(operation.method(), BodyPublishers.ofString("{")))
                  .status();
          boolean enough = roles.indexOf(role) >= roles.indexOf(operation.role());
          int refusal = role.equals("public") ? 401 : 403;
          assertEquals(!enough, status == refusal, () -> operation + " as " + role + ": " + status);
        }
      }
    }
  }

  @AttackCase(
      id = "B08",
      sends = "fields that nobody asked for: `status`, `version`, `owner`, `__proto__`, `role`",
      expects = "422 CNS-PAT-004")
  void b08FieldsThatDoNotExistAreRefused() throws Exception {
    for (String field :
        List.of(
            "status", "version", "owner", "__proto__", "constructor", "role", "@type", "hash")) {
      SERVER
          .advise("{\"cancer\": \"prostate\", \"%s\": \"published\"}".formatted(field))
          .assertProblem(422, "CNS-PAT-004");
      SERVER
          .advise("{\"cancer\": \"prostate\", \"facts\": {\"%s\": \"published\"}}".formatted(field))
          .assertProblem(422, "CNS-PAT-004");
    }
  }

  @AttackCase(
      id = "B09",
      sends = "PUT, PATCH and DELETE on every route that does not have them; updates; graph store",
      expects = "4xx; the knowledge has the hash it had")
  void b09NothingPublishedCanBeChanged() throws Exception {
    String before = SERVER.get("/health/ready").json().get("knowledge").toString();
    List<Operation> operations = ApiDescription.of(SERVER).operations();
    for (Operation operation : operations) {
      for (String method : List.of("PUT", "PATCH", "DELETE", "LOCK")) {
        boolean declared =
            operations.stream()
                .anyMatch(o -> o.path().equals(operation.path()) && o.method().equals(method));
        if (!declared) {
          SERVER
              .send(
                  Attacker.request(SERVER.address(operation.path("core")))
                      .method(method, BodyPublishers.ofString("{}")))
              .assertRefused();
        }
      }
    }
    for (String update : List.of("CLEAR ALL", "DROP ALL", "DELETE WHERE { ?s ?p ?o }")) {
      SERVER
          .post("/sparql", "application/sparql-update", update)
          .assertProblem(422, "CNS-SPARQL-004");
    }
    for (String path : List.of("/sparql?default", "/sparql/data?default", "/sparql?graph=urn:g")) {
      SERVER
          .send(
              Attacker.request(SERVER.address(path), "Content-Type", "text/turtle")
                  .PUT(BodyPublishers.ofString("<urn:a> <urn:b> <urn:c> .")))
          .assertRefused();
      SERVER.post(path, "text/turtle", "<urn:a> <urn:b> <urn:c> .").assertRefused();
    }
    assertEquals(before, SERVER.get("/health/ready").json().get("knowledge").toString());
  }

  @AttackCase(
      id = "B10",
      sends = "`X-HTTP-Method-Override: DELETE`, a form with `_method=DELETE`",
      expects = "ignored or 4xx")
  void b10MethodsAreNotOverridden() throws Exception {
    for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
      assertEquals(200, SERVER.get("/api/guidelines", header, "DELETE").status());
    }
    SERVER
        .post(
            "/api/guidelines", "application/x-www-form-urlencoded", "_method=DELETE&method=DELETE")
        .assertProblem(405, "CNS-HTTP-003");
    SERVER
        .post("/api/recommendations", "application/x-www-form-urlencoded", "_method=DELETE")
        .assertProblem(415, "CNS-HTTP-006");
  }

  @AttackCase(
      id = "B13",
      sends = "every route, and errors of every layer",
      expects = "`nosniff`, a policy without `unsafe-inline`, no frames, no referrer, on each")
  void b13EveryAnswerHasSecurityHeaders() throws Exception {
    for (Operation operation : ApiDescription.of(SERVER).operations()) {
      assertGuarded(SERVER.get(operation.path("core")));
      assertGuarded(SERVER.post(operation.path("core"), "text/plain", "x"));
    }
    for (String path : List.of("/nothing", "/%ff", "/x?y=%ff", "/api/docs/page.js", "/a/b;c=d/e")) {
      assertGuarded(SERVER.get(path));
    }
    assertGuarded(SERVER.get("/health/live", "Authorization", "Bearer x"));
    assertGuarded(SERVER.get("/health/live", "X-Large", "x".repeat(20_000)));
    assertGuarded(SERVER.get("/" + "x".repeat(20_000)));
    for (String broken :
        List.of(
            "GET / HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n")) {
      try (RawConnection connection = SERVER.connect()) {
        String answer = connection.send(broken).readToEnd();
        assertTrue(answer.contains("nosniff") && answer.contains("default-src 'none'"), answer);
      }
    }
  }

  private static void assertGuarded(Answer answer) {
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    assertEquals("no-referrer", answer.header("Referrer-Policy"));
    String policy = answer.header("Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }

  @AttackCase(
      id = "B14",
      sends =
          "the administration of Fuseki, `/debug`, `/metrics` of a server that is open to a network",
      expects = "404; 401 for `/metrics`")
  void b14ThereIsNoAdministration(@TempDir Path folder) throws Exception {
    try (ServerProcess open = Launch.server(folder, "http.host=0.0.0.0").start()) {
      Attacker client = new Attacker(RECORDING);
      String start = "http://127.0.0.1:" + open.port();
      for (String path :
          List.of(
              "/$/ping",
              "/$/server",
              "/$/datasets",
              "/$/stats",
              "/$/metrics",
              "/$/compact/sparql",
              "/$/backup/sparql",
              "/debug/pprof",
              "/actuator/env",
              "/console/x",
              "/manager/html")) {
        Answer answer = client.get(URI.create(start + path));
        answer.assertProblem(404, "CNS-HTTP-001");
        assertEquals(404, SERVER.get(path).status());
      }
      client.get(URI.create(start + "/metrics")).assertProblem(401, "CNS-HTTP-013");
    }
  }

  @AttackCase(
      id = "B15",
      sends = "functions of Java, ARQ and scripts; property functions",
      expects = "422 CNS-SPARQL-007; a property function is a property like any other")
  void b15OnlyFunctionsOfTheStandardAreCalled() throws Exception {
    for (String query : HostileQueries.functions()) {
      SERVER.query(query).assertProblem(422, "CNS-SPARQL-007");
    }
    String property = "SELECT * { ?s <http://jena.apache.org/ARQ/property#concat> ('a' 'b') }";
    Answer answer =
        SERVER.get(
            "/sparql?query=" + Attacker.encode(property),
            "Accept",
            "application/sparql-results+json");
    assertEquals(0, answer.json().at("/results/bindings").size());
  }

  @AttackCase(
      id = "B16",
      sends = "`Origin: https://evil.example`, `null`, a preflight",
      expects = "no permission, never with credentials")
  void b16OtherOriginsGetNoPermission() throws Exception {
    for (String origin : List.of("https://evil.example", "null", "http://localhost.evil.example")) {
      Answer answer = SERVER.get("/api/guidelines", "Origin", origin);
      Answer preflight =
          SERVER.send(
              Attacker.request(
                      SERVER.address("/api/recommendations"),
                      "Origin",
                      origin,
                      "Access-Control-Request-Method",
                      "POST")
                  .method("OPTIONS", BodyPublishers.noBody()));
      for (Answer one : List.of(answer, preflight)) {
        assertEquals("", one.header("Access-Control-Allow-Origin"));
        assertEquals("", one.header("Access-Control-Allow-Credentials"));
      }
    }
  }

  @AttackCase(
      id = "B17",
      sends = "a query whose result has cells that begin with `= + - @` and a tab",
      expects = "as the standard of CSV results says, told in docs/sparql.md")
  void b17CellsStayAsTheyAre() throws Exception {
    String query =
        "SELECT ?x { VALUES ?x { '=1+1' '+1' '-1' '@SUM(A1)' '\\tx' '=\\\"a\\\",b' } } ORDER BY ?x";
    Answer answer = SERVER.get("/sparql?query=" + Attacker.encode(query), "Accept", "text/csv");
    assertEquals(200, answer.status(), answer::body);
    assertTrue(answer.body().contains("=1+1\r\n"), answer::body);
    assertTrue(answer.body().contains("\"=\"\"a\"\",b\"\r\n"), answer::body);
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
  }

  @AttackCase(
      id = "B18",
      sends =
          "line ends, ANSI escapes and braces in identifiers, methods, paths, User-Agent, query",
      expects = "one JSON object in a line of the log, without any of it")
  void b18TheLogCannotBeForged() throws Exception {
    String forged = "%0d%0a{\"event\":\"forged\"}%1b[31m";
    SERVER
        .get(
            "/api/recommendations/"
                + forged
                    .replace("{", "%7B")
                    .replace("}", "%7D")
                    .replace("\"", "%22")
                    .replace("[", "%5B"))
        .assertRefused();
    for (String request :
        List.of(
            "FORGED\u001b[31m / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /forged\u001b[31m HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: \u001b[31mforged\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: {\"forged\":1}\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\u0085forged\r\nConnection: close\r\n\r\n")) {
      try (RawConnection connection = SERVER.connect()) {
        connection.send(request).readToEnd();
      }
    }
    SERVER.query("ASK { ?forged ?p '\\n\\r' }");
    List<String> lines = SERVER.process().log().lines().toList();
    ObjectMapper json = new ObjectMapper();
    int objects = 0;
    for (String line : lines) {
      assertFalse(line.contains("forged") || line.contains("\u001b"), line);
      if (line.startsWith("{")) {
        assertTrue(json.readTree(line).isObject(), line);
        objects++;
      }
    }
    // The lines that tell where the server listens are the only others.
    assertTrue(lines.size() - objects <= 3, () -> String.join("\n", lines.subList(0, 5)));
    SERVER.note("only JSON lines");
  }
}
