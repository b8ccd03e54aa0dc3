package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigurationTest {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z.-]+)` \\| `(CONSILIUM_[A-Z_]+)` \\| ([^|]*) \\| ([^|]*) \\|");

  @TempDir Path folder;

  private ServerConfiguration read(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("consilium.yaml"), yaml);
    return ConfigurationReader.read(Optional.of(file), Map.of(), Map.of());
  }

  private List<ConfigurationException.Fault> faults(String yaml) {
    return assertThrows(ConfigurationException.class, () -> read(yaml)).faults();
  }

  @Test
  void theDocumentationHasARowForEachSettingAndNoOther() throws Exception {
    Map<String, String> documented = new TreeMap<>();
    Matcher matcher = ROW.matcher(Files.readString(Path.of("..", "docs", "configuration.md")));
    while (matcher.find()) {
      documented.put(
          matcher.group(1), matcher.group(2) + ", " + matcher.group(3) + ", " + matcher.group(4));
    }
    Map<String, String> declared = new TreeMap<>();
    for (Setting<?> setting : Setting.all()) {
      declared.put(
          setting.key(),
          setting.variable() + ", " + setting.kind() + ", " + shown(setting.fallback()));
    }
    assertEquals(lines(declared), lines(documented));
  }

  private static String lines(Map<String, String> rows) {
    return rows.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  /** A fallback as the documentation writes it. */
  private static String shown(Object fallback) {
    if (fallback instanceof Optional<?> optional) {
      return optional.map(ServerConfigurationTest::shown).orElse("none");
    }
    if (fallback instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
    }
    if (fallback instanceof Duration time) {
      long seconds = time.toSeconds();
      return "`"
          + (time.toMillis() % 1000 != 0
              ? time.toMillis() + "ms"
              : seconds % 86_400 == 0
                  ? seconds / 86_400 + "d"
                  : seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s")
          + "`";
    }
    return "`" + fallback + "`";
  }

  @Test
  void keysAndVariablesAreUnique() {
    assertEquals(
        Setting.all().size(), Setting.all().stream().map(Setting::variable).distinct().count());
    assertEquals(Setting.all().size(), Setting.all().stream().map(Setting::key).distinct().count());
  }

  @Test
  void theDefaultsAreTheLoopbackAddressAndPort8080() {
    assertEquals("127.0.0.1", ServerConfiguration.DEFAULT.get(Setting.HOST));
    assertEquals(8080, ServerConfiguration.DEFAULT.get(Setting.PORT));
  }

  @Test
  void aFileSetsValuesInSections() throws Exception {
    ServerConfiguration read =
        read(
            """
            # A comment.
            http:
              port: 9000
              stop-time: 10 s
            sparql.queries: 2
            """);
    assertEquals(9000, read.get(Setting.PORT));
    assertEquals(Duration.ofSeconds(10), read.get(Setting.STOP_TIME));
    assertEquals(2, read.get(Setting.QUERIES));
    assertEquals("127.0.0.1", read.get(Setting.HOST));
    assertTrue(read.has(Setting.PORT));
    assertFalse(read.has(Setting.HOST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "http:\n", "---\n"})
  void aFileMaySayNothing(String yaml) throws Exception {
    assertEquals(8080, read(yaml).get(Setting.PORT));
  }

  @Test
  void theCommandLineCountsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), "http: {host: a, port: 1}\n");
    Map<String, String> environment =
        Map.of("CONSILIUM_CONFIG", file.toString(), "CONSILIUM_HTTP_PORT", "2", "HOME", "/");
    ServerConfiguration read =
        ConfigurationReader.read(Optional.empty(), environment, Map.of("http.host", "localhost"));
    assertEquals("localhost", read.get(Setting.HOST));
    assertEquals(2, read.get(Setting.PORT));
    assertEquals(
        1, ConfigurationReader.read(Optional.of(file), Map.of(), Map.of()).get(Setting.PORT));
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearest() {
    List<ConfigurationException.Fault> faults = faults("http:\n  prot: 1\n");
    assertEquals(1, faults.size());
    assertEquals(ConfigurationException.Code.UNKNOWN_KEY, faults.get(0).code());
    assertTrue(faults.get(0).message().contains("http.prot"), faults::toString);
    assertTrue(faults.get(0).message().contains("http.port"), faults::toString);
    ConfigurationException variable =
        assertThrows(
            ConfigurationException.class,
            () ->
                ConfigurationReader.read(
                    Optional.empty(), Map.of("CONSILIUM_HTTP_PROT", "1"), Map.of()));
    assertTrue(variable.getMessage().contains("nearest: CONSILIUM_HTTP_PORT"));
  }

  @Test
  void allFaultsAreToldAtOnce() {
    List<ConfigurationException.Fault> faults =
        faults("http: {port: many, stop-time: 3}\nsparql: {queries: [1, 2], nothing: 1}\n");
    assertEquals(4, faults.size(), faults::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, -1",
    "http.port, 65536",
    "http.port, 80.5",
    "http.host, ' '",
    "http.stop-time, 0s",
    "http.stop-time, 5 weeks",
    "sparql.result-rows, 0",
  })
  void aValueThatDoesNotFitIsRefusedWithoutQuotingIt(String key, String value) {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> ConfigurationReader.read(Optional.empty(), Map.of(), Map.of(key, value)));
    assertEquals(ConfigurationException.Code.BAD_VALUE, refused.faults().get(0).code());
    assertTrue(refused.getMessage().startsWith("option " + key + ": this is not a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http: {port: 1", "- a\n", "http:\n  port: 1\n  port: 2\n", "text"})
  void aFileThatIsNoneIsRefused(String yaml) {
    assertEquals(
        List.of(ConfigurationException.Code.NOT_READABLE),
        new ArrayList<>(faults(yaml)).stream().map(ConfigurationException.Fault::code).toList());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () ->
                ConfigurationReader.read(
                    Optional.of(folder.resolve("none.yaml")), Map.of(), Map.of()));
    assertTrue(refused.getMessage().endsWith("none.yaml cannot be read"));
  }
}
