package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.consilium.attack.ServerProcess.Launch;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Group F: what is said of patients is read exactly, or refused, and never kept. */
class ClinicalInputIT {
  private static final String JSON = "application/json";
  private static final String FHIR = "application/fhir+json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String PATIENTS = "/api/recommendations";
  private static final String BATCH = "/api/recommendations/batch";
  private static final Path BUNDLES = ServerProcess.MODULE.resolve("../test-data/fhir").normalize();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long SEED = 4_711;

  @RegisterExtension
  @Order(1)
  static final Recording RECORDING = new Recording("Consilium");

  @RegisterExtension
  @Order(2)
  static final AttackedServer SERVER = AttackedServer.with(RECORDING);

  private static String bundle(String name) throws IOException {
    return Files.readString(BUNDLES.resolve(name + ".json"), StandardCharsets.UTF_8);
  }

  private static Answer fhir(String bundle) throws InterruptedException {
    return SERVER.post(PATIENTS, FHIR, bundle);
  }

  @AttackCase(
      id = "F07",
      sends =
          "Bundles with two patients, with parts of another patient, with two cancers, of other types",
      expects = "422 CNS-FHIR-…, never an answer")
  void f07PatientsAreNeverMixed() throws Exception {
    fhir(bundle("hostile-two-patients")).assertProblem(422, "CNS-FHIR-005");
    fhir(bundle("hostile-external-subject")).assertProblem(422, "CNS-FHIR-005");
    fhir(bundle("hostile-two-cancers")).assertProblem(422, "CNS-FHIR-007");
    fhir(bundle("hostile-document")).assertProblem(422, "CNS-FHIR-002");
    fhir(bundle("hostile-entry-no-list")).assertProblem(422, "CNS-FHIR-004");
    fhir("{\"resourceType\": \"OperationOutcome\"}").assertProblem(422, "CNS-FHIR-001");
    fhir("{\"resourceType\": \"Patient\"}").assertProblem(422, "CNS-FHIR-001");
  }

  @AttackCase(
      id = "F08",
      sends =
          "negative age, 1e308, NaN, numbers as text, with comma or unit, half a scale, the year 2999",
      expects = "400 or 422; never a value in its place")
  void f08ImpossibleValuesAreRefused() throws Exception {
    for (String fact :
        List.of(
            "\"ageYears\": -1",
            "\"ageYears\": 1e308",
            "\"ageYears\": 2999",
            "\"ageYears\": NaN",
            "\"ageYears\": \"68\"",
            "\"psaNgMl\": -0.1",
            "\"psaNgMl\": 1e999",
            "\"psaNgMl\": 4,5",
            "\"psaNgMl\": \"4,5\"",
            "\"psaNgMl\": \"4.5 ng/dL\"",
            "\"psaNgMl\": Infinity",
            "\"psaNgMl\": [4.5]",
            "\"psaNgMl\": {}",
            "\"psaNgMl\": true",
            "\"ecog\": 1.5",
            "\"ecog\": 9",
            "\"isupGradeGroup\": 0",
            "\"psaNgMl\": {\"atLeast\": 20, \"below\": 10}",
            "\"cT\": \"T5\"",
            "\"cT\": \"t2\"",
            "\"cT\": 2",
            "\"symptomatic\": \"no\"")) {
      SERVER.advise("{\"cancer\": \"prostate\", \"facts\": {" + fact + "}}").assertRefused();
    }
  }

  @AttackCase(
      id = "F09",
      sends =
          "facts that contradict each other; Bundles with contradicting, cancelled, corrected findings",
      expects = "422 CNS-PAT-008; FHIR by a documented rule, told in the answer")
  void f09ContradictionsAreToldAndNeverGuessed() throws Exception {
    SERVER
        .advise("{\"cancer\": \"prostate\", \"facts\": {\"cM\": \"M0\", \"boneMetastases\": true}}")
        .assertProblem(422, "CNS-PAT-008");
    for (String name : List.of("prostate-contradictions", "prostate-units-and-status")) {
      Answer answer = fhir(bundle(name));
      assertEquals(200, answer.status(), answer::body);
      assertTrue(answer.json().get("fhir").size() > 0);
    }
  }

