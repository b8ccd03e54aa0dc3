package org.consilium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.publication.VersionStore;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.server.ConfigurationException;
import org.consilium.server.ConfigurationReader;
import org.consilium.server.ConsiliumServer;
import org.consilium.server.KnowledgeSnapshots;
import org.consilium.server.PublishedVersions;
import org.consilium.server.ServedKnowledge;
import org.consilium.server.ServerConfiguration;
import org.consilium.server.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Answers over HTTP until the process is ended. */
@Command(
    name = "serve",
    description = {
      "Answer over HTTP: recommendations, the knowledge, and SPARQL.",
      "Listens on this machine only unless http.host says otherwise; there anyone may read."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = "  consilium serve --config consilium.yaml --port 8080")
final class ServeCommand implements Callable<Integer> {
  private static final int WRONG_USAGE = 2;

  @Spec private CommandSpec spec;
  @Mixin private KnowledgeOption knowledgeOption;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file; without it, the one that CONSILIUM_CONFIG names, if any.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Sets one key of the configuration, over the file and the environment. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on, the same as --set http.host (default: 127.0.0.1).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port, 0 for any free one, the same as --set http.port (default: 8080).")
  private String port;

  @Override
  public Integer call() throws Exception {
    try {
      return serve(ConfigurationReader.read(Optional.ofNullable(file), System.getenv(), options()));
    } catch (ConfigurationException e) {
      PrintWriter err = spec.commandLine().getErr();
      e.faults()
          .forEach(fault -> err.println("error " + fault.code().id() + ": " + fault.message()));
      err.flush();
      return WRONG_USAGE;
    }
  }

  private int serve(ServerConfiguration configuration) throws Exception {
    ConsiliumServer server;
    try {
      server = create(configuration);
    } catch (IOException e) {
      throw new CommandException(CommandException.Code.NOT_STARTED, e.getMessage());
    }
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
    err.println("Listening on " + server.listeningAddress());
    if (!server.isOpen()) {
      err.println(
          "Only clients with a token may read: access.anonymous is "
              + configuration.get(Setting.ANONYMOUS)
              + ".");
    }
    err.println("For research and for building decision support; not a medical device.");
    err.flush();
    stopped.await();
    return 0;
  }

  private ConsiliumServer create(ServerConfiguration configuration) throws Exception {
    KnowledgeOption option = knowledgeOption.or(configuration.get(Setting.KNOWLEDGE_FOLDER));
    Optional<String> data = configuration.get(Setting.DATA_FOLDER);
    if (data.isEmpty()) {
      return ConsiliumServer.create(configuration, KnowledgeSnapshots.of(unpublished(option)));
    }
    PrintWriter err = spec.commandLine().getErr();
    VersionStore store = VersionStore.open(Path.of(data.get()));
    try {
      store.notices().forEach(err::println);
      PublishedVersions versions =
          PublishedVersions.of(store, configuration.get(Setting.VERSIONS_IN_MEMORY));
      KnowledgeSnapshots snapshots =
          new KnowledgeSnapshots(
              versions.newest().isPresent() ? versions.newest().get() : unpublished(option),
              versions);
      err.println(
          versions.newest().isPresent()
              ? "Serving version " + snapshots.current().knowledge().version() + "."
              : "Nothing is published in the data folder yet; serving "
                  + (option.isGiven() ? "the knowledge folder." : "the packaged knowledge."));
      return ConsiliumServer.create(configuration, snapshots, versions);
    } catch (Exception e) {
      store.close();
      throw e;
    }
  }

  private static ServedKnowledge unpublished(KnowledgeOption option) throws Exception {
    KnowledgeBase knowledge = option.loadCoherent();
    CompiledReasoner reasoner = CompiledReasoner.of(knowledge);
    return option.isGiven()
        ? new ServedKnowledge(knowledge, reasoner, option.queries())
        : new ServedKnowledge(knowledge, reasoner);
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(settings);
    if (host != null) {
      options.put(Setting.HOST.key(), host);
    }
    if (port != null) {
      options.put(Setting.PORT.key(), port);
    }
    return options;
  }
}
