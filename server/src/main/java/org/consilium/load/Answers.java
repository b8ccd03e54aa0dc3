package org.consilium.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests, each with the length of its answer, and the numbers under which the bare server has the
 * same answers.
 *
 * @param calls to the measured server
 * @param bare the same to the bare server
 */
record Answers(List<Call> calls, List<Call> bare) {
  Answers {
    calls = List.copyOf(calls);
    bare = List.copyOf(bare);
  }

  /** Makes the calls to the bare server from the number of an answer. */
  @FunctionalInterface
  interface BareCall {
    Call of(int number, int index);
  }

  /**
   * Asks the measured server, and keeps what it answers for the bare one.
   *
   * @param folder where the answers lie, in files named 0, 1, …
   * @throws IOException if a request is refused
   */
  static Answers remember(ServerProcess own, List<Call> calls, Path folder, BareCall bareCall)
      throws IOException {
    List<Call> expecting = new ArrayList<>();
    List<Call> bare = new ArrayList<>();
    try (Connection connection = Connection.to(own.port())) {
      for (Call call : calls) {
        Connection.Answer answer = connection.ask(call);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (!call.accepts(answer.status(), body.length)) {
          throw new IOException("a request is answered with status " + answer.status());
        }
        int number = 0;
        while (Files.exists(folder.resolve(Integer.toString(number)))) {
          number++;
        }
        Files.write(folder.resolve(Integer.toString(number)), body);
        bare.add(bareCall.of(number, expecting.size()).expecting(body.length));
        expecting.add(call.expecting(body.length));
      }
    }
    return new Answers(expecting, bare);
  }
}
