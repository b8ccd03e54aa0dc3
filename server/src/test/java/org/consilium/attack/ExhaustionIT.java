package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Group D: nobody can use up what the others need. */
class ExhaustionIT {
  private static final String QUERY = "application/sparql-query";
  private static final String JSON = "application/json";

  /** The limits on slow clients are shorter than usual, so that the cases are, too. */
  @RegisterExtension
  @Order(1)
  static final Recording RECORDING = new Recording("Consilium");

  @RegisterExtension
  @Order(2)
  static final AttackedServer SERVER =
      AttackedServer.with(
          RECORDING, "http.head-time=2s", "http.body-time=3s", "http.answer-time=3s");

  /** Does the same at once for every number below a bound. */
  private static <T> List<T> atOnce(int count, Numbered<T> task) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(count);
    try {
      List<Callable<T>> tasks =
          IntStream.range(0, count).<Callable<T>>mapToObj(i -> () -> task.run(i)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : clients.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      clients.shutdownNow();
    }
  }

  @FunctionalInterface
  private interface Numbered<T> {
    T run(int number) throws Exception;
  }

  /** Waits until four queries, as many as are evaluated at a time, are answered at once. */
  private static void settlePlaces() throws Exception {
    AttackedServer.settle(
        "the places of queries",
        () ->
            atOnce(
                    4,
                    i ->
                        new Attacker(new Recording("nobody"))
                            .query(SERVER.address("/sparql"), "ASK {}")
                            .status())
                .stream()
                .allMatch(status -> status == 200));
  }

  private static void timesOut(List<String> queries) throws Exception {
    for (Answer answer : atOnce(queries.size(), i -> SERVER.query(queries.get(i)))) {
      // Waiting for a turn longer than allowed is no answer either.
      if (!answer.code().equals("CNS-SPARQL-010")) {
        answer.assertProblem(503, "CNS-SPARQL-008");
      }
      assertFalse(answer.header("Retry-After").isEmpty());
    }
    SERVER.settleProcessor();
    settlePlaces();
  }

  @AttackCase(id = "D01", sends = "count of a triple cross product", expects = "503 CNS-SPARQL-008")
  void d01CrossProductsAreStopped() throws Exception {
    timesOut(List.of(HostileQueries.count()));
  }

  @AttackCase(
      id = "D02",
      sends = "the same with ORDER BY, DISTINCT, GROUP_CONCAT, GROUP BY, MINUS",
      expects = "503 CNS-SPARQL-008, or 422 for what grows; memory bounded")
  void d02WhatIsKeptIsBounded() throws Exception {
    for (String query : HostileQueries.keeping()) {
      Answer answer = SERVER.query(query);
      assertTrue(
          List.of("503 CNS-SPARQL-008", "422 CNS-SPARQL-009", "422 CNS-SPARQL-011")
              .contains(answer.summary()),
          answer::summary);
    }
    SERVER.settleProcessor();
    settlePlaces();
  }

  @AttackCase(
      id = "D03",
      sends = "nested NOT EXISTS and OPTIONAL over everything",
      expects = "503 CNS-SPARQL-008")
  void d03NestedPatternsAreStopped() throws Exception {
    timesOut(HostileQueries.nested());
  }

  @AttackCase(
      id = "D04",
      sends = "property path of three stars",
      expects = "503 CNS-SPARQL-008, or 400 CNS-SPARQL-003 if it leads too deep")
  void d04PathsAreStopped() throws Exception {
    Answer answer = SERVER.query(HostileQueries.path());
    assertTrue(
        List.of("503 CNS-SPARQL-008", "400 CNS-SPARQL-003").contains(answer.summary()),
        answer::summary);
    SERVER.settleProcessor();
    settlePlaces();
  }

  @AttackCase(
      id = "D05",
      sends = "four regular expressions that backtrack without end, in REGEX, REPLACE, FILTER",
      expects = "503 CNS-SPARQL-008 or an answer; the processor is left alone")
  void d05RegularExpressionsAreStopped() throws Exception {
    for (String query : HostileQueries.backtracking()) {
      Answer answer = SERVER.query(query);
      assertTrue(
          answer.status() == 200 || answer.summary().equals("503 CNS-SPARQL-008"),
          () -> answer.summary() + " " + query);
    }
    SERVER.settleProcessor();
    settlePlaces();
  }

  @AttackCase(
      id = "D06",
      sends =
          "texts that double in each of 29 steps: CONCAT, REPLACE, ENCODE_FOR_URI; GROUP_CONCAT",
      expects = "422 CNS-SPARQL-011; memory as before")
  void d06TextsDoNotGrowWithoutEnd() throws Exception {
    for (String query : HostileQueries.growing()) {
      SERVER.query(query).assertProblem(422, "CNS-SPARQL-011");
    }
  }

  private static RawConnection slowReader(String query) throws IOException {
    RawConnection connection = SERVER.connect();
    connection.socket().setReceiveBufferSize(4_096);
    return connection.send(
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + QUERY
            + "\r\nAccept: text/csv\r\nContent-Length: "
            + query.length()
            + "\r\n\r\n"
            + query);
  }

