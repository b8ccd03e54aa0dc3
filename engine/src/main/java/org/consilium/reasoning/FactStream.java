package org.consilium.reasoning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;

/**
 * Reads patient descriptions that are written in an ordinary way straight into facts, without
 * building anything in between.
 *
 * <p>It accepts only what {@link org.consilium.patient.PatientJsonReader} accepts, with the same
 * meaning. Whatever is wrong or unusual (an unknown key, a code that does not exist, a key twice,
 * facts before the cancer, a number with an exponent) makes it give up on the description, which is
 * then for that reader to read or to refuse. Not for several threads.
 */
final class FactStream {
  private static final int MAXIMUM_ID_LENGTH = 200;
  private static final int MAXIMUM_DIGITS = 18;
  private static final List<String> NUMBER_KEYS =
      List.of("atLeast", "atMost", "above", "below", "anyOf", "not");
  private static final int AT_LEAST = 0;
  private static final int AT_MOST = 1;
  private static final int ABOVE = 2;
  private static final int ANY_OF = 4;
  private static final int NOT = 5;

  /** Where the cases of one cancer go. */
  static final class Target {
    private final String cancer;
    private final FactDictionary dictionary;
    private final CodedCases cases = new CodedCases();
    private final int[] lastDescription;

    Target(CompiledCancer cancer) {
      this.cancer = cancer.vocabulary().cancer();
      this.dictionary = cancer.dictionary();
      this.lastDescription = new int[cancer.space().count()];
    }

    String cancer() {
      return cancer;
    }

    FactDictionary dictionary() {
      return dictionary;
    }

    CodedCases cases() {
      return cases;
    }
  }

  private final JsonFactory json =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();
  private final Map<String, Target> targets;
  private final BitSet listed = new BitSet();
  private final BitSet excluded = new BitSet();
  private final BitSet open = new BitSet();
  private final List<BigDecimal> choices = new ArrayList<>();
  private final List<BigDecimal> exclusions = new ArrayList<>();
  private int descriptions;
  private String id;
  private Target target;
  private long digits;
  private int decimals;

  FactStream(Map<String, Target> targets) {
    this.targets = targets;
  }

  /** The label of the description that was read last, or {@code null}. */
  String id() {
    return id;
  }

  /** Where the facts of the description that was read last went. */
  Target target() {
    return target;
  }

  /**
   * Reads one description as one more case of its cancer.
   *
   * @return false if it is left to the general reader; then no case was added
   */
  boolean read(byte[] bytes, int start, int length) {
    descriptions++;
    id = null;
    target = null;
    boolean complete;
    try (JsonParser parser = json.createParser(bytes, start, length)) {
      complete = readDescription(parser);
    } catch (IOException e) {
      complete = false;
    }
    if (complete) {
      target.cases().endCase();
    } else if (target != null) {
      target.cases().dropCase();
    }
    return complete;
  }

