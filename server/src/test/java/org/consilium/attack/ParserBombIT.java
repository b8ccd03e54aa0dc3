package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Group C: what is small to send and large to read is refused before it grows. */
class ParserBombIT {
  private static final String JSON = "application/json";
  private static final String FHIR = "application/fhir+json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PATIENTS = "/api/recommendations";
  private static final String BATCH = "/api/recommendations/batch";

  @RegisterExtension
  @Order(1)
  static final Recording RECORDING = new Recording("Consilium");

  @RegisterExtension
  @Order(2)
  static final AttackedServer SERVER = AttackedServer.with(RECORDING);

  /** Sends a query in all three ways that can take it, and expects the same refusal. */
  private static void refused(String query, int status, String code)
      throws IOException, InterruptedException {
    SERVER.query(query).assertProblem(status, code);
  }

  @AttackCase(
      id = "C01",
      sends = "SPARQL: 20,000 nested parentheses",
      expects = "400 CNS-SPARQL-003")
  void c01NestedParenthesesAreRefused() throws Exception {
    refused(HostileQueries.parentheses(20_000), 400, "CNS-SPARQL-003");
    refused(HostileQueries.parentheses(2_000), 400, "CNS-SPARQL-003");
    SERVER
        .post("/sparql", FORM, "query=" + Attacker.encode(HostileQueries.parentheses(20_000)))
        .assertProblem(400, "CNS-SPARQL-003");
  }

  @AttackCase(id = "C02", sends = "SPARQL: 5,000 nested braces", expects = "400 CNS-SPARQL-003")
  void c02NestedBracesAreRefused() throws Exception {
    refused(HostileQueries.braces(5_000), 400, "CNS-SPARQL-003");
  }

  @AttackCase(
      id = "C03",
      sends =
          "SPARQL: 20,000 UNION, 500,000 VALUES, 10,000 variables, an IRI of 1 MB, a sum of 30,000",
      expects = "400 or 413; a query that fits is answered or refused")
  void c03WideQueriesAreRefused() throws Exception {
    for (String query : HostileQueries.wide()) {
      Answer answer = SERVER.query(query);
      assertTrue(answer.status() == 400 || answer.status() == 413, answer::summary);
    }
    for (String fits :
        List.of(
            "ASK {" + "{}UNION".repeat(7_000) + "{} }",
            "ASK {" + "OPTIONAL{}".repeat(6_000) + "}",
            "ASK { VALUES ?x {" + " 1".repeat(30_000) + "} }")) {
      SERVER.query(fits).assertNoFault();
    }
  }

  @AttackCase(
      id = "C06",
      sends =
          "JSON: 100,000 levels, 100,000 keys, one key twice, a number of 10^6 digits, a text of 10 MB;"
              + " as description, in a batch, as FHIR",
      expects = "400, 413 or 422; in a batch an error in the place of the line")
  void c06JsonIsReadWithinBounds() throws Exception {
    StringBuilder keys = new StringBuilder("{\"cancer\": \"prostate\", \"facts\": {");
    for (int i = 0; i < 100_000; i++) {
      keys.append("\"k").append(i).append("\":1,");
    }
    keys.append("\"ecog\": 1}}");
    String patient = "{\"cancer\": \"prostate\", \"facts\": {\"psaNgMl\": %s}}";
    List<String> bombs =
        List.of(
            "[".repeat(100_000) + "]".repeat(100_000),
            "{\"cancer\":".repeat(50_000) + "1" + "}".repeat(50_000),
            keys.toString(),
            "{\"cancer\": \"prostate\", \"cancer\": \"breast\"}",
            patient.formatted("1".repeat(900_000)),
            patient.formatted("1e999999999"),
            patient.formatted("-0." + "0".repeat(900_000) + "1"),
            patient.formatted("\"" + "x".repeat(10_000_000) + "\""));
    for (String bomb : bombs) {
      SERVER.post(PATIENTS, JSON, bomb).assertRefused();
      SERVER.post(PATIENTS, FHIR, bomb).assertRefused();
      Answer batch = SERVER.post(BATCH, NDJSON, bomb + "\n" + Canary.PATIENT.replace("\n", " "));
      assertEquals(200, batch.status());
      List<String> lines = batch.body().lines().toList();
      assertEquals(2, lines.size(), batch.body());
      assertTrue(lines.get(0).contains("\"error\""), lines.get(0));
      assertFalse(lines.get(1).contains("\"error\""), lines.get(1));
    }
  }

