package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsiliumServerTest {
  private static final ServerConfiguration configuration =
      ServerConfiguration.DEFAULT.with(Setting.PORT, "0");
  private static KnowledgeSnapshots snapshots;

  @BeforeAll
  static void load() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    snapshots =
        KnowledgeSnapshots.of(new ServedKnowledge(knowledge, CompiledReasoner.of(knowledge)));
  }

  @Test
  void severalServersRunSideBySideAndStopOnTheirOwn() throws Exception {
    try (ConsiliumServer one = ConsiliumServer.create(configuration, snapshots).start();
        ConsiliumServer other = ConsiliumServer.create(configuration, snapshots).start()) {
      assertNotEquals(one.port(), other.port());
      int port = one.port();
      one.stop();
      one.stop();
      assertThrows(ConnectException.class, () -> connect(port));
      connect(other.port());
    }
  }

  private static void connect(int port) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }

  @Test
  void aServerIsStartedOnlyOnce() throws Exception {
    try (ConsiliumServer server = ConsiliumServer.create(configuration, snapshots).start()) {
      assertThrows(IllegalStateException.class, server::start);
    }
  }

  @Test
  void aPortThatIsTakenIsToldInOneLine() throws Exception {
    try (ConsiliumServer server = ConsiliumServer.create(configuration, snapshots).start()) {
      ConsiliumServer second =
          ConsiliumServer.create(configuration.with(Setting.PORT, "" + server.port()), snapshots);
      IOException refused = assertThrows(IOException.class, second::start);
      assertEquals("cannot listen on 127.0.0.1:" + server.port(), refused.getMessage());
    }
  }

  @Test
  void aRequestUnderWayIsAnsweredBeforeTheServerStops() throws Exception {
    ConsiliumServer server =
        ConsiliumServer.create(configuration.with(Setting.STOP_TIME, "5min"), snapshots).start();
    // White space before the object keeps the body coming while the server begins to stop.
    String blank = " ".repeat(2_000);
    String patient = blank + "{\"cancer\": \"prostate\"}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST /api/recommendations HTTP/1.1
          Host: localhost
          Content-Type: application/json
          Content-Length: %d
          Connection: close
          Expect: 100-continue

          """
              .formatted(patient.length())
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      // The server asks for the body once it has begun to answer.
      byte[] asked = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      String first = new String(asked, StandardCharsets.US_ASCII);
      assertTrue(first.startsWith("HTTP/1.1 100"), first);
      Thread stopping = new Thread(server::stop);
      stopping.start();
      int sent = sendUntilNothingListens(server, out, blank.length());
      out.write(patient.substring(sent).getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      assertTrue(answer.endsWith("}"), answer);
      stopping.join();
    }
  }

  /** Sends blanks until the server accepts no connection any more; how many were sent. */
  private static int sendUntilNothingListens(ConsiliumServer server, OutputStream out, int most)
      throws Exception {
    int port = server.port();
    int sent = 0;
    try {
      while (sent < most) {
        connect(port);
        out.write(' ');
        sent++;
        Thread.sleep(5);
      }
    } catch (ConnectException e) {
      return sent; // As hoped.
    }
    throw new IllegalStateException("the server still listens");
  }

  @Test
  void healthNamesTheKnowledgeServed() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      assertEquals(200, server.get("/health/live").statusCode());
      JsonNode ready = RunningServer.json(server.get("/health/ready"));
      assertEquals("ready", ready.get("status").textValue());
      assertEquals(server.knowledge().hash(), ready.at("/knowledge/hash").textValue());
      assertEquals(
          "no-store", server.get("/health/ready").headers().firstValue("Cache-Control").orElse(""));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /api/guidelines HTTP/1.1\r\n\r\n",
        "GET /api/guidelines HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /api/recommendations HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/recommendations HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
      })
  void whatIsNoHttpIsRefusedWithoutDetails(String request) throws Exception {
    try (ConsiliumServer server = ConsiliumServer.create(configuration, snapshots).start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("CNS-HTTP-011"), answer);
      assertTrue(!answer.contains("jetty") && !answer.contains("Exception"), answer);
    }
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      assertEquals(431, server.get("/health/live", "X-Filler", "x".repeat(100_000)).statusCode());
    }
  }
}
