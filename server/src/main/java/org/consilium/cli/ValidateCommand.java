package org.consilium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.consilium.knowledge.KnowledgeFiles.UnreadableFileException;
import org.consilium.knowledge.KnowledgeLoader;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.Program;
import org.consilium.knowledge.Severity;
import org.consilium.query.QualityGate;
import org.consilium.reasoning.CoherenceCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks knowledge files and reports everything that is wrong with them. */
@Command(
    name = "validate",
    description = {
      "Check knowledge files: syntax, vocabulary, populations, references, shapes, quality, coherence.",
      "A folder with ontology/ and guidelines/ is checked as a whole; other folders and files are"
          + " checked together with the packaged knowledge, of which they replace the files of the"
          + " same path."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = "  consilium validate guidelines/prostate/mhspc.ttl")
final class ValidateCommand implements Callable<Integer> {
  /** How the findings are written. */
  enum Format {
    TABLE,
    JSON,
    SARIF
  }

  @Spec private CommandSpec spec;
  @Mixin private KnowledgeOption knowledge;

  @Parameters(
      paramLabel = "PATH",
      description = "Files and folders; without one, the knowledge itself is checked.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = {"-f", "--format"},
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "table, json or sarif (default: table).")
  private Format format;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(
      names = "--no-reasoner",
      description = "Leave out the checks that only a reasoner can do; much faster.")
  private boolean noReasoner;

  @Override
  public Integer call() throws Exception {
    List<Problem> problems = new ArrayList<>();
    ValidationInput input;
    try {
      input = ValidationInput.of(knowledge, paths);
    } catch (UnreadableFileException e) {
      return report(List.of(e.problem()), null);
    } catch (CommandException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    input.notes().forEach(note -> spec.commandLine().getErr().println(note));
    KnowledgeLoader.Result loaded = KnowledgeLoader.load(input.files());
    problems.addAll(loaded.problems());
    if (loaded.knowledge().isPresent()) {
      problems.addAll(QualityGate.check(loaded.knowledge().get()));
    }
    if (loaded.knowledge().isPresent() && !noReasoner) {
      try (Progress progress = new Progress("Reasoning")) {
        problems.addAll(CoherenceCheck.check(loaded.knowledge().get(), progress));
      }
    }
    return report(problems.stream().distinct().sorted().map(input::located).toList(), loaded);
  }

  private int report(List<Problem> problems, KnowledgeLoader.Result loaded) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ValidationReport report = new ValidationReport(problems);
    switch (json ? Format.JSON : format) {
      case JSON -> out.println(report.json());
      case SARIF -> out.println(report.sarif(Program.version()));
      case TABLE -> {
        out.print(report.text());
        if (loaded != null) {
          loaded
              .knowledge()
              .ifPresent(
                  base ->
                      out.println(
                          base.recommendations().size()
                              + " recommendations, "
                              + base.studies().size()
                              + " studies; version "
                              + base.version()
                              + ", content hash "
                              + base.hash().substring(0, 16)));
        }
      }
    }
    out.flush();
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR) ? 1 : 0;
  }
}