  /** Every code of every resource gets another system. */
  private static String inSystem(String bundle, String system) {
    return bundle.replaceAll("\"system\": \"[^\"]*\"", "\"system\": \"" + system + "\"");
  }

  @AttackCase(
      id = "F10",
      sends = "right codes in a wrong or unknown system; a display that says something else",
      expects = "not understood, and told so; the code counts, not the display")
  void f10CodesCountWithTheirSystemOnly() throws Exception {
    String good = bundle("prostate-mhspc");
    for (String system : List.of("urn:oid:1.2.3", "http://loinc.org")) {
      fhir(inSystem(good, system)).assertProblem(422, "CNS-FHIR-008");
    }
    Answer right = fhir(good);
    Answer displayed =
        fhir(
            good.replaceAll("\"display\": \"[^\"]*\"", "\"display\": \"Malignant tumor of lung\""));
    assertEquals(200, displayed.status(), displayed::body);
    assertEquals(right.json().get("recommendations"), displayed.json().get("recommendations"));
  }

  @AttackCase(
      id = "F11",
      sends = "10,000 observations, 100,000 extensions, a Bundle of 50 MB",
      expects = "413 or an answer")
  void f11LargeBundlesAreBounded() throws Exception {
    ObjectNode many = (ObjectNode) MAPPER.readTree(bundle("prostate-mhspc"));
    ArrayNode entries = (ArrayNode) many.get("entry");
    JsonNode last = entries.get(entries.size() - 1);
    for (int i = 0; i < 10_000; i++) {
      entries.add(last);
    }
    Answer answer = fhir(many.toString());
    assertTrue(List.of(200, 413, 422).contains(answer.status()), answer::body);
    ObjectNode extended = (ObjectNode) MAPPER.readTree(bundle("prostate-mhspc"));
    ArrayNode extensions = ((ObjectNode) extended.at("/entry/0/resource")).putArray("extension");
    for (int i = 0; i < 100_000; i++) {
      extensions.addObject().put("url", "urn:x").put("valueInteger", i);
    }
    answer = fhir(extended.toString());
    assertTrue(List.of(200, 413, 422).contains(answer.status()), answer::body);
    fhir(bundle("prostate-mhspc") + " ".repeat(50_000_000)).assertProblem(413, "CNS-HTTP-005");
  }

