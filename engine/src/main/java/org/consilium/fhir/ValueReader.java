package org.consilium.fhir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consilium.fhir.Concept.Coding;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.fhir.Terms.Match;
import org.consilium.fhir.Terms.ValueMeaning;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.ValueTaxonomy;
import org.consilium.patient.FeatureValue;

/**
 * Reads the value of an Observation, or of a component of it, as the value of a feature. What
 * cannot be read is put into the account and counts as unknown.
 */
final class ValueReader {
  /**
   * What was read.
   *
   * @param value the value
   * @param how what was done to get it, or empty
   */
  record ReadValue(FeatureValue value, String how) {}

  /** A category or stage as people write it: prefix, then the code of the vocabulary. */
  private static final Pattern STAGING_TEXT =
      Pattern.compile(
          "(?i)^(?:american joint committee on cancer|ajcc|uicc|tnm)?\\s*(?:stage\\s+|group\\s+)?"
              + "([cp]?)\\s*([TNM](?:is|mi|X|\\d)[a-z0-9]*|(?:0|I{1,3}|IV)[A-C]?\\d?)"
              + "(?:\\s*(?:stage|category))?(?:\\s*\\(qualifier value\\))?$");

  private final Reading reading;
  private final Account account;
  private final boolean prefixNeeded;

  ValueReader(Reading reading) {
    this(reading, false);
  }

  /**
   * @param prefixNeeded whether a category as a text must say itself if it is clinical or
   *     pathological
   */
  ValueReader(Reading reading, boolean prefixNeeded) {
    this.reading = reading;
    this.account = reading.account();
    this.prefixNeeded = prefixNeeded;
  }

  /** Reads the value of a feature with at most one value. */
  Optional<ReadValue> read(Feature feature, Element holder) {
    Element absent = holder.get("dataAbsentReason");
    if (absent.exists()) {
      return absent(feature, reading.concept(absent));
    }
    Optional<ReadValue> value =
        switch (feature.kind()) {
          case BOOLEAN -> readTruth(feature, holder);
          case INTEGER, DECIMAL -> readNumber(feature, holder);
          case CODE -> readCode(feature, holder);
          case CODES -> Optional.empty();
        };
    return value.flatMap(found -> possible(feature, found, holder));
  }

  /** A missing value may itself be a value of the vocabulary, such as "not done". */
  private Optional<ReadValue> absent(Feature feature, Concept reason) {
    if (reason.has(CodeSystems.DATA_ABSENT_REASON, AnswerTable.NOT_PERFORMED)) {
      Optional<FeatureValue> value =
          reading.answers().find(reading.vocabulary().cancer(), feature, AnswerTable.NOT_PERFORMED);
      if (value.isPresent()) {
        return value.map(found -> new ReadValue(found, ""));
      }
    }
    account.ignore(
        reason.element().source(),
        Reason.UNKNOWN,
        feature.key()
            + " is not known: "
            + reason.codings().stream()
                .map(Coding::code)
                .findFirst()
                .filter(code -> code.matches("[a-z-]{1,30}"))
                .orElse("no reason given"));
    return Optional.empty();
  }

  /**
   * Reads the answer to a question that says less than the feature, as far as it decides all the
   * same: a value that is one of the feature's by its own code, a no, or what the table of answers
   * says. A bare number is the answer to the other question.
   */
  Optional<ReadValue> readBroader(Feature feature, Element holder) {
    if (holder.get("dataAbsentReason").exists()) {
      return Optional.empty();
    }
    Optional<ReadValue> value =
        switch (feature.kind()) {
          case BOOLEAN ->
              readTruth(feature, holder)
                  .filter(found -> found.value().equals(new FeatureValue.Truth(false)));
          case INTEGER, DECIMAL -> coded(feature, holder);
          case CODE -> readCode(feature, holder);
          case CODES -> Optional.empty();
        };
    return value.flatMap(found -> possible(feature, found, holder));
  }

  private Optional<ReadValue> readTruth(Feature feature, Element holder) {
    Element truth = holder.get("valueBoolean");
    if (truth.json().isBoolean()) {
      return Optional.of(new ReadValue(new FeatureValue.Truth(truth.json().booleanValue()), ""));
    }
    return coded(feature, holder);
  }

  private Optional<ReadValue> readCode(Feature feature, Element holder) {
    Element string = holder.get("valueString");
    if (string.exists()) {
      Optional<ReadValue> value = byText(feature, string.text(), "from its text");
      if (value.isEmpty()) {
        account.notUnderstood(string.source(), "this text is no value of " + feature.key());
      }
      return value;
    }
    return coded(feature, holder);
  }