  private static byte[] gzipBomb() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 20];
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 600; i++) {
        out.write(block);
      }
    }
    return packed.toByteArray();
  }

  @AttackCase(
      id = "C08",
      sends = "600 MB of zeros packed with gzip, on every route that takes a body",
      expects = "415 CNS-HTTP-007")
  void c08PackedBodiesAreNotUnpacked() throws Exception {
    byte[] bomb = gzipBomb();
    Map<String, String> routes =
        Map.of(PATIENTS, JSON, BATCH, NDJSON, "/sparql", "application/sparql-query");
    for (Map.Entry<String, String> route : routes.entrySet()) {
      for (String encoding : List.of("gzip", "x-gzip", "deflate", "identity, gzip", "br")) {
        SERVER
            .post(
                SERVER.address(route.getKey()),
                route.getValue(),
                BodyPublishers.ofByteArray(bomb),
                "Content-Encoding",
                encoding)
            .assertProblem(415, "CNS-HTTP-007");
      }
    }
  }

  private static List<byte[]> brokenTexts(String text) {
    List<byte[]> broken = new ArrayList<>();
    byte[] good = text.getBytes(StandardCharsets.UTF_8);
    for (int bad : new int[] {0xff, 0xc0, 0x80, 0xed, 0x00}) {
      byte[] one = good.clone();
      one[good.length / 2] = (byte) bad;
      broken.add(one);
    }
    broken.add(text.getBytes(StandardCharsets.UTF_16));
    broken.add(text.getBytes(StandardCharsets.UTF_16LE));
    return broken;
  }

  @AttackCase(
      id = "C10",
      sends = "broken UTF-8, UTF-16, NUL, half a surrogate pair, in descriptions and queries",
      expects = "4xx; a byte order mark is refused or passed over")
  void c10WhatIsNotUtf8IsRefused() throws Exception {
    for (byte[] body : brokenTexts("{\"cancer\": \"prostate\", \"facts\": {}}")) {
      SERVER.post(SERVER.address(PATIENTS), JSON, BodyPublishers.ofByteArray(body)).assertRefused();
    }
    for (byte[] body : brokenTexts("ASK { ?s ?p 'some text of a query' }")) {
      SERVER
          .post(
              SERVER.address("/sparql"),
              "application/sparql-query",
              BodyPublishers.ofByteArray(body))
          .assertNoFault();
    }
    SERVER.advise("{\"cancer\": \"\\ud800\"}").assertRefused();
    SERVER.advise("{\"id\": \"\\udc00\\ud800\", \"cancer\": \"prostate\"}").assertNoFault();
    SERVER.advise("\ufeff{\"cancer\": \"prostate\"}").assertNoFault();
    SERVER.query("\ufeffASK {}").assertNoFault();
    SERVER.get("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%ff%22%20%7D").assertRefused();
    SERVER.get("/api/recommendations/%ff").assertRefused();
    SERVER.get("/api/recommendations/%00").assertRefused();
  }

  @AttackCase(
      id = "C11",
      sends = "SPARQL: 10,000 prefixes, one defined twice, relative IRIs, a label of 1 MB",
      expects = "400, 413, or an answer within the limits")
  void c11PrefixesAreBounded() throws Exception {
    for (String query : HostileQueries.prefixes()) {
      SERVER.query(query).assertNoFault();
    }
  }

  private static String withNarrative(String bundle, int length) {
    String narrative =
        "<div xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script>&xxe;<img src='"
            + SERVER.listener().address("/image")
            + "'/>"
            + "y".repeat(length)
            + "</div>";
    String patient = "\"resourceType\": \"Patient\",";
    assertTrue(bundle.contains(patient));
    return bundle.replace(
        patient,
        patient + " \"text\": {\"status\": \"generated\", \"div\": \"" + narrative + "\"},");
  }

  @AttackCase(
      id = "C13",
      sends = "FHIR: narrative with script and entities in `text.div`, of 100 KB and of 4 MB",
      expects = "ignored, the same recommendations as without it; or 413")
  void c13NarrativeIsIgnored() throws Exception {
    String bundle =
        Files.readString(
            ServerProcess.MODULE.resolve("../test-data/fhir/prostate-mhspc.json"),
            StandardCharsets.UTF_8);
    Answer without = SERVER.post(PATIENTS, FHIR, bundle);
    Answer with = SERVER.post(PATIENTS, FHIR, withNarrative(bundle, 100_000));
    assertEquals(200, with.status(), with::body);
    assertEquals(without.json().get("recommendations"), with.json().get("recommendations"));
    assertFalse(with.body().contains("yyyy") || with.body().contains("script"), with::body);
    SERVER
        .post(PATIENTS, FHIR, withNarrative(bundle, 4_000_000))
        .assertProblem(413, "CNS-FHIR-003");
  }
}
