package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the pages say of attacks is what is tested. */
class ReliabilityPageTest {
  /** Cases of each group of the plan. */
  private static final Map<String, Integer> PLANNED =
      Map.of("A", 17, "B", 18, "C", 15, "D", 22, "E", 22, "F", 18);

  private static final Path THREATS =
      ServerProcess.MODULE.resolve("../THREAT_MODEL.md").normalize();
  private static final Pattern ID = Pattern.compile("\\b[A-F]\\d\\d\\b");
  private static final Pattern NOT_TESTED =
      Pattern.compile("(?m)^\\| ([A-F]\\d\\d) \\| [^|]+ \\|$");

  private static Set<String> named(Pattern pattern, int group, String text) {
    Set<String> ids = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      ids.add(matcher.group(group));
    }
    return ids;
  }

  @Test
  void theTableSaysWhatIsTested() throws Exception {
    String page = Files.readString(ReliabilityPage.FILE);
    assertEquals(ReliabilityPage.with(page, Map.of(), Map.of()), page);
  }

  @Test
  void everyCaseOfThePlanIsTestedOrItIsSaidWhyNot() throws Exception {
    Set<String> planned = new TreeSet<>();
    PLANNED.forEach(
        (group, cases) ->
            IntStream.rangeClosed(1, cases)
                .forEach(number -> planned.add("%s%02d".formatted(group, number))));
    Set<String> accounted = new TreeSet<>(ReliabilityPage.cases().keySet());
    Set<String> leftOut = named(NOT_TESTED, 1, Files.readString(ReliabilityPage.FILE));
    for (String id : leftOut) {
      assertTrue(accounted.add(id), () -> id + " is tested and said to be left out");
    }
    assertEquals(planned, accounted);
  }

  @Test
  void everyPromiseOfTheThreatModelNamesCasesThatAreTested() throws Exception {
    Set<String> named = named(ID, 0, Files.readString(THREATS));
    assertTrue(ReliabilityPage.cases().keySet().containsAll(named), named::toString);
    assertTrue(named.size() > 30, named::toString);
  }
}