  @AttackCase(
      id = "F12",
      sends =
          "a unique word in every field, as JSON, FHIR, batch, query and header; answered, refused,"
              + " timed out, hung up, killed",
      expects = "nowhere in log, audit, metrics, temporary files or errors of others")
  void f12NothingOfAPatientIsKept(@TempDir Path folder) throws Exception {
    String word = "leak-8c41f7";
    Path audit = folder.resolve("audit.jsonl");
    Attacker client = new Attacker(RECORDING);
    try (ServerProcess process =
        Launch.server(
                folder, "audit.file=" + audit, "audit.requests=true", "sparql.query-time=500ms")
            .start()) {
      String start = "http://127.0.0.1:" + process.port();
      String good = "{\"id\": \"" + word + "\", \"cancer\": \"prostate\"}";
      ObjectNode patient = (ObjectNode) MAPPER.readTree(bundle("prostate-mhspc"));
      mark(patient, word);
      for (String body :
          List.of(
              good,
              good.replace("prostate", word),
              "{\"" + word + "\": 1, \"cancer\": \"prostate\"}",
              "{\"cancer\": \"prostate\", \"facts\": {\"cT\": \"" + word + "\"}}",
              "{" + word,
              patient.toString(),
              bundle("prostate-mhspc").replace("1957-06-15", word),
              word.repeat(100_000))) {
        for (String type : List.of(JSON, FHIR, "text/plain", word + "/" + word)) {
          client.post(URI.create(start + PATIENTS + "?explain=true"), type, body);
          client.post(URI.create(start + PATIENTS + "?" + word + "=" + word), type, body);
        }
        client.post(URI.create(start + BATCH), NDJSON, body.replace("\n", " "));
        client.post(URI.create(start + "/" + word), JSON, body, "User-Agent", word);
      }
      client.get(URI.create(start + PATIENTS + "/" + word), "Authorization", "Bearer " + word);
      client.query(URI.create(start + "/sparql"), HostileQueries.count() + " # " + word);
      for (String path : List.of(PATIENTS, BATCH)) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), process.port())) {
          String type = path.equals(BATCH) ? NDJSON : JSON;
          socket
              .getOutputStream()
              .write(
                  ("POST "
                          + path
                          + " HTTP/1.1\r\nHost: x\r\nContent-Type: "
                          + type
                          + "\r\nContent-Length: 9999\r\n\r\n{\"id\": \""
                          + word)
                      .getBytes(StandardCharsets.US_ASCII));
        }
      }
      assertFalse(client.get(URI.create(start + "/metrics")).body().contains(word));
      assertTrue(Files.readString(audit).contains("\"route\":\"/api/recommendations\""));
      process.signal("KILL");
      process.end(30);
    }
    try (Stream<Path> written = Files.walk(folder)) {
      for (Path file : written.filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(file, StandardCharsets.ISO_8859_1).contains(word), file::toString);
      }
    }
    RECORDING.note("no trace");
  }

  /** Puts a word into every text that is no code. */
  private static void mark(ObjectNode node, String word) {
    for (String name : List.of("text", "note", "name", "address", "identifier", "display")) {
      if (node.get("resourceType") != null || node.has(name)) {
        node.put(name, word);
      }
    }
    for (JsonNode child : node) {
      if (child instanceof ObjectNode object) {
        mark(object, word);
      } else if (child instanceof ArrayNode array) {
        array.forEach(
            one -> {
              if (one instanceof ObjectNode object) {
                mark(object, word);
              }
            });
      }
    }
  }

  @AttackCase(
      id = "F13",
      sends = "a patient in the query string of a GET",
      expects = "400 CNS-HTTP-008: there is no such parameter")
  void f13PatientsAreNeverDescribedInAnAddress() throws Exception {
    for (String query :
        List.of("ageYears=68", "facts=%7B%7D", "patient=Patient/1", "body=%7B%7D", "id=x")) {
      SERVER.get(PATIENTS + "?" + query).assertProblem(400, "CNS-HTTP-008");
      SERVER.get(BATCH + "?" + query).assertRefused();
    }
  }

  @AttackCase(
      id = "F14",
      sends = "descriptions and Bundles, answered and refused",
      expects = "`Cache-Control: no-store`, no entity tag")
  void f14AnswersOnPatientsAreNeverCached() throws Exception {
    for (Answer answer :
        List.of(
            SERVER.advise(Canary.PATIENT),
            SERVER.advise("{"),
            fhir(bundle("prostate-mhspc")),
            fhir("{}"),
            SERVER.post(PATIENTS, "text/plain", "x"),
            SERVER.post(PATIENTS + "?x=y", JSON, "{}"),
            SERVER.post(BATCH, NDJSON, "{\"cancer\": \"prostate\"}"))) {
      assertEquals("no-store", answer.header("Cache-Control"), answer::summary);
      assertEquals("", answer.header("ETag"));
    }
  }

  @AttackCase(
      id = "F15",
      sends = "one Bundle 100 times, its entries in another order each time",
      expects = "the same recommendations to the byte")
  void f15TheOrderOfEntriesDoesNotMatter() throws Exception {
    Random random = new Random(SEED);
    for (String name : List.of("prostate-mhspc", "breast-metastatic", "lung-egfr")) {
      String expected = fhir(bundle(name)).json().get("recommendations").toString();
      for (int i = 0; i < 34; i++) {
        ObjectNode shuffled = (ObjectNode) MAPPER.readTree(bundle(name));
        List<JsonNode> entries = new ArrayList<>();
        shuffled.get("entry").forEach(entries::add);
        Collections.shuffle(entries, random);
        shuffled.putArray("entry").addAll(entries);
        Answer answer = fhir(shuffled.toString());
        assertEquals(200, answer.status(), answer::body);
        assertEquals(expected, answer.json().get("recommendations").toString(), name);
      }
    }
  }
}
