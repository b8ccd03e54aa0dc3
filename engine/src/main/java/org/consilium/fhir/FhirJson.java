package org.consilium.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.consilium.patient.JsonPlace;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.patient.PatientProblem.Code;

/** Parses FHIR JSON under fixed bounds, which hold before anything is built from the text. */
final class FhirJson {
  /** Largest text in bytes. */
  static final int MAXIMUM_BYTES = 5_000_000;

  /** Deepest nesting of objects and lists. */
  static final int MAXIMUM_DEPTH = 60;

  /** Most JSON tokens (names, values, brackets). */
  static final long MAXIMUM_TOKENS = 1_000_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAXIMUM_DEPTH)
                          .maxDocumentLength(MAXIMUM_BYTES)
                          .maxTokenCount(MAXIMUM_TOKENS)
                          .maxStringLength(1_000_000)
                          .maxNumberLength(40)
                          .maxNameLength(200)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private FhirJson() {}

  /**
   * Parses a text. Messages of the parser are not passed on, since they quote the text.
   *
   * @param json UTF-8
   * @throws PatientException if it is empty, no JSON, names a key twice, or exceeds a bound
   */
  static JsonNode parse(byte[] json) throws PatientException {
    if (json.length > MAXIMUM_BYTES) {
      throw tooLarge();
    }
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (tree == null || tree.isMissingNode()) {
        throw refuse(
            Code.EMPTY, "", "there is no patient description", "Send a FHIR R4 Bundle as JSON.");
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw tooLarge();
    } catch (JsonProcessingException e) {
      throw refuse(
          Code.NOT_JSON,
          "",
          "this is not valid JSON" + JsonPlace.of(e) + ", or an object has a key twice",
          "Send one FHIR R4 Bundle as JSON in UTF-8, with no key twice.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the outermost object has a {@code resourceType}; reads no further than that. */
  static boolean hasResourceType(byte[] json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (parser.currentName().equals("resourceType")) {
          return true;
        }
        parser.nextToken();
        parser.skipChildren();
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  static PatientException tooLarge() {
    return refuse(
        Code.FHIR_TOO_LARGE,
        "",
        "the FHIR resources are too large or nested too deeply",
        "Send at most "
            + MAXIMUM_BYTES
            + " bytes, "
            + MAXIMUM_TOKENS
            + " JSON tokens, "
            + FhirBundleReader.MAXIMUM_RESOURCES
            + " resources and "
            + MAXIMUM_DEPTH
            + " levels; leave out narrative and what is not about the cancer.");
  }

  static PatientException refuse(Code code, String pointer, String message, String remedy) {
    return new PatientException(List.of(new PatientProblem(code, pointer, message, remedy)));
  }
}
