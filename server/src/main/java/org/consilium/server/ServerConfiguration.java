package org.consilium.server;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a server runs: a value for each {@link Setting}. Immutable. */
public final class ServerConfiguration {
  /** What holds if nobody sets anything. */
  public static final ServerConfiguration DEFAULT = new ServerConfiguration(Map.of());

  private final Map<Setting<?>, List<String>> texts;
  private final Map<Setting<?>, Object> values;

  private ServerConfiguration(Map<Setting<?>, List<String>> texts) {
    this.texts = Map.copyOf(texts);
    Map<Setting<?>, Object> read = new HashMap<>();
    texts.forEach((setting, text) -> read.put(setting, setting.read(text)));
    this.values = Collections.unmodifiableMap(read);
  }

  /** The value of a setting. */
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      return setting.fallback();
    }
    @SuppressWarnings("unchecked") // Read by the setting itself.
    T typed = (T) value;
    return typed;
  }

  /** Whether somebody set it. */
  public boolean has(Setting<?> setting) {
    return texts.containsKey(setting);
  }

  /**
   * The same with another value, written as in the configuration file.
   *
   * @throws IllegalArgumentException if it is no value of this setting
   */
  public ServerConfiguration with(Setting<?> setting, String... value) {
    return with(setting, List.of(value));
  }

  /** The same for a list. */
  public ServerConfiguration with(Setting<?> setting, Collection<String> value) {
    Map<Setting<?>, List<String>> changed = new HashMap<>(texts);
    changed.put(setting, List.copyOf(value));
    return new ServerConfiguration(changed);
  }
}
