package org.consilium.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.fhir.FhirCase;
import org.consilium.fhir.FhirSelection;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.FeatureValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The templates ask for what is read, and for nothing else. */
class PrefetchTemplatesTest {
  private static final Pattern QUERY =
      Pattern.compile(
          "Patient/\\{\\{context\\.patientId}}"
              + "|[A-Z][A-Za-z]+\\?patient=\\{\\{context\\.patientId}}"
              + "(&(code|status)=[A-Za-z0-9:/.%|,_-]+)*(&_sort=-date)?");

  private static FhirBundleReader reader() throws Exception {
    return FhirBundleReader.of(KnowledgeBase.shipped());
  }

  private static Map<String, FeatureValue> facts(FhirCase fhir) {
    Map<String, FeatureValue> facts = new LinkedHashMap<>();
    for (Map.Entry<Feature, FeatureValue> each : fhir.patient().facts().entrySet()) {
      facts.put(each.getKey().key(), each.getValue());
    }
    return facts;
  }

  @ParameterizedTest
  @CsvSource({
    "prostate, prostate-mhspc.json",
    "prostate, prostate-suspected.json",
    "prostate, prostate-contradictions.json",
    "prostate, prostate-units-and-status.json",
    "breast, breast-early.json",
    "breast, mcode/Bundle-mcode-patient-bundle-jenny-m.json",
    "lung, lung-egfr.json",
    "lung, lung-second-primary.json",
  })
  void whatTheyGatherGivesTheSameFactsAsTheWholeRecord(String cancer, String file)
      throws Exception {
    JsonNode whole =
        new ObjectMapper().readTree(Path.of("..", "test-data", "fhir").resolve(file).toFile());
    FhirSelection selection =
        new FhirSelection(Optional.of(cancer), Optional.empty(), Optional.of(ShippedAdvisor.DAY));
    ObjectNode prefetch =
        (ObjectNode)
            HookClient.of(file)
                .call(ShippedAdvisor.service(cancer, Hook.PATIENT_VIEW))
                .get("prefetch");
    Map<String, JsonNode> gathered = new LinkedHashMap<>();
    prefetch.properties().forEach(each -> gathered.put(each.getKey(), each.getValue()));
    assertEquals(facts(reader().read(whole, selection)), facts(reader().read(gathered, selection)));
  }

  @Test
  void theyAskForEveryTypeThatIsReadAndForNoOther() throws Exception {
    for (String cancer : KnowledgeBase.shipped().cancers()) {
      Set<String> asked = new TreeSet<>();
      for (String query : PrefetchTemplates.of(reader(), cancer).values()) {
        asked.add(query.split("[/?]", 2)[0]);
      }
      Set<String> read = new TreeSet<>(FhirBundleReader.typesRead());
      read.add("Patient");
      assertEquals(read, asked, cancer);
    }
  }

  @Test
  void everyCodeOfAnObservationIsAskedForOnceAndIsRead() throws Exception {
    for (String cancer : KnowledgeBase.shipped().cancers()) {
      Set<String> asked = new TreeSet<>();
      for (String query : PrefetchTemplates.of(reader(), cancer).values()) {
        if (query.startsWith("Observation?")) {
          for (String token : query.replaceAll(".*&code=([^&]*).*", "$1").split(",", -1)) {
            assertTrue(asked.add(token), token);
          }
        }
      }
      Set<String> read = new TreeSet<>();
      reader()
          .observationCodes(cancer)
          .forEach(each -> read.add(each.system() + "|" + each.code()));
      FhirBundleReader.variantCodes().forEach(each -> read.add("http://loinc.org|" + each));
      assertEquals(read, asked, cancer);
    }
  }

  @Test
  void theyKeepToTheSearchThatTheSpecificationRecommendsAndToAddressesOfUsualLength()
      throws Exception {
    for (HookService service : ShippedAdvisor.get().services()) {
      for (String query : service.prefetch().values()) {
        assertTrue(QUERY.matcher(query).matches(), query);
        assertTrue(query.length() < 2_000, query);
      }
      assertTrue(
          new ArrayList<>(service.prefetch().keySet()).containsAll(PrefetchTemplates.REQUIRED));
    }
  }

  @Test
  void theDiscoveryHasTwoServicesForEachCancer() throws Exception {
    HookSchemas.assertDiscovery(ShippedAdvisor.get().discovery());
    Set<String> ids = new TreeSet<>();
    ShippedAdvisor.get().services().forEach(each -> ids.add(each.id()));
    assertEquals(
        Set.of(
            "consilium-breast-order-select",
            "consilium-breast-patient-view",
            "consilium-lung-order-select",
            "consilium-lung-patient-view",
            "consilium-prostate-order-select",
            "consilium-prostate-patient-view"),
        ids);
  }
}
