package org.consilium.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that a server on the same libraries can do: answers with bytes that it was given when
 * it started. What the real server takes more is the price of what it does.
 */
public final class BareServer {
  private static final String MEDIA_TYPE = "application/json";

  private BareServer() {}

  /**
   * Serves the files {@code 0}, {@code 1}, … of a folder until the process is ended.
   *
   * @param args port and folder
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    List<byte[]> answers = new ArrayList<>();
    for (Path file = file(args[1], 0); Files.exists(file); file = file(args[1], answers.size())) {
      answers.add(Files.readAllBytes(file));
    }
    ObjectMapper mapper = new ObjectMapper();
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.routes.get("/answers/{number}", context -> answer(context, answers));
              config.routes.post(
                  "/answers/{number}",
                  context -> {
                    context.bodyAsBytes();
                    answer(context, answers);
                  });
              config.routes.post(
                  "/parsed/{number}",
                  context -> {
                    mapper.readTree(context.bodyAsBytes());
                    answer(context, answers);
                  });
            })
        .start("127.0.0.1", Integer.parseInt(args[0]));
  }

  private static Path file(String folder, int number) {
    return Path.of(folder, Integer.toString(number));
  }

  private static void answer(Context context, List<byte[]> answers) {
    context.header("Cache-Control", "no-store");
    context
        .contentType(MEDIA_TYPE)
        .result(answers.get(Integer.parseInt(context.pathParam("number"))));
  }
}