  /** A value by its code, else by an interpretation. */
  private Optional<ReadValue> coded(Feature feature, Element holder) {
    Element value = holder.get("valueCodeableConcept");
    List<Element> candidates = new ArrayList<>();
    if (value.exists()) {
      candidates.add(value);
    } else {
      candidates.addAll(holder.items("interpretation"));
    }
    if (candidates.isEmpty()) {
      noValue(feature, holder);
    }
    for (Element each : candidates) {
      Concept concept = reading.concept(each);
      Optional<ReadValue> found = byConcept(feature, concept);
      if (found.isPresent()) {
        return found;
      }
      account.notUnderstood(
          each.source(),
          concept.damaged() && concept.codings().isEmpty()
              ? "no code is left for " + feature.key()
              : concept.words() + " is no value of " + feature.key());
    }
    return Optional.empty();
  }

  private void noValue(Feature feature, Element holder) {
    for (String kind :
        List.of(
            "valueQuantity",
            "valueInteger",
            "valueBoolean",
            "valueRange",
            "valueRatio",
            "valueString",
            "valueDateTime")) {
      if (holder.get(kind).exists()) {
        account.notUnderstood(
            holder.get(kind).source(), feature.key() + " is not given by a value of this type");
        return;
      }
    }
    account.notUnderstood(holder.source(), feature.key() + " has no value here");
  }

  /** What a concept says of a feature: answers first, then classes, then the text. */
  Optional<ReadValue> byConcept(Feature feature, Concept concept) {
    List<FeatureValue> stated = reading.terms().answers(feature, concept);
    if (!stated.isEmpty()) {
      Optional<FeatureValue> together = Optional.of(stated.get(0));
      for (FeatureValue each : stated) {
        together = together.flatMap(value -> ValueMeet.both(feature, value, each));
      }
      return together.map(value -> new ReadValue(value, ""));
    }
    Optional<Answer> answer = Answer.of(concept);
    if (answer.isPresent()) {
      Optional<FeatureValue> value =
          reading.answers().find(reading.vocabulary().cancer(), feature, answer.get());
      if (value.isPresent()) {
        return value.map(
            each ->
                new ReadValue(
                    each,
                    feature.kind().isNumber()
                        ? "from \""
                            + (answer.get() == Answer.POSITIVE ? "positive" : "negative")
                            + "\""
                        : ""));
      }
      if (feature.kind() == FeatureKind.BOOLEAN) {
        return Optional.of(
            new ReadValue(new FeatureValue.Truth(answer.get() == Answer.POSITIVE), ""));
      }
    }
    return feature.kind() == FeatureKind.CODE ? byClass(feature, concept) : Optional.empty();
  }

  private Optional<ReadValue> byClass(Feature feature, Concept concept) {
    List<ValueMeaning> meanings =
        reading.terms().values(feature, concept).stream()
            .filter(meaning -> meaning.match() != Match.BROADER)
            .toList();
    if (!meanings.isEmpty()) {
      Optional<FeatureValue> together = Optional.empty();
      for (ValueMeaning meaning : meanings) {
        FeatureValue value = new FeatureValue.Coded(List.of(meaning.value()), List.of());
        together =
            together.isEmpty()
                ? Optional.of(value)
                : together.flatMap(each -> ValueMeet.both(feature, each, value));
        if (together.isEmpty()) {
          return Optional.empty();
        }
      }
      checkDisplay(feature, concept, together.get());
      return together.map(value -> new ReadValue(value, ""));
    }
    if (concept.damaged()) {
      return Optional.empty();
    }
    for (Coding coding : concept.codings()) {
      Optional<ReadValue> value = byText(feature, coding.code(), "from its code as a text");
      if (value.isEmpty()) {
        value = byText(feature, coding.display(), "from the name of its code");
      }
      if (value.isPresent()) {
        return value;
      }
    }
    return byText(feature, concept.text(), "from its text");
  }

  /** A name that says something else than the code is put into the account; the code counts. */
  private void checkDisplay(Feature feature, Concept concept, FeatureValue value) {
    for (Coding coding : concept.codings()) {
      Optional<ReadValue> named = byText(feature, coding.display(), "");
      if (named.isPresent() && ValueMeet.both(feature, value, named.get().value()).isEmpty()) {
        account.notUnderstood(
            coding.element().get("display").source(),
            "the name says something else than the code; the code counts");
      }
    }
  }

  /** Texts are read for categories and stages only, whose codes are the same everywhere. */
  private Optional<ReadValue> byText(Feature feature, String text, String how) {
    boolean staging = feature.key().matches("y?[cp][TNM]|.*[sS]tageGroup");
    Matcher matcher = STAGING_TEXT.matcher(text.strip());
    if (!staging || text.length() > 100 || !matcher.matches()) {
      return Optional.empty();
    }
    String prefix = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean pathological = feature.key().startsWith("p");
    if (prefix.isEmpty() && prefixNeeded) {
      return Optional.empty();
    }
    boolean either =
        feature.key().equals("cM")
            || (feature.key().endsWith("tageGroup")
                && reading.vocabulary().feature("pathologicalStageGroup").isEmpty());
    if (!prefix.isEmpty() && !either && prefix.equals("p") != pathological) {
      return Optional.empty();
    }
    ValueTaxonomy taxonomy = feature.taxonomy();
    return taxonomy.coded().stream()
        .filter(value -> value.code().equalsIgnoreCase(matcher.group(2)))
        .findFirst()
        .map(
            (ValueClass value) ->
                new ReadValue(new FeatureValue.Coded(List.of(value), List.of()), how));
  }

