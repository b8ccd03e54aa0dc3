package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ServeCommandTest {
  private static final Pattern ADDRESS =
      Pattern.compile("Listening on (http://127\\.0\\.0\\.1:\\d+)");

  @Test
  void answersAtTheAddressThatItPrints() throws Exception {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    Thread server = new Thread(() -> commandLine.execute("serve", "--port", "0"));
    server.setDaemon(true);
    server.start();
    Matcher address = ADDRESS.matcher(err.toString());
    while (!address.find()) {
      assertTrue(server.isAlive(), err::toString);
      Thread.sleep(50);
      address = ADDRESS.matcher(err.toString());
    }
    HttpResponse<String> live =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address.group(1) + "/health/live")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, live.statusCode(), live::body);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      CommandLineRun run =
          CommandLineRun.of("serve", "--port", String.valueOf(taken.getLocalPort()));
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("error CNS-CLI-003: cannot listen on 127.0.0.1:"), run::err);
    }
  }

  @Test
  void aPortOutOfRangeIsWrongUsage() {
    assertEquals(2, CommandLineRun.of("serve", "--port", "70000").exitCode());
    assertEquals(2, CommandLineRun.of("serve", "--port", "web").exitCode());
  }
}
