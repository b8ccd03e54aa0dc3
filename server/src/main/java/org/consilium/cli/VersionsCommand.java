package org.consilium.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.consilium.publication.VersionLibrary;
import org.consilium.publication.VersionRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the versions of a data folder. */
@Command(
    name = "versions",
    description = {
      "List the published versions of the knowledge, the newest first.",
      "A server may use the data folder at the same time."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nExample:%n",
    footer = "  consilium versions --data /var/lib/consilium")
final class VersionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataOption data;

  @Option(names = "--json", description = "Print the records of the versions as a JSON array.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<VersionRecord> records = VersionLibrary.of(data.folder()).records();
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = records.size() - 1; i >= 0; i--) {
      VersionRecord record = records.get(i);
      array.add(record.json());
      if (!json) {
        out.println(
            String.join(
                "  ",
                record.version().text(),
                record.published().toString(),
                record.knowledgeHash(),
                record.by()));
      }
    }
    if (json) {
      out.println(array);
    }
    out.flush();
    return 0;
  }
}