  private Optional<ReadValue> readNumber(Feature feature, Element holder) {
    Element quantity = holder.get("valueQuantity");
    Element integer = holder.get("valueInteger");
    Element range = holder.get("valueRange");
    if (quantity.exists()) {
      return quantity(feature, quantity);
    }
    if (integer.exists()) {
      return integer
          .number()
          .map(
              value ->
                  new ReadValue(new FeatureValue.Numeric(List.of(NumberRange.exactly(value))), ""));
    }
    if (range.exists()) {
      Optional<BigDecimal> low = bound(feature, range.get("low"));
      Optional<BigDecimal> high = bound(feature, range.get("high"));
      NumberRange both =
          low.map(NumberRange::atLeast)
              .orElse(NumberRange.ALL)
              .intersect(high.map(NumberRange::atMost).orElse(NumberRange.ALL));
      return both.equals(NumberRange.ALL)
          ? Optional.empty()
          : Optional.of(new ReadValue(new FeatureValue.Numeric(List.of(both)), ""));
    }
    return coded(feature, holder);
  }

  private Optional<BigDecimal> bound(Feature feature, Element quantity) {
    return quantity.exists() ? inUnit(feature, quantity) : Optional.empty();
  }

  private Optional<ReadValue> quantity(Feature feature, Element quantity) {
    Optional<BigDecimal> value = inUnit(feature, quantity);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String comparator = quantity.text("comparator");
    Optional<NumberRange> range =
        Optional.ofNullable(
            switch (comparator) {
              case "" -> NumberRange.exactly(value.get());
              case "<" -> NumberRange.below(value.get());
              case "<=" -> NumberRange.atMost(value.get());
              case ">" -> NumberRange.above(value.get());
              case ">=" -> NumberRange.atLeast(value.get());
              default -> null;
            });
    if (range.isEmpty()) {
      account.notUnderstood(quantity.get("comparator").source(), "this comparator is not known");
    }
    String unit = unit(quantity);
    boolean converted = !feature.unit().isEmpty() && !unit.equals(feature.unit());
    return range.map(
        each ->
            new ReadValue(
                new FeatureValue.Numeric(List.of(each)),
                converted ? "converted to " + feature.unit() : ""));
  }

  private static String unit(Element quantity) {
    String code = quantity.text("code");
    return code.isEmpty() ? quantity.text("unit") : code;
  }

  /** A quantity in the unit of the feature; one without a unit only if the feature has none. */
  Optional<BigDecimal> inUnit(Feature feature, Element quantity) {
    Optional<BigDecimal> number = quantity.get("value").number();
    String unit = unit(quantity);
    if (number.isEmpty()) {
      account.notUnderstood(quantity.source(), "this quantity has no number");
      return Optional.empty();
    }
    if (unit.isEmpty() && !feature.unit().isEmpty()) {
      account.notUnderstood(
          quantity.source(), feature.key() + " needs a unit, such as " + feature.unit());
      return Optional.empty();
    }
    Optional<BigDecimal> value =
        unit.isEmpty() ? number : UnitConversion.convert(number.get(), unit, feature);
    if (value.isEmpty()) {
      account.notUnderstood(
          quantity.source(),
          "this is no unit of "
              + feature.key()
              + (feature.unit().isEmpty() ? ", which has none" : ", such as " + feature.unit()));
    }
    return value;
  }

  /** Values that cannot be, and values so far out that the unit must be wrong, are left out. */
  private Optional<ReadValue> possible(Feature feature, ReadValue read, Element holder) {
    if (!(read.value() instanceof FeatureValue.Numeric numeric)) {
      return Optional.of(read);
    }
    NumberRange bounds = feature.range().intersect(PlausibleRange.of(feature));
    List<NumberRange> ranges =
        numeric.anyOf().stream()
            .map(bounds::intersect)
            .filter(range -> !range.isEmpty(feature.kind() == FeatureKind.INTEGER))
            .toList();
    if (ranges.isEmpty()) {
      account.notUnderstood(
          holder.source(),
          "no possible value of "
              + feature.key()
              + ", which is "
              + bounds
              + (feature.unit().isEmpty() ? "" : " " + feature.unit())
              + "; check the unit");
      return Optional.empty();
    }
    // A bound that only says what is plausible must not become part of what is known.
    return Optional.of(
        new ReadValue(
            new FeatureValue.Numeric(
                numeric.anyOf().stream()
                    .map(feature.range()::intersect)
                    .filter(range -> !range.isEmpty(feature.kind() == FeatureKind.INTEGER))
                    .toList()),
            read.how()));
  }
}