  @AttackCase(
      id = "D07",
      sends = "ten million rows; twelve clients with large results that do not read them",
      expects =
          "422 CNS-SPARQL-009 before the first byte; the places come free, the connections are cut")
  void d07SlowReadersDoNotKeepPlaces() throws Exception {
    SERVER.query(HostileQueries.rows()).assertProblem(422, "CNS-SPARQL-009");
    String large =
        "SELECT * { VALUES ?t { '"
            + "x".repeat(200)
            + "' } { SELECT ?a { ?a ?b ?c } LIMIT 300 }"
            + " { SELECT ?d { ?d ?e ?f } LIMIT 300 } } LIMIT 60000";
    assertEquals(200, SERVER.query(large).status());
    long files = SERVER.process().openFiles();
    List<RawConnection> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        readers.add(slowReader(large));
      }
      assertTrue(readers.get(0).read() > 0);
      settlePlaces();
      AttackedServer.settle(
          "the connections of slow readers", () -> SERVER.process().openFiles() < files + 12);
      SERVER.note("connections cut");
    } finally {
      for (RawConnection reader : readers) {
        reader.close();
      }
    }
  }

  @AttackCase(
      id = "D08",
      sends = "a query whose last rows take too long",
      expects = "503 CNS-SPARQL-008 and not one row")
  void d08ThereIsNoPartOfAnAnswer() throws Exception {
    SERVER
        .query(
            "SELECT ?s { { ?s ?p ?o } UNION { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f"
                + " FILTER (CONCAT(STR(?s), STR(?a), STR(?d)) = 'never') } }")
        .assertProblem(503, "CNS-SPARQL-008");
  }

  @AttackCase(
      id = "D09",
      sends = "200 clients that ask a slow query and hang up",
      expects = "the queries end; their places come free")
  void d09QueriesEndWithTheirClients() throws Exception {
    for (int i = 0; i < 200; i++) {
      RawConnection connection = slowReader(HostileQueries.count());
      Thread.sleep(10);
      connection.close();
    }
    SERVER.settleProcessor();
    settlePlaces();
    SERVER.note("all ended");
  }

  @AttackCase(
      id = "D10",
      sends = "200 slow queries at once",
      expects = "503 with Retry-After; nothing of one query in the answer of another")
  void d10TooManyQueriesAreTurnedAway() throws Exception {
    String query = HostileQueries.count() + " # query-of-client-";
    List<Answer> answers =
        atOnce(
            200,
            i -> SERVER.post(SERVER.address("/sparql"), QUERY, BodyPublishers.ofString(query + i)));
    for (Answer answer : answers) {
      assertEquals(503, answer.status(), answer::body);
      assertFalse(answer.header("Retry-After").isEmpty());
      assertFalse(answer.body().contains("query-of-client"));
    }
    settlePlaces();
  }

  @AttackCase(
      id = "D12",
      sends = "`timeout=` with 999999, 0, -1, NaN, Infinity, text, 1e400, twice",
      expects = "never more time than the limit; 400 CNS-HTTP-008")
  void d12TheTimeOfAQueryCanOnlyBeLowered() throws Exception {
    String slow = "/sparql?query=" + Attacker.encode(HostileQueries.count()) + "&timeout=";
    for (String longer : List.of("999999", "1e300", "0.05")) {
      SERVER.get(slow + longer).assertProblem(503, "CNS-SPARQL-008");
    }
    for (String bad : List.of("0", "-1", "NaN", "abc", "", "%00", "1;2", "0x1p3", "1&timeout=2")) {
      SERVER.get("/sparql?query=ASK%7B%7D&timeout=" + bad).assertProblem(400, "CNS-HTTP-008");
    }
  }

  /** Sends a byte every 200 ms until the server has closed the connection. */
  private static boolean drip(RawConnection connection, String bytes) throws InterruptedException {
    try {
      for (int i = 0; i < bytes.length(); i++) {
        connection.send(bytes.substring(i, i + 1));
        Thread.sleep(200);
      }
      return false;
    } catch (IOException e) {
      return true; // Closed by the server.
    }
  }

  @AttackCase(
      id = "D13",
      sends = "150 clients at once that send their headers or their body a byte every 200 ms",
      expects = "the others are served; the slow ones are cut off")
  void d13SlowClientsAreCutOff() throws Exception {
    List<String> slow =
        List.of(
            "",
            "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: "
                + QUERY
                + "\r\nContent-Length: 9000\r\n\r\n",
            "POST /api/recommendations HTTP/1.1\r\nHost: x\r\nContent-Type: "
                + JSON
                + "\r\nContent-Length: 9000\r\n\r\n");
    List<Boolean> closed =
        atOnce(
            150,
            i -> {
              if (i % 50 == 0) {
                // Meanwhile a new client is served, and so are as many queries as always.
                Thread.sleep(1_000);
                settlePlaces();
                assertEquals(200, SERVER.advise(Canary.PATIENT).status());
              }
              try (RawConnection connection = SERVER.connect()) {
                String start = slow.get(i % slow.size());
                connection.send(start);
                String rest =
                    start.isEmpty()
                        ? "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: " + "x".repeat(300)
                        : "x".repeat(300);
                return drip(connection, rest);
              }
            });
    assertFalse(closed.contains(false), "a slow client was never cut off");
    SERVER.note("all cut off");
  }

  /** Sends something raw and gives what came back until the connection was closed. */
  private static String raw(String text) throws Exception {
    try (RawConnection connection = SERVER.connect()) {
      try {
        connection.send(text);
      } catch (IOException e) {
        // Refused before it was sent to the end; the answer counts.
        return connection.readToEnd();
      }
      return connection.readToEnd();
    }
  }

  private static int status(String answer) {
    return answer.startsWith("HTTP/1.") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  @AttackCase(
      id = "D15",
      sends = "headers of 600 KB, 10,000 headers, a cookie of 100 KB, an address of 600 KB",
      expects = "431 or 414")
  void d15LargeHeadersAreRefused() throws Exception {
    String end = "Host: localhost\r\nConnection: close\r\n";
    for (String request :
        List.of(
            "GET / HTTP/1.1\r\n" + end + "X-Large: " + "x".repeat(600_000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\n" + end + "X-Many: x\r\n".repeat(10_000) + "\r\n",
            "GET / HTTP/1.1\r\n" + end + "Cookie: c=" + "x".repeat(100_000) + "\r\n\r\n")) {
      int status = status(raw(request));
      SERVER.note(Integer.toString(status));
      // Closing early can lose the answer on its way.
      assertTrue(status == 431 || status == 0, () -> Integer.toString(status));
    }
    int status = status(raw("GET /" + "x".repeat(600_000) + " HTTP/1.1\r\n" + end + "\r\n"));
    SERVER.note(Integer.toString(status));
    assertTrue(status == 414 || status == 0, () -> Integer.toString(status));
  }

  @AttackCase(
      id = "D16",
      sends =
          "two lengths, length and chunked, bad chunks, HTTP/0.9, bare LF, space before the colon,"
              + " a second request behind the first",
      expects = "400 and closed; never a second answer to one request")
  void d16RequestsCannotBeSmuggled() throws Exception {
    String post =
        "POST /api/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    String hidden = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    List<String> refused =
        List.of(
            post + "Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}" + hidden,
            post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n" + hidden,
            post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden,
            post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
            post + "Content-Length: -1\r\n\r\n" + hidden,
            post + "Content-Length: 2x\r\n\r\n{}" + hidden,
            post + "Content-Length : 2\r\n\r\n{}" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n" + hidden,
            post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n" + hidden,
            "GET /health/live\r\n\r\n",
            "GET /health/live HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET http://evil.example/health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /health/live HTTP/1.1\r\n\r\n",
            "\u0000\u0001\u0002\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n");
    for (String request : refused) {
      String answer = raw(request);
      SERVER.note(Integer.toString(status(answer)));
      assertTrue(
          List.of(400, 414, 426, 501, 505, 0).contains(status(answer)),
          () -> request + " -> " + answer);
      assertEquals(
          answer.startsWith("HTTP/1.1") ? 1 : 0,
          answer.split("HTTP/1\\.1 ", -1).length - 1,
          answer);
      assertFalse(answer.contains("Exception"), answer);
    }
    // Two requests, one behind the other, are both answered, in their order.
    String get = "GET /health/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n";
    String two = raw(get.formatted("live", "") + get.formatted("ready", "Connection: close\r\n"));
    assertTrue(
        two.indexOf("\"live\"") > 0 && two.indexOf("\"live\"") < two.indexOf("\"ready\""), two);
  }

  @AttackCase(
      id = "D17",
      sends = "2 GB without a length, in chunks, to every route that takes a body",
      expects = "413 or closed, after a limit and not after 2 GB")
  void d17EndlessBodiesAreCutOff() throws Exception {
    byte[] block = ("10000\r\n" + " ".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    for (String route :
        List.of(
            "/sparql HTTP/1.1\r\nContent-Type: " + QUERY,
            "/sparql HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded",
            "/api/recommendations HTTP/1.1\r\nContent-Type: " + JSON,
            "/api/recommendations HTTP/1.1\r\nContent-Type: application/fhir+json",
            "/nothing HTTP/1.1\r\nContent-Type: " + JSON)) {
      try (RawConnection connection = SERVER.connect()) {
        connection.send("POST " + route + "\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        int sent = 0;
        try {
          while (sent < 32_768) {
            connection.send(block);
            sent++;
          }
        } catch (IOException e) {
          int status = status(connection.readToEnd());
          SERVER.note(status == 0 ? "closed" : Integer.toString(status));
        }
        int blocks = sent;
        assertTrue(sent < 2_000, () -> blocks + " blocks of 64 KB to " + route);
      }
    }
  }
}
