package org.consilium.cli;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.consilium.explanation.OwlJustification;
import org.consilium.fhir.FhirCaseJson;
import org.consilium.fhir.FhirSelection;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.HermitReasoner;
import org.consilium.reasoning.Reasoner;
import org.consilium.recommendation.Advice;
import org.consilium.recommendation.AdviceJson;
import org.consilium.recommendation.AdviceVerification;
import org.consilium.recommendation.RecommendationAdvice;
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
      description = "Patient description in JSON, or FHIR R4 Bundle in JSON; - for standard input.")
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
      names = "--verify",
      description =
          "Check every answer and its explanation by an independent checker; a refuted answer is "
              + "an error.")
  private boolean verify;

  @Option(
      names = "--justify",
      paramLabel = "ID",
      description =
          "Add the OWL axioms and facts from which HermiT entails the answer of one recommendation; "
              + "takes some seconds.")
  private String justify;

  @Option(
      names = "--cancer",
      paramLabel = "NAME",
      description =
          "Of a FHIR Bundle with several cancers: which one, by its code or the id of its Condition.")
  private String cancer;

  @Option(
      names = "--patient",
      paramLabel = "ID",
      description = "Of a FHIR Bundle with several patients: which one, by id or reference.")
  private String patientId;

  @Option(
      names = "--day",
      paramLabel = "DAY",
      description =
          "Look at a FHIR Bundle as of a day (YYYY-MM-DD) instead of the day of its timestamp.")
  private String day;

  @Option(
      names = "--json",
      description = "Print the answer as JSON; for several files, an array in their order.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    KnowledgeBase knowledge = knowledgeOption.loadCoherent();
    Recommender recommender = new Recommender(knowledge, reasoner(knowledge));
    PatientInput input =
        new PatientInput(
            knowledge,
            FhirSelection.of(
                Optional.ofNullable(cancer),
                Optional.ofNullable(patientId),
                Optional.ofNullable(day)));
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode all = new ObjectMapper().createArrayNode();
    boolean refused = false;
    for (String file : files) {
      try {
        PatientInput.Read read = input.read(file);
        Advice advice = recommender.advise(read.patient(), explain || verify);
        ObjectNode answer = AdviceJson.of(advice, knowledge, explain);
        read.fhir().ifPresent(fhir -> answer.set("fhir", FhirCaseJson.of(fhir)));
        all.add(answer);
        refused |= verify && !verified(advice, knowledge, answer);
        if (justify != null) {
          answer.set("justification", justification(advice, knowledge));
        }
        if (!json) {
          out.print(files.size() > 1 ? "==> " + file + " <==\n" : "");
          read.fhir().ifPresent(fhir -> out.println(FhirText.of(fhir)));
          out.println(new AdviceText(answer, knowledge, explain).text());
          answer
              .path("justification")
              .forEach(
                  step ->
                      out.println(step.path("kind").asText() + "  " + step.path("text").asText()));
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

  /** Adds what the independent checker found, and tells of it on standard error. */
  private boolean verified(Advice advice, KnowledgeBase knowledge, ObjectNode answer) {
    AdviceVerification verification = AdviceVerification.of(advice, knowledge);
    ObjectNode node = answer.putObject("verification").put("checked", verification.checked());
    verification.unchecked().forEach(node.putArray("unchecked")::add);
    verification.refuted().forEach(node.putArray("refuted")::add);
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        verification.checked()
            + " answers checked independently, "
            + verification.refuted().size()
            + " refuted, "
            + verification.unchecked().size()
            + " not checkable");
    verification
        .refuted()
        .forEach(
            fault -> err.println("error " + CommandException.Code.REFUTED.id() + ": " + fault));
    return verification.refuted().isEmpty();
  }

  private ArrayNode justification(Advice advice, KnowledgeBase knowledge) throws CommandException {
    RecommendationAdvice chosen =
        advice.recommendations().stream()
            .filter(item -> item.recommendation().id().equals(justify))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandException(
                        CommandException.Code.UNKNOWN_RECOMMENDATION,
                        "no recommendation for this cancer has the identifier " + justify));
    ArrayNode steps = new ObjectMapper().createArrayNode();
    if (chosen.applicability().isDetermined()) {
      for (OwlJustification.Step step :
          OwlJustification.of(
              knowledge,
              advice.patient(),
              chosen.recommendation().population(),
              chosen.applicability())) {
        ObjectNode node =
            steps.addObject().put("kind", step.fact() ? "fact" : "axiom").put("text", step.text());
        step.sources().forEach(node.putArray("sources")::add);
      }
    }
    return steps;
  }

  private Reasoner reasoner(KnowledgeBase knowledge) {
    return switch (choice) {
      case COMPILED -> CompiledReasoner.of(knowledge);
      case HERMIT -> HermitReasoner.of(knowledge);
    };
  }

  /** Tells on standard error what is wrong, and keeps its place in the array of several answers. */
  private void refuse(String file, List<PatientProblem> found, ArrayNode all) {
    ArrayNode problems = add(all, file);
    for (PatientProblem problem : found) {
      FailureReport.print(
          file.equals(PatientInput.STANDARD_INPUT) ? "" : file,
          problem,
          spec.commandLine().getErr());
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