  private boolean readDescription(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean seenId = false;
    boolean seenFacts = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      if (key.equals("id") && !seenId) {
        seenId = true;
        if (value == JsonToken.VALUE_STRING && parser.getTextLength() <= MAXIMUM_ID_LENGTH) {
          id = parser.getText();
        } else if (value != JsonToken.VALUE_NULL) {
          return false;
        }
      } else if (key.equals("cancer") && target == null && value == JsonToken.VALUE_STRING) {
        target = targets.get(parser.getText());
        if (target == null) {
          return false;
        }
      } else if (key.equals("facts") && !seenFacts && target != null) {
        seenFacts = true;
        if (value != JsonToken.VALUE_NULL && !readFacts(parser)) {
          return false;
        }
      } else {
        return false;
      }
    }
    return target != null
        && parser.currentToken() == JsonToken.END_OBJECT
        && parser.nextToken() == null;
  }

  private boolean readFacts(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      FeatureFacts facts = target.dictionary().facts(parser.currentName());
      if (facts == null || target.lastDescription[facts.position()] == descriptions) {
        return false;
      }
      target.lastDescription[facts.position()] = descriptions;
      if (parser.nextToken() != JsonToken.VALUE_NULL && !readValue(parser, facts)) {
        return false;
      }
    }
    return parser.currentToken() == JsonToken.END_OBJECT;
  }

  private boolean readValue(JsonParser parser, FeatureFacts facts) throws IOException {
    return switch (facts.feature().kind()) {
      case BOOLEAN -> readTruth(parser, facts);
      case INTEGER, DECIMAL -> readNumber(parser, facts);
      case CODE -> readCoded(parser, facts);
      case CODES -> readMembers(parser, facts);
    };
  }

  private boolean readTruth(JsonParser parser, FeatureFacts facts) throws IOException {
    JsonToken value = parser.currentToken();
    if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
      return false;
    }
    facts.truth(value == JsonToken.VALUE_TRUE, target.cases());
    return true;
  }

  private boolean readNumber(JsonParser parser, FeatureFacts facts) throws IOException {
    return parser.currentToken() == JsonToken.START_OBJECT
        ? readBounds(parser, facts)
        : isNumber(parser, facts) && facts.number(digits, decimals, target.cases());
  }

  /** Whether the token is a number that the feature can take; it is left in the fields. */
  private boolean isNumber(JsonParser parser, FeatureFacts facts) throws IOException {
    JsonToken value = parser.currentToken();
    if (value != JsonToken.VALUE_NUMBER_INT && value != JsonToken.VALUE_NUMBER_FLOAT) {
      return false;
    }
    char[] text = parser.getTextCharacters();
    int start = parser.getTextOffset();
    int end = start + parser.getTextLength();
    boolean negative = text[start] == '-';
    if (negative) {
      start++;
    }
    if (end - start > MAXIMUM_DIGITS) {
      return false;
    }
    digits = 0;
    decimals = 0;
    boolean fraction = false;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (c == '.') {
        fraction = true;
      } else if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
        decimals += fraction ? 1 : 0;
      } else {
        return false;
      }
    }
    while (decimals > 0 && digits % 10 == 0) {
      digits /= 10;
      decimals--;
    }
    if (negative) {
      digits = -digits;
    }
    return decimals == 0 || facts.feature().kind() != FeatureKind.INTEGER;
  }

  /** Reads bounds, alternatives and exclusions; each key at most once. */
  private boolean readBounds(JsonParser parser, FeatureFacts facts) throws IOException {
    NumberRange range = NumberRange.ALL;
    choices.clear();
    exclusions.clear();
    int seen = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      int key = NUMBER_KEYS.indexOf(parser.currentName());
      if (key < 0 || (seen & 1 << key) != 0) {
        return false;
      }
      seen |= 1 << key;
      parser.nextToken();
      if (key == ANY_OF || key == NOT) {
        if (!readNumbers(parser, facts, key == ANY_OF ? choices : exclusions)) {
          return false;
        }
      } else if (isNumber(parser, facts)) {
        BigDecimal number = BigDecimal.valueOf(digits, decimals);
        range =
            range.intersect(
                switch (key) {
                  case AT_LEAST -> NumberRange.atLeast(number);
                  case AT_MOST -> NumberRange.atMost(number);
                  case ABOVE -> NumberRange.above(number);
                  default -> NumberRange.below(number);
                });
      } else {
        return false;
      }
    }
    if (seen == 0 || parser.currentToken() != JsonToken.END_OBJECT) {
      return false;
    }
    List<NumberRange> ranges = new ArrayList<>();
    if ((seen & 1 << ANY_OF) == 0) {
      ranges.add(range);
    }
    for (BigDecimal choice : choices) {
      ranges.add(range.intersect(NumberRange.exactly(choice)));
    }
    for (BigDecimal exclusion : exclusions) {
      List<NumberRange> parts = new ArrayList<>();
      for (NumberRange part : ranges) {
        parts.add(part.intersect(NumberRange.below(exclusion)));
        parts.add(part.intersect(NumberRange.above(exclusion)));
      }
      ranges = parts;
    }
    return facts.ranges(ranges, target.cases());
  }

  /** Reads a list of numbers; a single number counts as a list of one. */
  private boolean readNumbers(JsonParser parser, FeatureFacts facts, List<BigDecimal> numbers)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      if (!isNumber(parser, facts)) {
        return false;
      }
      numbers.add(BigDecimal.valueOf(digits, decimals));
      return true;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!isNumber(parser, facts)) {
        return false;
      }
      numbers.add(BigDecimal.valueOf(digits, decimals));
    }
    return true;
  }

  private boolean readCoded(JsonParser parser, FeatureFacts facts) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      int code = facts.classOfCode(parser.getText());
      if (code < 0) {
        return false;
      }
      facts.isOf(code, target.cases());
      return true;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    listed.clear();
    excluded.clear();
    int seen = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      int bit = parser.currentName().equals("anyOf") ? 1 : 2;
      if ((seen & bit) != 0 || (bit == 2 && !parser.currentName().equals("not"))) {
        return false;
      }
      seen |= bit;
      parser.nextToken();
      if (!readCodes(parser, facts, bit == 1 ? listed : excluded)) {
        return false;
      }
    }
    if (seen == 0 || ((seen & 1) != 0 && listed.isEmpty())) {
      return false;
    }
    if (listed.cardinality() == 1) {
      facts.isOf(listed.nextSetBit(0), target.cases());
    } else if (!listed.isEmpty()) {
      facts.isOfAny(listed, target.cases());
    }
    for (int code = excluded.nextSetBit(0); code >= 0; code = excluded.nextSetBit(code + 1)) {
      facts.isNotOf(code, target.cases());
    }
    return parser.currentToken() == JsonToken.END_OBJECT;
  }

  private boolean readMembers(JsonParser parser, FeatureFacts facts) throws IOException {
    listed.clear();
    excluded.clear();
    open.clear();
    boolean complete = true;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      if (!readCodes(parser, facts, listed)) {
        return false;
      }
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      complete = false;
      int seen = 0;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        int bit;
        boolean good;
        switch (key) {
          case "present" -> {
            bit = 1;
            good = readCodes(parser, facts, listed);
          }
          case "absent" -> {
            bit = 2;
            good = readCodes(parser, facts, excluded);
          }
          case "unknown" -> {
            bit = 4;
            good = readCodes(parser, facts, open);
          }
          case "complete" -> {
            bit = 8;
            complete = parser.currentToken() == JsonToken.VALUE_TRUE;
            good =
                complete
                    || parser.currentToken() == JsonToken.VALUE_FALSE
                    || parser.currentToken() == JsonToken.VALUE_NULL;
          }
          default -> {
            return false;
          }
        }
        if (!good || (seen & bit) != 0) {
          return false;
        }
        seen |= bit;
      }
      if (seen == 0 || parser.currentToken() != JsonToken.END_OBJECT) {
        return false;
      }
    } else {
      return false;
    }
    for (int code = listed.nextSetBit(0); code >= 0; code = listed.nextSetBit(code + 1)) {
      facts.isOf(code, target.cases());
    }
    for (int code = excluded.nextSetBit(0); code >= 0; code = excluded.nextSetBit(code + 1)) {
      facts.isNotOf(code, target.cases());
    }
    if (complete) {
      listed.or(open);
      facts.complete(listed, target.cases());
    }
    return true;
  }

  /** Reads a list of codes; a single code counts as a list of one, null as an empty list. */
  private static boolean readCodes(JsonParser parser, FeatureFacts facts, BitSet codes)
      throws IOException {
    JsonToken value = parser.currentToken();
    if (value == JsonToken.VALUE_NULL) {
      return true;
    }
    if (value == JsonToken.VALUE_STRING) {
      return readCode(parser, facts, codes);
    }
    if (value != JsonToken.START_ARRAY) {
      return false;
    }
    while (parser.nextToken() == JsonToken.VALUE_STRING) {
      if (!readCode(parser, facts, codes)) {
        return false;
      }
    }
    return parser.currentToken() == JsonToken.END_ARRAY;
  }

  private static boolean readCode(JsonParser parser, FeatureFacts facts, BitSet codes)
      throws IOException {
    int code = facts.classOfCode(parser.getText());
    if (code < 0) {
      return false;
    }
    codes.set(code);
    return true;
  }
}
