package org.consilium.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs that are compared, each started as a process of its own with the same heap.
 *
 * @param main main class of the command line of the measured program
 * @param heap such as {@code 256m}
 * @param graph file with the triples that Fuseki answers from
 * @param answers folder with the answers of the bare server
 * @param folder where the processes write what they have to say
 */
record Programs(String main, String heap, Path graph, Path answers, Path folder) {
  /**
   * The measured server; its queries have no budget and a minute each, everything else is as it
   * comes.
   */
  ServerProcess own(List<String> machine) throws IOException {
    return start(
        machine,
        List.of(
            main,
            "serve",
            "--port",
            "{port}",
            "--set",
            "budget.query-seconds-per-minute=0",
            "--set",
            "sparql.query-time=1min"));
  }

  /** Fuseki as it comes, with the graph in memory. */
  ServerProcess fuseki() throws IOException {
    return start(
        List.of(),
        List.of(
            StockFuseki.class.getName(), "--localhost", "--port={port}", "--file=" + graph, "/ds"));
  }

  ServerProcess bare() throws IOException {
    return start(List.of(), List.of(BareServer.class.getName(), "{port}", answers.toString()));
  }

  private ServerProcess start(List<String> machine, List<String> command) throws IOException {
    List<String> options = new ArrayList<>(machine);
    options.add("-Xmx" + heap);
    return ServerProcess.start(options, command, folder);
  }
}
