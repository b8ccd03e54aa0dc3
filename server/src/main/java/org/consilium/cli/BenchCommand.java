package org.consilium.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.consilium.bench.ExplanationTimes;
import org.consilium.bench.Measurement;
import org.consilium.bench.ReasoningBenchmark;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this program on this machine. */
@Command(
    name = "bench",
    description = "Measure how fast this program is on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {BenchCommand.Reasoning.class, BenchServerCommand.class},
    footerHeading = "%nExample:%n",
    footer = "  consilium bench reasoning --output reasoning.json%n  consilium bench server")
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to measure: reasoning or server.");
  }

  /** Tells on what is measured. */
  static ObjectNode machine(ObjectNode machine) {
    return machine
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("architecture", System.getProperty("os.arch"))
        .put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** Compares the compiled form with HermiT. */
  @Command(
      name = "reasoning",
      description = {
        "Compare the compiled reasoner with HermiT on the same recommendations and patients.",
        "Both take turns in one process; times are processor time of one thread. The"
            + " recommendations and patients are generated, always the same for the same seed."
            + " Takes about two minutes; more seconds give steadier figures."
      },
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:measured", "1:answers differ", "2:wrong usage"},
      footerHeading = "%nExample:%n",
      footer = "  consilium bench reasoning --sizes 100,300 --seconds 10 --output reasoning.json")
  static final class Reasoning implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private KnowledgeOption knowledge;

    @Option(
        names = "--cancer",
        defaultValue = "prostate",
        paramLabel = "CANCER",
        description = "Cancer whose content and vocabulary are used (default: ${DEFAULT-VALUE}).")
    private String cancer;

    @Option(
        names = "--sizes",
        split = ",",
        defaultValue = "100,300,1000,3000",
        paramLabel = "N",
        description = "Numbers of generated recommendations (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(
        names = "--patients",
        defaultValue = "640",
        paramLabel = "N",
        description = "Number of generated patients (default: ${DEFAULT-VALUE}).")
    private int patients;

    @Option(
        names = "--seconds",
        defaultValue = "4",
        paramLabel = "S",
        description =
            "Processor time for each vocabulary and size; HermiT decides at least one patient"
                + " however long it takes (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
        names = "--seed",
        defaultValue = "1",
        paramLabel = "N",
        description = "Seed of the generators (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write the figures to this file as JSON.")
    private Path output;

    @Override
    public Integer call() throws Exception {
      if (patients < 1 || seconds < 0 || sizes.stream().anyMatch(size -> size < 1)) {
        throw new ParameterException(
            spec.commandLine(), "Sizes and patients are at least 1, seconds at least 0.");
      }
      KnowledgeBase base = knowledge.load();
      if (!base.cancers().contains(cancer)) {
        throw new ParameterException(
            spec.commandLine(), "The cancer is one of " + String.join(", ", base.cancers()) + ".");
      }
      PrintWriter err = spec.commandLine().getErr();
      ReasoningBenchmark.Result result =
          new ReasoningBenchmark(
                  base,
                  new ReasoningBenchmark.Plan(sizes, patients, seconds, seed),
                  step -> err.println("measuring: " + step))
              .run(cancer);
      print(result, spec.commandLine().getOut());
      if (output != null) {
        write(result);
      }
      return result.disagreements() == 0 ? 0 : 1;
    }

    private static void print(ReasoningBenchmark.Result result, PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "%-21s %6s %8s %9s %10s %6s %9s %9s %9s %11s %9s %10s %7s%n",
          "",
          "recs",
          "gates",
          "compile",
          "HermiT",
          "n",
          "single",
          "p99",
          "ratio",
          "batch",
          "ratio",
          "JSON lines",
          "differ");
      out.printf(
          Locale.ROOT,
          "%-21s %6s %8s %9s %10s %6s %9s %9s %9s %11s %9s %10s %7s%n",
          "",
          "",
          "",
          "ms",
          "ms/patient",
          "",
          "us",
          "us",
          "",
          "patients/s",
          "",
          "patients/s",
          "");
      for (Measurement m : result.measurements()) {
        out.printf(
            Locale.ROOT,
            "%-21s %6d %8d %9.0f %10.0f %6d %9.1f %9.1f %,9.0f %,11.0f %,9.0f %10s %7d%n",
            m.vocabulary(),
            m.recommendations(),
            m.gates(),
            m.compileMilliseconds(),
            m.hermitMilliseconds(),
            m.hermitPatients(),
            m.singleMicroseconds(),
            m.singleP99Microseconds(),
            m.singleRatio(),
            m.batchPatientsPerSecond(),
            m.batchRatio(),
            m.linesMicroseconds() == 0
                ? ""
                : String.format(Locale.ROOT, "%,.0f", 1e6 / m.linesMicroseconds()),
            m.disagreements());
      }
      ExplanationTimes explanation = result.explanation();
      out.printf(
          Locale.ROOT,
          "%nShipped content compiled the first time in %.0f ms.%n",
          result.coldCompileMilliseconds());
      out.printf(
          Locale.ROOT,
          "All explanations of one patient: median %.1f ms, 95 %% within %.1f ms; next best question:"
              + " median %.1f ms, 95 %% within %.1f ms (%d patients).%n",
          explanation.median(),
          explanation.p95(),
          explanation.nextQuestionMedian(),
          explanation.nextQuestionP95(),
          explanation.patients());
      out.println(
          "HermiT: vocabulary and one case as ontology, each population asked as an anonymous class,"
              + " both ways. Ratios hold for this mode.");
      out.flush();
    }

    private void write(ReasoningBenchmark.Result result) throws IOException {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      ObjectNode root = mapper.createObjectNode();
      root.put("program", Program.version());
      machine(root.putObject("machine")).put("heapBytes", Runtime.getRuntime().maxMemory());
      root.put("seed", seed);
      root.put("patients", patients);
      root.put("coldCompileMilliseconds", result.coldCompileMilliseconds());
      ArrayNode measurements = root.putArray("measurements");
      for (Measurement m : result.measurements()) {
        ObjectNode node = measurements.addObject();
        node.put("vocabulary", m.vocabulary());
        node.put("recommendations", m.recommendations());
        node.put("gates", m.gates());
        node.put("compileMilliseconds", m.compileMilliseconds());
        node.put("workspaceBytes", m.workspaceBytes());
        node.put("hermitMillisecondsPerPatient", m.hermitMilliseconds());
        node.put("hermitPatients", m.hermitPatients());
        node.put("singleMicroseconds", m.singleMicroseconds());
        node.put("singleP99Microseconds", m.singleP99Microseconds());
        node.put("singleRatio", m.singleRatio());
        node.put("batchNanosecondsPerPatient", m.batchNanoseconds());
        node.put("batchPatientsPerSecond", m.batchPatientsPerSecond());
        node.put("batchRatio", m.batchRatio());
        node.put("batchBytesPerPatient", m.batchBytes());
        if (m.linesMicroseconds() > 0) {
          node.put("jsonLinesPatientsPerSecond", 1e6 / m.linesMicroseconds());
        }
        node.put("disagreements", m.disagreements());
      }
      ObjectNode explanation = root.putObject("explanation");
      explanation.put("patients", result.explanation().patients());
      explanation.put("allMillisecondsMedian", result.explanation().median());
      explanation.put("allMillisecondsP95", result.explanation().p95());
      explanation.put("nextQuestionMillisecondsMedian", result.explanation().nextQuestionMedian());
      explanation.put("nextQuestionMillisecondsP95", result.explanation().nextQuestionP95());
      Files.writeString(output, mapper.writeValueAsString(root) + "\n");
    }
  }
}
