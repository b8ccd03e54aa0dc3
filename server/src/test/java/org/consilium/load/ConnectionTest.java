package org.consilium.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real server. */
class ConnectionTest {
  private static Javalin server;

  @BeforeAll
  static void start() {
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.get("/plain", context -> context.result("plain"));
                  config.routes.post("/echo", context -> context.result(context.body()));
                  config.routes.get(
                      "/pieces",
                      context -> {
                        context.outputStream().write("first ".getBytes(StandardCharsets.UTF_8));
                        context.outputStream().flush();
                        context.outputStream().write("second".getBytes(StandardCharsets.UTF_8));
                      });
                })
            .start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Test
  void answersFollowEachOtherOnOneConnection() throws IOException {
    try (Connection connection = Connection.to(server.port())) {
      assertEquals(new Connection.Answer(200, "plain"), connection.ask(get("/plain")));
      assertEquals(new Connection.Answer(200, "first second"), connection.ask(get("/pieces")));
      assertEquals(404, connection.ask(get("/none")).status());
      byte[] large = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);
      assertEquals(
          200_000, connection.ask(Call.post("/echo", "text/plain", large)).body().length());
    }
  }

  @Test
  void anAnswerOfAnotherLengthOrStatusIsNotTheExpectedOne() throws IOException {
    try (Connection connection = Connection.to(server.port())) {
      assertTrue(connection.send(get("/plain").expecting(5)));
      assertFalse(connection.send(get("/plain").expecting(6)));
      assertTrue(connection.send(get("/pieces").expecting(12)));
      assertFalse(connection.send(get("/none")));
      assertTrue(connection.send(get("/none").refusedWith(404)));
    }
  }

  @Test
  void everyClientSendsAtLeastOneRequest() throws IOException {
    List<Call> calls = List.of(get("/plain"), get("/none"));
    Load closed = Load.closed(server.port(), calls, 4, 1e-9);
    assertEquals(2, closed.times().size());
    assertEquals(2, closed.others());
    Load open = Load.open(server.port(), calls, 4, 1_000, 1e-9);
    assertEquals(4, open.times().size() + open.others());
  }

  @Test
  void requestsAreSentWhenTheyAreDue() throws IOException {
    Load load = Load.open(server.port(), List.of(get("/plain")), 2, 500, 0.1);
    assertTrue(load.seconds() >= 0.09, () -> "all sent within " + load.seconds() + " s");
    assertTrue(load.times().size() <= 50, () -> load.times().size() + " sent");
  }

  @Test
  void aPortWhereNobodyListensIsAnError() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThrows(IOException.class, () -> Connection.to(port));
  }

  private static Call get(String path) {
    return Call.get(path, "*/*");
  }
}
