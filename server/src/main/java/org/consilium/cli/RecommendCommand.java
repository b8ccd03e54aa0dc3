package org.consilium.cli;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;
import org.consilium.patient.PatientProblem;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.HermitReasoner;
import org.consilium.reasoning.Reasoner;
import org.consilium.recommendation.AdviceJson;
import org.consilium.recommendation.Recommender;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says for patients which recommendations apply, which do not, and what would decide the rest. */
@Command(
    name = "recommend",
    description = {
      "Say for a patient which recommendations apply, which do not, and what would decide the rest.",
      "For research and for building decision support; not a medical device."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = {
      "  echo '{\"cancer\": \"prostate\", \"facts\": {\"cM\": \"M1b\"}}' | consilium recommend -"
    })
final class RecommendCommand implements Callable<Integer> {
  /** Which reasoner decides; both give the same answer. */
  enum Choice {
    COMPILED,
    HERMIT
  }

  private static final String STANDARD_INPUT = "-";
  private static final ObjectWriter WRITER =
      new ObjectMapper()
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  @Spec private CommandSpec spec;
  @Mixin private KnowledgeOption knowledgeOption;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Patient description in JSON; - for standard input.")
  private List<String> files;

  @Option(
      names = "--reasoner",
      defaultValue = "compiled",
      paramLabel = "NAME",
      description =
          "compiled (default) or hermit; they give the same answer, the second far slower.")
  private Choice choice;

  @Option(names = "--explain", description = "Add the reasons in full.")
  private boolean explain;

  @Option(
      names = "--json",
      description = "Print the answer as JSON; for several files, an array in their order.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    KnowledgeBase knowledge = knowledgeOption.load();
    Recommender recommender = new Recommender(knowledge, reasoner(knowledge));
    PatientJsonReader reader = new PatientJsonReader(knowledge);
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode all = new ObjectMapper().createArrayNode();
    boolean refused = false;
    for (String file : files) {
      try {
        PatientCase patient = read(file, reader);
        ObjectNode answer = AdviceJson.of(recommender.advise(patient, explain), knowledge, explain);
        all.add(answer);
        if (!json) {
          out.print(files.size() > 1 ? "==> " + file + " <==\n" : "");
          out.println(new AdviceText(answer, knowledge, explain).text());
        }
      } catch (PatientException e) {
        refused = true;
        refuse(file, e.problems(), all);
      } catch (CommandException e) {
        refused = true;
        spec.commandLine().getErr().println("error " + e.code().id() + ": " + e.getMessage());
        add(all, file).addObject().put("code", e.code().id()).put("message", e.getMessage());
      }
    }
    if (json && files.size() > 1) {
      out.println(WRITER.writeValueAsString(all));
    } else if (json && !refused) {
      out.println(WRITER.writeValueAsString(all.get(0)));
    }
    out.flush();
    return refused ? 1 : 0;
  }

  private Reasoner reasoner(KnowledgeBase knowledge) {
    return switch (choice) {
      case COMPILED -> CompiledReasoner.of(knowledge);
      case HERMIT -> HermitReasoner.of(knowledge);
    };
  }

  private static PatientCase read(String file, PatientJsonReader reader)
      throws PatientException, IOException, CommandException {
    if (file.equals(STANDARD_INPUT)) {
      return reader.read(System.in);
    }
    Path path = Path.of(file);
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE,
          file
              + (Files.exists(path)
                  ? " is a folder, not a patient description"
                  : " does not exist"));
    }
    try (InputStream in = Files.newInputStream(path)) {
      return reader.read(in);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE, file + " cannot be read: " + e.getMessage());
    }
  }

  /** Tells on standard error what is wrong, and keeps its place in the array of several answers. */
  private void refuse(String file, List<PatientProblem> found, ArrayNode all) {
    ArrayNode problems = add(all, file);
    for (PatientProblem problem : found) {
      FailureReport.print(
          file.equals(STANDARD_INPUT) ? "" : file, problem, spec.commandLine().getErr());
      problems
          .addObject()
          .put("code", problem.code().id())
          .put("pointer", problem.pointer())
          .put("message", problem.message())
          .put("remedy", problem.remedy());
    }
  }

  private static ArrayNode add(ArrayNode all, String file) {
    return all.addObject().put("file", file).putArray("problems");
  }
}
