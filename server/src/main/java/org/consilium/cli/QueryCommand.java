package org.consilium.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.consilium.knowledge.PublishedGraph;
import org.consilium.query.CatalogueQuery;
import org.consilium.query.QueryAnswer;
import org.consilium.query.QueryCatalogue;
import org.consilium.query.QueryParameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a question of the library, or one from a file. */
@Command(
    name = "query",
    description = "Ask the knowledge graph: a question of the library, or a SPARQL file.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = "  consilium query recommendations-citing-study --parameter study=study:latitude")
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KnowledgeOption knowledge;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|FILE",
      description =
          "Name of a question (see --list), a file that ends in .rq, or - for standard input.")
  private String query;

  @Option(names = "--list", description = "List the questions of the library and their parameters.")
  private boolean list;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description =
          "Value of a parameter; an IRI is given in full or with a prefix of the query. Repeatable.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = {"-f", "--format"},
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "table, csv, tsv, json, xml, or turtle for graphs (default: table).")
  private QueryAnswer.Format format;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    QueryCatalogue catalogue = knowledge.queries();
    if (list) {
      catalogue.queries().forEach(each -> print(each, out));
      out.flush();
      return 0;
    }
    if (query == null) {
      throw new ParameterException(
          spec.commandLine(), "Name a question or a file; --list shows the questions.");
    }
    CatalogueQuery found = find(catalogue);
    QueryAnswer answer =
        QueryAnswer.of(found.with(parameters), PublishedGraph.of(knowledge.load()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    answer.write(json ? QueryAnswer.Format.JSON : format, bytes);
    out.print(bytes.toString(StandardCharsets.UTF_8));
    out.flush();
    return 0;
  }

  private CatalogueQuery find(QueryCatalogue catalogue) throws Exception {
    if (query.equals("-")) {
      return CatalogueQuery.read(
          "standard input", new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    }
    if (!query.endsWith(".rq") && !query.endsWith(".sparql")) {
      return catalogue.query(query);
    }
    Path file = Path.of(query);
    if (!Files.isRegularFile(file)) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE,
          file + (Files.exists(file) ? " is not a file" : " does not exist"));
    }
    try {
      return CatalogueQuery.read(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE, file + " cannot be read: " + e.getMessage());
    }
  }

  private static void print(CatalogueQuery each, PrintWriter out) {
    out.println(each.name());
    out.println("    " + each.summary());
    for (QueryParameter parameter : each.parameters()) {
      out.println(
          "    --parameter "
              + parameter.name()
              + "="
              + parameter.defaultValue().orElse(parameter.type().name()));
    }
  }
}
