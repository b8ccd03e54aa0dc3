package org.consilium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.server.ConsiliumServer;
import org.consilium.server.ServerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Answers over HTTP until the process is ended. */
@Command(
    name = "serve",
    description = {
      "Answer over HTTP: recommendations, the knowledge, and SPARQL.",
      "Listens on this machine only unless --host says otherwise; it asks nobody who they are."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = "  consilium serve --port 8080")
final class ServeCommand implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  @Spec private CommandSpec spec;
  @Mixin private KnowledgeOption knowledgeOption;

  @Option(
      names = "--host",
      defaultValue = ServerConfiguration.DEFAULT_HOST,
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "" + ServerConfiguration.DEFAULT_PORT,
      paramLabel = "PORT",
      description = "TCP port, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port is between 0 and " + HIGHEST_PORT + ", not " + port);
    }
    if (host.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--host is blank");
    }
    KnowledgeBase knowledge = knowledgeOption.loadCoherent();
    ConsiliumServer server =
        ConsiliumServer.create(
            ServerConfiguration.of(knowledge, CompiledReasoner.of(knowledge))
                .withHost(host)
                .withPort(port));
    try {
      server.start();
    } catch (IOException e) {
      throw new CommandException(CommandException.Code.NOT_STARTED, e.getMessage());
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.stop();
                  stopped.countDown();
                }));
    PrintWriter err = spec.commandLine().getErr();
    err.println("Listening on http://" + shown(host) + ":" + server.port());
    err.println("For research and for building decision support; not a medical device.");
    err.flush();
    stopped.await();
    return 0;
  }

  /** An IPv6 address stands in brackets in a URL. */
  private static String shown(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
