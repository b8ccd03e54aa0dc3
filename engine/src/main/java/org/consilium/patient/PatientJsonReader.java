package org.consilium.patient;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.NearestNames;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.ValueTaxonomy;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.PatientProblem.Code;

/**
 * Reads the patient description in JSON. Keys and codes are those of the ontology; everything that
 * is wrong is reported at once, with the place and the nearest valid choices.
 */
public final class PatientJsonReader {
  /** Largest description in bytes. */
  public static final int MAXIMUM_BYTES = 1_000_000;

  private static final int MAXIMUM_DEPTH = 20;
  static final int MAXIMUM_ID_LENGTH = 200;
  private static final int MAXIMUM_SHOWN = 60;
  private static final Set<String> TOP_LEVEL_KEYS = Set.of("id", "cancer", "facts");
  private static final Set<String> CODED_KEYS = Set.of("anyOf", "not");
  private static final Set<String> NUMBER_KEYS =
      Set.of("anyOf", "not", "atLeast", "atMost", "above", "below");
  private static final Set<String> MEMBER_KEYS = Set.of("present", "absent", "unknown", "complete");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAXIMUM_DEPTH)
                          .maxDocumentLength(MAXIMUM_BYTES)
                          .maxStringLength(10_000)
                          .maxNumberLength(40)
                          .maxNameLength(1_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final KnowledgeBase knowledge;

  public PatientJsonReader(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
  }

  /**
   * Reads a description; never more than {@link #MAXIMUM_BYTES} are taken from the stream.
   *
   * @throws PatientException if it is not valid
   * @throws IOException if the stream cannot be read
   */
  public PatientCase read(InputStream in) throws PatientException, IOException {
    byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
    if (bytes.length > MAXIMUM_BYTES) {
      throw tooLarge();
    }
    return read(bytes);
  }

  /**
   * Reads a description.
   *
   * @param json UTF-8
   * @throws PatientException if it is not valid
   */
  public PatientCase read(byte[] json) throws PatientException {
    return read(parse(json));
  }

  /**
   * Parses JSON under the limits of patient descriptions.
   *
   * @throws PatientException if it is empty, too large, too deep or no JSON
   */
  public static JsonNode parse(byte[] json) throws PatientException {
    if (json.length > MAXIMUM_BYTES) {
      throw tooLarge();
    }
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (tree == null || tree.isMissingNode()) {
        throw refuse(
            Code.EMPTY, "", "there is no patient description", "Send an object with \"cancer\".");
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw refuse(
          Code.TOO_LARGE,
          "",
          "the description is nested too deeply or holds a text or number that is too long",
          "A description has at most "
              + MAXIMUM_DEPTH
              + " levels and "
              + MAXIMUM_BYTES
              + " bytes.");
    } catch (JsonProcessingException e) {
      throw refuse(
          Code.NOT_JSON,
          "",
          "this is not valid JSON" + JsonPlace.of(e) + ": " + firstSentence(e.getOriginalMessage()),
          "Send one JSON object in UTF-8, with no key twice.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PatientException tooLarge() {
    return refuse(
        Code.TOO_LARGE,
        "",
        "the description is larger than " + MAXIMUM_BYTES + " bytes",
        "Send one patient with the facts that the vocabulary names.");
  }

  private static String firstSentence(String message) {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  /**
   * Reads a description that is already parsed.
   *
   * @throws PatientException if it is not valid
   */
  public PatientCase read(JsonNode description) throws PatientException {
    return new Reading().read(description);
  }

  private static PatientException refuse(Code code, String pointer, String message, String remedy) {
    return new PatientException(List.of(new PatientProblem(code, pointer, message, remedy)));
  }

  /** One description being read. */
  private final class Reading {
    private final List<PatientProblem> problems = new ArrayList<>();

    PatientCase read(JsonNode description) throws PatientException {
      if (!description.isObject()) {
        throw refuse(
            Code.WRONG_TYPE,
            "",
            "a patient description is an object, not " + kindOf(description),
            "Send {\"cancer\": …, \"facts\": {…}}.");
      }
      if (description.has("resourceType")) {
        throw refuse(
            Code.FHIR_NOT_READ,
            "/resourceType",
            "this is a FHIR resource, not a patient description",
            "Send it as application/fhir+json, or send {\"cancer\": …, \"facts\": {…}}.");
      }
      checkKeys(description, TOP_LEVEL_KEYS, "");
      Optional<String> id = readId(description.get("id"));
      Optional<Vocabulary> vocabulary = readCancer(description.get("cancer"));
      Map<Feature, FeatureValue> facts = new LinkedHashMap<>();
      if (vocabulary.isPresent()) {
        readFacts(description.get("facts"), vocabulary.get(), facts);
      }
      if (!problems.isEmpty()) {
        throw new PatientException(problems);
      }
      return new PatientCase(id, vocabulary.orElseThrow(), facts);
    }

    private void report(Code code, String pointer, String message, String remedy) {
      problems.add(new PatientProblem(code, pointer, message, remedy));
    }

    private Optional<String> readId(JsonNode id) {
      if (id == null || id.isNull()) {
        return Optional.empty();
      }
      if (!id.isTextual() || id.textValue().length() > MAXIMUM_ID_LENGTH) {
        report(
            Code.WRONG_TYPE,
            "/id",
            "\"id\" is a text of at most " + MAXIMUM_ID_LENGTH + " characters",
            "Use a short opaque label, or leave it out.");
        return Optional.empty();
      }
      return Optional.of(id.textValue());
    }

    private Optional<Vocabulary> readCancer(JsonNode cancer) {
      String valid = String.join(", ", knowledge.cancers());
      if (cancer == null || cancer.isNull()) {
        report(
            Code.UNKNOWN_CANCER,
            "/cancer",
            "\"cancer\" is missing",
            "Name the cancer: " + valid + ".");
        return Optional.empty();
      }
      if (!cancer.isTextual()) {
        report(
            Code.WRONG_TYPE,
            "/cancer",
            "\"cancer\" is a text, not " + kindOf(cancer),
            "Name the cancer: " + valid + ".");
        return Optional.empty();
      }
      Optional<Vocabulary> vocabulary = knowledge.vocabulary(cancer.textValue());
      if (vocabulary.isEmpty()) {
        report(
            Code.UNKNOWN_CANCER,
            "/cancer",
            "no guidelines are encoded for the cancer " + show(cancer),
            "Name one of: " + valid + ".");
      }
      return vocabulary;
    }

    private void readFacts(
        JsonNode facts, Vocabulary vocabulary, Map<Feature, FeatureValue> result) {
      if (facts == null || facts.isNull()) {
        return;
      }
      if (!facts.isObject()) {
        report(
            Code.WRONG_TYPE,
            "/facts",
            "\"facts\" is an object, not " + kindOf(facts),
            "Write one key for each feature.");
        return;
      }
      List<String> keys = vocabulary.features().stream().map(Feature::key).toList();
      for (Map.Entry<String, JsonNode> field : facts.properties()) {
        String pointer = "/facts/" + escape(field.getKey());
        Optional<Feature> feature = vocabulary.feature(field.getKey());
        if (feature.isEmpty()) {
          report(
              Code.UNKNOWN_KEY,
              pointer,
              "no feature of "
                  + vocabulary.cancer()
                  + " cancer has the key \""
                  + shorten(field.getKey())
                  + "\""
                  + nearest(field.getKey(), keys),
              "Use a key of the vocabulary of this cancer.");
        } else if (!field.getValue().isNull()) {
          readValue(feature.get(), field.getValue(), pointer)
              .ifPresent(value -> result.put(feature.get(), value));
        }
      }
    }

    private Optional<FeatureValue> readValue(Feature feature, JsonNode value, String pointer) {
      return switch (feature.kind()) {
        case BOOLEAN -> readTruth(feature, value, pointer);
        case INTEGER, DECIMAL -> readNumber(feature, value, pointer);
        case CODE -> readCoded(feature, value, pointer);
        case CODES -> readMembers(feature, value, pointer);
      };
    }

    private Optional<FeatureValue> readTruth(Feature feature, JsonNode value, String pointer) {
      if (!value.isBoolean()) {
        report(
            Code.WRONG_TYPE,
            pointer,
            "\"" + feature.key() + "\" is true, false or null, not " + kindOf(value),
            "Write true or false; null if it is unknown.");
        return Optional.empty();
      }
      return Optional.of(new FeatureValue.Truth(value.booleanValue()));
    }

    private Optional<FeatureValue> readNumber(Feature feature, JsonNode value, String pointer) {
      List<NumberRange> ranges = new ArrayList<>();
      if (value.isNumber()) {
        number(feature, value, pointer).map(NumberRange::exactly).ifPresent(ranges::add);
      } else if (value.isObject() && !value.isEmpty()) {
        readNumberRanges(feature, value, pointer, ranges);
      } else {
        report(
            Code.WRONG_TYPE,
            pointer,
            "\"" + feature.key() + "\" is " + describe(feature) + ", not " + kindOf(value),
            "Write a number, {\"atLeast\": n}, {\"atMost\": n}, {\"above\": n}, {\"below\": n}, or "
                + "null if it is unknown.");
      }
      List<NumberRange> possible =
          ranges.stream()
              .map(range -> range.intersect(feature.range()))
              .filter(range -> !range.isEmpty(feature.kind() == FeatureKind.INTEGER))
              .toList();
      if (!ranges.isEmpty() && possible.isEmpty()) {
        report(
            Code.OUT_OF_RANGE,
            pointer,
            "no possible value of \""
                + feature.key()
                + "\" is "
                + String.join(" or ", ranges.stream().map(NumberRange::toString).toList())
                + "; it is "
                + describe(feature),
            "Check the value and its unit.");
      }
      return possible.isEmpty()
          ? Optional.empty()
          : Optional.of(new FeatureValue.Numeric(possible));
    }

    private void readNumberRanges(
        Feature feature, JsonNode value, String pointer, List<NumberRange> ranges) {
      if (!checkKeys(value, NUMBER_KEYS, pointer)) {
        return;
      }
      int before = problems.size();
      NumberRange range = NumberRange.ALL;
      for (String key : List.of("atLeast", "atMost", "above", "below")) {
        JsonNode bound = value.get(key);
        if (bound != null) {
          Optional<BigDecimal> number = number(feature, bound, pointer + "/" + key);
          if (number.isPresent()) {
            range = range.intersect(bound(key, number.get()));
          }
        }
      }
      List<NumberRange> result = new ArrayList<>(List.of(range));
      if (value.has("anyOf")) {
        List<NumberRange> choices =
            items(value.get("anyOf"), pointer + "/anyOf").entrySet().stream()
                .flatMap(item -> number(feature, item.getValue(), item.getKey()).stream())
                .map(NumberRange::exactly)
                .map(range::intersect)
                .toList();
        if (choices.isEmpty() && problems.size() == before) {
          report(
              Code.WRONG_TYPE,
              pointer + "/anyOf",
              "\"anyOf\" names no number",
              "Name the numbers that are possible, or write null.");
        }
        result.clear();
        result.addAll(choices);
      }
      if (value.has("not")) {
        for (Map.Entry<String, JsonNode> item :
            items(value.get("not"), pointer + "/not").entrySet()) {
          Optional<BigDecimal> number = number(feature, item.getValue(), item.getKey());
          if (number.isPresent()) {
            List<NumberRange> parts = List.copyOf(result);
            result.clear();
            for (NumberRange part : parts) {
              result.add(part.intersect(NumberRange.below(number.get())));
              result.add(part.intersect(NumberRange.above(number.get())));
            }
          }
        }
      }
      if (problems.size() == before) {
        ranges.addAll(result);
      }
    }

    private NumberRange bound(String key, BigDecimal number) {
      return switch (key) {
        case "atLeast" -> NumberRange.atLeast(number);
        case "atMost" -> NumberRange.atMost(number);
        case "above" -> NumberRange.above(number);
        default -> NumberRange.below(number);
      };
    }

    private Optional<BigDecimal> number(Feature feature, JsonNode value, String pointer) {
      if (!value.isNumber()) {
        report(
            Code.WRONG_TYPE,
            pointer,
            "\"" + feature.key() + "\" is " + describe(feature) + ", not " + kindOf(value),
            "Write a number without quotes.");
        return Optional.empty();
      }
      BigDecimal number = value.decimalValue();
      if (Math.abs((long) number.scale()) > 40 || number.precision() > 40) {
        report(
            Code.OUT_OF_RANGE,
            pointer,
            "the number has too many digits",
            "Write a number of ordinary size.");
        return Optional.empty();
      }
      if (feature.kind() == FeatureKind.INTEGER && number.stripTrailingZeros().scale() > 0) {
        report(
            Code.WRONG_TYPE,
            pointer,
            "\"" + feature.key() + "\" is a whole number, not " + number.toPlainString(),
            "Write a whole number.");
        return Optional.empty();
      }
      return Optional.of(number);
    }

    private Optional<FeatureValue> readCoded(Feature feature, JsonNode value, String pointer) {
      if (value.isTextual()) {
        return code(feature, value, pointer)
            .map(found -> new FeatureValue.Coded(List.of(found), List.of()));
      }
      if (!value.isObject() || value.isEmpty()) {
        report(
            Code.WRONG_TYPE,
            pointer,
            "\"" + feature.key() + "\" is one code, not " + kindOf(value),
            "Write one of "
                + codes(feature)
                + ", {\"anyOf\": […]}, {\"not\": …}, or null if it is unknown.");
        return Optional.empty();
      }
      if (!checkKeys(value, CODED_KEYS, pointer)) {
        return Optional.empty();
      }
      int before = problems.size();
      List<ValueClass> anyOf = codeList(feature, value.get("anyOf"), pointer + "/anyOf");
      List<ValueClass> noneOf = codeList(feature, value.get("not"), pointer + "/not");
      if (value.has("anyOf") && anyOf.isEmpty() && problems.size() == before) {
        report(
            Code.WRONG_TYPE,
            pointer + "/anyOf",
            "\"anyOf\" names no code",
            "Name the values that are possible, or write null.");
      }
      return problems.size() > before
          ? Optional.empty()
          : Optional.of(new FeatureValue.Coded(anyOf, noneOf));
    }

    private Optional<FeatureValue> readMembers(Feature feature, JsonNode value, String pointer) {
      int before = problems.size();
      if (value.isArray()) {
        List<ValueClass> listed = codeList(feature, value, pointer);
        return problems.size() > before
            ? Optional.empty()
            : Optional.of(CompleteList.of(feature.taxonomy(), listed, List.of(), List.of()));
      }
      if (!value.isObject() || value.isEmpty()) {
        report(
            Code.WRONG_TYPE,
            pointer,
            "\"" + feature.key() + "\" is a list of codes, not " + kindOf(value),
            "Write [codes] for a complete list, or {\"present\": […], \"absent\": […], "
                + "\"unknown\": […], \"complete\": true or false}.");
        return Optional.empty();
      }
      if (!checkKeys(value, MEMBER_KEYS, pointer)) {
        return Optional.empty();
      }
      List<ValueClass> present = codeList(feature, value.get("present"), pointer + "/present");
      List<ValueClass> absent = codeList(feature, value.get("absent"), pointer + "/absent");
      List<ValueClass> unknown = codeList(feature, value.get("unknown"), pointer + "/unknown");
      JsonNode complete = value.get("complete");
      if (complete != null && !complete.isBoolean() && !complete.isNull()) {
        report(
            Code.WRONG_TYPE,
            pointer + "/complete",
            "\"complete\" is true or false, not " + kindOf(complete),
            "Write true if what is not named is absent.");
      }
      if (problems.size() > before) {
        return Optional.empty();
      }
      boolean closed = complete != null && complete.asBoolean(false);
      return Optional.of(
          closed
              ? CompleteList.of(feature.taxonomy(), present, absent, unknown)
              : new FeatureValue.Members(present, absent, Optional.empty()));
    }

    private List<ValueClass> codeList(Feature feature, JsonNode value, String pointer) {
      List<ValueClass> result = new ArrayList<>();
      items(value, pointer)
          .forEach((place, item) -> code(feature, item, place).ifPresent(result::add));
      return result;
    }

    /** The items of a list with their pointers; a single value counts as a list of one. */
    private Map<String, JsonNode> items(JsonNode value, String pointer) {
      Map<String, JsonNode> items = new LinkedHashMap<>();
      if (value == null || value.isNull()) {
        return items;
      }
      if (!value.isArray()) {
        items.put(pointer, value);
        return items;
      }
      for (int i = 0; i < value.size(); i++) {
        items.put(pointer + "/" + i, value.get(i));
      }
      return items;
    }

    private Optional<ValueClass> code(Feature feature, JsonNode value, String pointer) {
      if (!value.isTextual()) {
        report(
            Code.WRONG_TYPE,
            pointer,
            "a code of \"" + feature.key() + "\" is a text, not " + kindOf(value),
            "Write one of " + codes(feature) + ".");
        return Optional.empty();
      }
      ValueTaxonomy taxonomy = feature.taxonomy();
      Optional<ValueClass> found = taxonomy.byCode(value.textValue());
      if (found.isEmpty()) {
        report(
            Code.UNKNOWN_CODE,
            pointer,
            "\""
                + feature.key()
                + "\" has no code "
                + show(value)
                + nearest(
                    value.textValue(), taxonomy.coded().stream().map(ValueClass::code).toList()),
            "Write one of " + codes(feature) + "; null if it is unknown.");
      }
      return found;
    }

    private boolean checkKeys(JsonNode object, Set<String> valid, String pointer) {
      boolean good = true;
      Set<String> ordered = new LinkedHashSet<>(valid.stream().sorted().toList());
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String name = field.getKey();
        if (!valid.contains(name)) {
          good = false;
          report(
              Code.UNKNOWN_KEY,
              pointer + "/" + escape(name),
              "the key \"" + shorten(name) + "\" has no meaning here" + nearest(name, ordered),
              "Use only " + String.join(", ", ordered) + ".");
        }
      }
      return good;
    }
  }

  private static String nearest(String wanted, Iterable<String> names) {
    List<String> all = new ArrayList<>();
    names.forEach(all::add);
    List<String> close = NearestNames.of(shorten(wanted), all, 3);
    return close.isEmpty() ? "" : "; nearest: " + String.join(", ", close);
  }

  private static String codes(Feature feature) {
    List<String> codes =
        feature.taxonomy().coded().stream().map(ValueClass::code).sorted().toList();
    return String.join(", ", codes);
  }

  private static String describe(Feature feature) {
    String kind = feature.kind() == FeatureKind.INTEGER ? "a whole number" : "a number";
    String unit = feature.unit().isEmpty() ? "" : " in " + feature.unit();
    String range = feature.range().equals(NumberRange.ALL) ? "" : ", " + feature.range();
    return kind + unit + range;
  }

  private static String kindOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> value.isEmpty() ? "an empty object" : "an object";
      case BOOLEAN -> "true or false";
      case NUMBER -> "a number";
      case STRING -> "a text";
      case NULL -> "null";
      default -> "something else";
    };
  }

  private static String show(JsonNode value) {
    return "\"" + shorten(value.textValue()) + "\"";
  }

  private static String shorten(String text) {
    String clean =
        text.codePoints()
            .limit(MAXIMUM_SHOWN + 1L)
            .collect(
                StringBuilder::new,
                (builder, c) -> builder.appendCodePoint(Character.isISOControl(c) ? ' ' : c),
                StringBuilder::append)
            .toString();
    return clean.length() > MAXIMUM_SHOWN ? clean.substring(0, MAXIMUM_SHOWN) + "…" : clean;
  }

  private static String escape(String key) {
    return shorten(key).replace("~", "~0").replace("/", "~1");
  }
}
