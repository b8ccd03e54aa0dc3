package org.consilium.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Program;
import org.consilium.load.Finding;
import org.consilium.load.Goal;
import org.consilium.load.ServerBenchmark;
import org.consilium.load.Spread;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the server beside what it can be compared with. */
@Command(
    name = "server",
    description = {
      "Measure the server beside a bare handler on the same libraries, and Fuseki.",
      "All are processes of their own on this machine, have the same heap and take turns."
          + " Takes about six minutes; more rounds and seconds give steadier figures."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:answers differ, or a server does not answer", "2:wrong usage"},
    footerHeading = "%nExample:%n",
    footer = "  consilium bench server --rounds 9 --heap 512m")
final class BenchServerCommand implements Callable<Integer> {
  private static final String LINE = "%-6s %-66s %10s %10s %-4s %8s %-19s %-9s%s%n";

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often all take their turns (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      paramLabel = "S",
      description = "About how long a turn is (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--heap",
      defaultValue = "256m",
      paramLabel = "SIZE",
      description = "Heap of each server, as for java -Xmx (default: ${DEFAULT-VALUE}).")
  private String heap;

  @Option(names = "--json", description = "Write the figures of all rounds as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || !(seconds > 0) || !heap.matches("[1-9][0-9]*[kKmMgG]")) {
      throw new ParameterException(
          spec.commandLine(), "Rounds are at least 1, seconds above 0, the heap such as 256m.");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ServerBenchmark.Result result =
        new ServerBenchmark(
                KnowledgeBase.shipped(),
                new ServerBenchmark.Plan(Main.class.getName(), rounds, seconds, heap),
                step -> err.println("measuring: " + step))
            .run();
    if (json) {
      write(result, out);
    } else {
      print(result.findings(), out);
    }
    out.flush();
    result.differences().forEach(difference -> err.println("differs: " + difference));
    return result.differences().isEmpty() ? 0 : 1;
  }

  private static void print(List<Finding> findings, PrintWriter out) {
    out.printf(LINE, "", "", "this", "beside", "", "result", "least to most", "goal", "");
    for (Finding finding : findings) {
      Spread result = finding.result();
      out.printf(
          LINE,
          finding.id(),
          finding.what(),
          number(finding.own().median()),
          finding.reference().map(Spread::median).map(BenchServerCommand::number).orElse(""),
          finding.unit(),
          number(result.median()),
          number(result.least()) + " to " + number(result.most()),
          finding.goal().map(Goal::toString).orElse(""),
          finding.reached().map(reached -> reached ? "reached" : "missed").orElse(""));
    }
    out.println("Medians of the rounds. R6, R7, R10 and R13 are not measured by this command.");
  }

  /** Three digits, or all before the decimal point. */
  private static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  private void write(ServerBenchmark.Result result, PrintWriter out) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    root.put("program", Program.version());
    BenchCommand.machine(root.putObject("machine"));
    root.put("rounds", rounds).put("seconds", seconds).put("heap", heap);
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : result.findings()) {
      ObjectNode node = findings.addObject();
      node.put("id", finding.id()).put("what", finding.what()).put("unit", finding.unit());
      put(node, "own", finding.own());
      finding.reference().ifPresent(reference -> put(node, "reference", reference));
      put(node, "result", finding.result());
      finding.goal().ifPresent(goal -> node.put("goal", goal.toString()));
      finding.reached().ifPresent(reached -> node.put("reached", reached));
    }
    ArrayNode differences = root.putArray("differences");
    result.differences().forEach(differences::add);
    out.println(mapper.writeValueAsString(root));
  }

  private static void put(ObjectNode node, String key, Spread spread) {
    ObjectNode object = node.putObject(key);
    object.put("median", spread.median());
    ArrayNode rounds = object.putArray("rounds");
    spread.values().forEach(rounds::add);
  }
}
