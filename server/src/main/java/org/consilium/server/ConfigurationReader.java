package org.consilium.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.consilium.knowledge.NearestNames;

/**
 * Reads a configuration: a YAML file, over it the environment, over that the command line. All
 * faults are told at once, and an unknown key is one.
 */
public final class ConfigurationReader {
  /** Names the configuration file in the environment. */
  public static final String FILE_VARIABLE = "CONSILIUM_CONFIG";

  private static final String PREFIX = "CONSILIUM_";

  private final List<ConfigurationException.Fault> faults = new ArrayList<>();
  private final Map<String, Setting<?>> byKey =
      Setting.all().stream().collect(Collectors.toMap(Setting::key, Function.identity()));
  private final Map<String, Setting<?>> byVariable =
      Setting.all().stream().collect(Collectors.toMap(Setting::variable, Function.identity()));
  private ServerConfiguration configuration = ServerConfiguration.DEFAULT;

  private ConfigurationReader() {}

  /**
   * Reads a configuration.
   *
   * @param file the file, if one is named; else {@link #FILE_VARIABLE} may name it
   * @param environment all variables; those that do not start with {@code CONSILIUM_} are passed
   *     over
   * @param options keys with values from the command line; a list is separated by commas
   */
  public static ServerConfiguration read(
      Optional<Path> file, Map<String, String> environment, Map<String, String> options)
      throws ConfigurationException {
    ConfigurationReader reader = new ConfigurationReader();
    file.or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of))
        .ifPresent(reader::readFile);
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (variable.startsWith(PREFIX) && !variable.equals(FILE_VARIABLE)) {
                reader.set(
                    "environment variable " + variable, variable, reader.byVariable, split(value));
              }
            });
    options.forEach((key, value) -> reader.set("option " + key, key, reader.byKey, split(value)));
    if (!reader.faults.isEmpty()) {
      throw new ConfigurationException(reader.faults);
    }
    return reader.configuration;
  }

  private static List<String> split(String value) {
    return List.of(value.split(",", -1));
  }

  private void readFile(Path file) {
    try {
      YAMLMapper mapper = new YAMLMapper();
      mapper.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
      JsonNode root = mapper.readTree(Files.readString(file, StandardCharsets.UTF_8));
      if (root.isObject()) {
        read(file, "", root);
      } else if (!isNothing(root)) {
        fault(ConfigurationException.Code.NOT_READABLE, file + " has no keys");
      }
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      fault(
          ConfigurationException.Code.NOT_READABLE,
          file + line + ": " + e.getOriginalMessage().replaceAll("\\s+", " "));
    } catch (IOException e) {
      fault(ConfigurationException.Code.NOT_READABLE, file + " cannot be read");
    }
  }

  /** A key without a value, or a file of comments. */
  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty());
  }

  private void read(Path file, String prefix, JsonNode object) {
    object
        .properties()
        .forEach(
            entry -> {
              String key = prefix + entry.getKey();
              JsonNode value = entry.getValue();
              if (value.isObject()) {
                read(file, key + ".", value);
              } else if (value.isArray()) {
                List<String> texts = new ArrayList<>();
                value.forEach(item -> texts.add(item.asText()));
                set(file + ": " + key, key, byKey, texts);
              } else if (!isNothing(value)) {
                set(file + ": " + key, key, byKey, List.of(value.asText()));
              }
            });
  }

  private void set(
      String place, String name, Map<String, Setting<?>> settings, List<String> value) {
    Setting<?> setting = settings.get(name);
    if (setting == null) {
      List<String> nearest = NearestNames.of(name, settings.keySet(), 3);
      fault(
          ConfigurationException.Code.UNKNOWN_KEY,
          place
              + ": there is no such setting"
              + (nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest)));
      return;
    }
    try {
      configuration = configuration.with(setting, value);
    } catch (IllegalArgumentException e) {
      // The value is not quoted: it may be a secret that stands in the wrong place.
      fault(ConfigurationException.Code.BAD_VALUE, place + ": this is not " + setting.kind());
    }
  }

  private void fault(ConfigurationException.Code code, String message) {
    faults.add(new ConfigurationException.Fault(code, message));
  }
}
