package org.consilium.query;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of a catalogue query, written in its text as the variable {@code ?_name} or {@code
 * ?_name_type}.
 *
 * @param variable the variable without the question mark
 * @param name the name by which a value is given
 * @param type what its value becomes
 * @param defaultValue the value when none is given
 * @param choices the values among which one chooses, or empty if any will do
 */
public record QueryParameter(
    String variable, String name, Type type, Optional<String> defaultValue, List<String> choices) {
  /** What the text of a value is turned into. */
  public enum Type {
    /** A string without language. */
    LITERAL,
    /** An IRI, in full or with a prefix that the query declares. */
    IRI,
    /** A whole number. */
    INTEGER,
    /** A decimal number. */
    DECIMAL,
    /** {@code true} or {@code false}. */
    BOOLEAN
  }

  public QueryParameter {
    choices = List.copyOf(choices);
  }
}
