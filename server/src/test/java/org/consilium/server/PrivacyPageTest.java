package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.CompiledReasoner;
import org.junit.jupiter.api.Test;

/** The page on privacy, which operators copy into their records, names what the server has. */
class PrivacyPageTest {
  private static final Pattern ROUTE = Pattern.compile("`(POST|GET) (/[^`]+)`");

  @Test
  void everyRouteThatTakesDescriptionsOfPatientsIsNamedAndNoOther() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    try (ConsiliumServer server =
        ConsiliumServer.create(
            ServerConfiguration.DEFAULT,
            KnowledgeSnapshots.of(
                new ServedKnowledge(knowledge, CompiledReasoner.of(knowledge))))) {
      Set<String> routes =
          server.routes().routes().stream()
              .filter(Route::patient)
              .map(route -> route.method().name() + " " + route.path())
              .collect(Collectors.toCollection(TreeSet::new));
      String row =
          Files.readString(Path.of("../docs/privacy.md"))
              .lines()
              .filter(line -> line.contains("which routes take descriptions"))
              .findFirst()
              .orElseThrow();
      Set<String> named = new TreeSet<>();
      Matcher matcher = ROUTE.matcher(row);
      while (matcher.find()) {
        named.add(matcher.group(1) + " " + matcher.group(2));
      }
      assertEquals(routes, named);
    }
  }
}
