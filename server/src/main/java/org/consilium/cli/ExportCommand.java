package org.consilium.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.consilium.knowledge.PublishedFormat;
import org.consilium.knowledge.PublishedGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the whole knowledge as one graph. */
@Command(
    name = "export",
    description =
        "Write ontology, guidelines and evidence as one graph; populations written in Manchester"
            + " syntax become OWL axioms.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = "  consilium export --format rdfxml --output consilium.rdf")
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KnowledgeOption knowledge;

  @Option(
      names = {"-f", "--format"},
      defaultValue = "turtle",
      paramLabel = "FORMAT",
      description = "turtle, rdfxml, functional, jsonld or ntriples (default: turtle).")
  private PublishedFormat format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write; without it, standard output.")
  private Path output;

  @Override
  public Integer call() throws Exception {
    PublishedGraph published = PublishedGraph.of(knowledge.load());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    format.write(published, bytes);
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(bytes.toString(StandardCharsets.UTF_8));
      out.flush();
      return 0;
    }
    try {
      Files.write(output, bytes.toByteArray());
    } catch (IOException e) {
      throw new CommandException(
          CommandException.Code.NOT_WRITABLE, output + " cannot be written: " + e.getMessage());
    }
    spec.commandLine().getErr().println(published.graph().size() + " triples written to " + output);
    return 0;
  }
}
