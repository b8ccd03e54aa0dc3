package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call CDS Hooks: attacks F01 to F05 with real keys on a real server. */
class ClientTokensTest {
  private static final String URL = "https://cds.example.org/base";
  private static final String PATH = "/cds-services";
  private static final String EHR = "https://ehr.example.org";
  private static final String OTHER = "https://other.example.org";
  private static final SetClock CLOCK = new SetClock(Instant.parse("2026-03-02T09:00:00Z"));

  private static ServerConfiguration configuration;
  private static RunningServer server;
  private static HookTokens ehr;
  private static HookTokens other;
  private static RSAKey rsa;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
    ECKey otherKey = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
    rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
    ehr = new HookTokens(EHR, key, CLOCK);
    other = new HookTokens(OTHER, otherKey, CLOCK);
    Path keys =
        Files.writeString(
            folder.resolve("ehr.json"),
            new JWKSet(List.of(key.toPublicJWK(), rsa.toPublicJWK())).toString());
    Path others =
        Files.writeString(
            folder.resolve("other.json"), new JWKSet(otherKey.toPublicJWK()).toString());
    configuration =
        ServerConfiguration.DEFAULT
            .with(Setting.ANONYMOUS, "none")
            .with(Setting.PUBLIC_URL, URL)
            .with(Setting.HOOKS_ISSUERS, List.of(EHR + "=" + keys, OTHER + "=" + others));
    server = RunningServer.start(configuration, CLOCK);
    CLOCK.move(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    return server.get(path, "Authorization", "Bearer " + token);
  }

  private static void assertRefused(String token) throws Exception {
    assertRefused(PATH, token);
  }

  private static void assertRefused(String path, String token) throws Exception {
    HttpResponse<String> response = get(path, token);
    assertProblem(401, "CNS-HTTP-013", response);
    assertEquals(
        "the authorization is not valid", RunningServer.json(response).get("detail").asText());
    assertTrue(response.headers().firstValue("WWW-Authenticate").isPresent());
  }

  @Test
  void everyConfiguredClientComesWithItsOwnKeysAndNobodyWithoutAToken() throws Exception {
    assertEquals(200, get(PATH, ehr.fresh(URL + PATH)).statusCode());
    assertEquals(200, get(PATH, other.fresh(URL + PATH)).statusCode());
    assertProblem(401, "CNS-HTTP-013", server.get(PATH));
    assertRefused(ehr.sign(ehr.claims(URL + PATH).build(), ehr.header().build(), other.key()));
    assertRefused(ehr.sign(ehr.claims(URL + PATH).issuer(OTHER).build(), ehr.header().build()));
    assertRefused(
        ehr.sign(ehr.claims(URL + PATH).issuer("https://x.org").build(), ehr.header().build()));
    assertRefused(ehr.sign(ehr.claims(URL + PATH).issuer(null).build(), ehr.header().build()));
  }

  @Test
  void rs384IsTakenToo() throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS384).type(JOSEObjectType.JWT).keyID("r1").build();
    SignedJWT token = new SignedJWT(header, ehr.claims(URL + PATH).build());
    token.sign(new RSASSASigner(rsa));
    assertEquals(200, get(PATH, token.serialize()).statusCode());
  }

  @Test
  void f01NoOtherAlgorithmAndNoOtherKeyIsTaken() throws Exception {
    JWTClaimsSet claims = ehr.claims(URL + PATH).build();
    assertRefused(new PlainJWT(claims).serialize());
    byte[] publicKey = ehr.key().toPublicJWK().toString().getBytes(StandardCharsets.UTF_8);
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384)) {
      SignedJWT symmetric =
          new SignedJWT(
              new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID("k1").build(),
              claims);
      symmetric.sign(new MACSigner(publicKey));
      assertRefused(symmetric.serialize());
    }
    SignedJWT weaker =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID("r1").build(),
            claims);
    weaker.sign(new RSASSASigner(rsa));
    assertRefused(weaker.serialize());
    ECKey strange = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
    assertRefused(ehr.sign(claims, ehr.header().build(), strange));
    assertRefused(ehr.sign(claims, ehr.header().keyID(null).build()));
    assertRefused(ehr.sign(claims, ehr.header().keyID("k2").build()));
    assertRefused(ehr.sign(claims, ehr.header().type(null).build()));
    assertRefused(ehr.sign(claims, ehr.header().type(new JOSEObjectType("at+jwt")).build()));
    String whole = ehr.fresh(URL + PATH);
    assertRefused(whole.substring(0, whole.length() - 4));
    assertRefused(whole.substring(0, whole.lastIndexOf('.') + 1));
    assertRefused("a.b.c");
  }

  @Test
  void f01AKeyThatTheTokenBringsOrNamesIsNeitherUsedNorFetched() throws Exception {
    JWTClaimsSet claims = ehr.claims(URL + PATH).build();
    URI nowhere = URI.create("http://127.0.0.1:1/keys.json");
    ECKey strange = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
    assertRefused(ehr.sign(claims, ehr.header().jwkURL(nowhere).build()));
    assertRefused(ehr.sign(claims, ehr.header().x509CertURL(nowhere).build()));
    assertRefused(ehr.sign(claims, ehr.header().jwk(strange.toPublicJWK()).build(), strange));
    assertRefused(
        ehr.sign(claims, ehr.header().x509CertChain(List.of(Base64.encode("x"))).build()));
  }

  @Test
  void f02ATokenIsForExactlyTheAddressThatIsCalled() throws Exception {
    for (String audience :
        new String[] {
          URL,
          URL + "/",
          URL + PATH + "/",
          URL + PATH + "?x",
          URL + PATH + "#",
          URL + PATH + "/consilium-prostate-patient-view",
          URL.replace("https", "http") + PATH,
          "https://cds.example.org" + PATH,
          PATH,
          "http://127.0.0.1:" + server.port() + PATH,
          (URL + PATH).replace("cds.example", "CDS.example"),
        }) {
      assertRefused(ehr.fresh(audience));
    }
    String service = PATH + "/consilium-prostate-patient-view";
    assertRefused(service, ehr.fresh(URL + PATH));
    assertRefused(service + "/feedback", ehr.fresh(URL + service));
    HttpResponse<String> called =
        server.post(
            service,
            "application/json",
            "{}",
            "Authorization",
            "Bearer " + ehr.fresh(URL + service));
    assertProblem(400, "CNS-CDS-001", called);
    assertEquals(
        200,
        get(PATH, ehr.sign(audiences(URL + PATH, "https://x.org"), ehr.header().build()))
            .statusCode());
    assertRefused(ehr.sign(audiences("https://x.org", "https://y.org"), ehr.header().build()));
    assertRefused(ehr.sign(ehr.claims(null).build(), ehr.header().build()));
  }

  private static JWTClaimsSet audiences(String... audiences) {
    return ehr.claims("").audience(List.of(audiences)).build();
  }

  @Test
  void f02ATokenOpensNothingButCdsHooks() throws Exception {
    for (String path :
        new String[] {"/api/guidelines", "/metrics", "/sparql", "/cds-servicesx", "/health/live"}) {
      assertRefused(path, ehr.fresh(URL + path));
    }
  }

  @Test
  void f03ATokenHoldsForAShortTime() throws Exception {
    Instant now = CLOCK.instant();
    Map<String, JWTClaimsSet.Builder> faulty = new LinkedHashMap<>();
    faulty.put("expired", ehr.claims(URL + PATH).expirationTime(Date.from(now.minusSeconds(10))));
    faulty.put("future", ehr.claims(URL + PATH).issueTime(Date.from(now.plusSeconds(10))));
    faulty.put(
        "a year", ehr.claims(URL + PATH).expirationTime(Date.from(now.plus(Duration.ofDays(365)))));
    faulty.put(
        "longer than five minutes",
        ehr.claims(URL + PATH).expirationTime(Date.from(now.plusSeconds(301))));
    faulty.put("without exp", ehr.claims(URL + PATH).expirationTime(null));
    faulty.put("without iat", ehr.claims(URL + PATH).issueTime(null));
    faulty.put("without jti", ehr.claims(URL + PATH).jwtID(null));
    faulty.put("empty jti", ehr.claims(URL + PATH).jwtID(" "));
    faulty.put("not yet", ehr.claims(URL + PATH).notBeforeTime(Date.from(now.plusSeconds(10))));
    faulty.put("exp is no number", ehr.claims(URL + PATH).claim("exp", "soon"));
    for (Map.Entry<String, JWTClaimsSet.Builder> each : faulty.entrySet()) {
      assertRefused(ehr.sign(each.getValue().build(), ehr.header().build()));
    }
    JWTClaimsSet skewed = ehr.claims(URL + PATH).issueTime(Date.from(now.plusSeconds(3))).build();
    assertEquals(200, get(PATH, ehr.sign(skewed, ehr.header().build())).statusCode());
  }

  @Test
  void f04ATokenIsUsedOnce() throws Exception {
    String token = ehr.fresh(URL + PATH);
    assertEquals(200, get(PATH, token).statusCode());
    assertRefused(token);
    JWTClaimsSet again = ehr.claims(URL + PATH).jwtID("once").build();
    assertEquals(200, get(PATH, ehr.sign(again, ehr.header().build())).statusCode());
    assertRefused(ehr.sign(again, ehr.header().build()));
    JWTClaimsSet ofAnother = other.claims(URL + PATH).jwtID("once").build();
    assertEquals(200, get(PATH, other.sign(ofAnother, other.header().build())).statusCode());
  }

  @Test
  void f04ATokenThatFailsOtherwiseDoesNotUseUpItsIdentifier() throws Exception {
    JWTClaimsSet claims = ehr.claims(URL + PATH).jwtID("kept").build();
    assertRefused(ehr.sign(claims, ehr.header().build(), other.key()));
    assertEquals(200, get(PATH, ehr.sign(claims, ehr.header().build())).statusCode());
  }

  @Test
  void f04ATokenThatAnEarlierProcessCanHaveTakenIsRefusedAfterARestart() throws Exception {
    String used = ehr.fresh(URL + PATH);
    JWTClaimsSet ahead =
        ehr.claims(URL + PATH).issueTime(Date.from(CLOCK.instant().plusSeconds(5))).build();
    String usedOfFastClock = ehr.sign(ahead, ehr.header().build());
    assertEquals(200, get(PATH, used).statusCode());
    assertEquals(200, get(PATH, usedOfFastClock).statusCode());
    Access restarted = new Access(configuration, CLOCK);
    for (String token : List.of(used, usedOfFastClock, ehr.fresh(URL + PATH))) {
      Refusal refused =
          assertThrows(Refusal.class, () -> restarted.caller("Bearer " + token, PATH));
      assertEquals(ErrorCode.UNAUTHENTICATED, refused.code());
    }
    CLOCK.move(ClientTokens.SKEW.plusSeconds(1));
    Caller caller = restarted.caller("Bearer " + ehr.fresh(URL + PATH), PATH);
    assertEquals(Role.READER, caller.role());
    assertEquals(EHR, caller.name());
  }

  @Test
  void f04WhatIsRememberedIsBoundedByNumberAndByTimeForEachClient() throws Exception {
    Access small = new Access(configuration.with(Setting.HOOKS_REMEMBERED, "20"), CLOCK);
    CLOCK.move(ClientTokens.SKEW.plusSeconds(1));
    String first = ehr.fresh(URL + PATH);
    small.caller("Bearer " + first, PATH);
    for (int i = 1; i < 20; i++) {
      small.caller("Bearer " + ehr.fresh(URL + PATH), PATH);
    }
    for (String token : List.of(ehr.fresh(URL + PATH), first)) {
      Refusal full = assertThrows(Refusal.class, () -> small.caller("Bearer " + token, PATH));
      assertEquals(ErrorCode.BUSY, full.code());
      assertEquals("300", full.headers().get("Retry-After"));
    }
    small.caller("Bearer " + other.fresh(URL + PATH), PATH);
    CLOCK.move(Duration.ofMinutes(5).plus(ClientTokens.SKEW).plusSeconds(1));
    small.caller("Bearer " + ehr.fresh(URL + PATH), PATH);
    Refusal expired = assertThrows(Refusal.class, () -> small.caller("Bearer " + first, PATH));
    assertEquals(ErrorCode.UNAUTHENTICATED, expired.code());
  }

  @Test
  void f05AKeyIdentifierIsComparedAndNothingElse() throws Exception {
    JWTClaimsSet claims = ehr.claims(URL + PATH).build();
    for (String kid :
        new String[] {
          "../../x",
          "/etc/passwd",
          "' OR 1=1 --",
          "} SELECT * { ?s ?p ?o",
          "http://127.0.0.1:1/k",
          "k1\u0000",
          "K1",
          "",
          "k".repeat(3_000)
        }) {
      assertRefused(ehr.sign(claims, ehr.header().keyID(kid).build()));
    }
  }

  @Test
  void anOpenServerLetsAnyoneAskButRefusesATokenThatDoesNotHold() throws Exception {
    try (RunningServer open = RunningServer.start()) {
      assertEquals(200, open.get(PATH).statusCode());
      assertProblem(
          401, "CNS-HTTP-013", open.get(PATH, "Authorization", "Bearer " + ehr.fresh(URL + PATH)));
    }
  }

  @Test
  void settingsThatDoNotFitEachOtherAreRefused(@TempDir Path folder) throws Exception {
    Path keys =
        Files.writeString(
            folder.resolve("keys.json"), new JWKSet(ehr.key().toPublicJWK()).toString());
    Path secret =
        Files.writeString(folder.resolve("s.json"), new JWKSet(ehr.key()).toString(false));
    ServerConfiguration plain = ServerConfiguration.DEFAULT.with(Setting.PUBLIC_URL, URL);
    for (ServerConfiguration faulty :
        List.of(
            ServerConfiguration.DEFAULT.with(Setting.HOOKS_ISSUERS, EHR + "=" + keys),
            plain.with(Setting.HOOKS_ISSUERS, EHR + "=" + folder.resolve("none.json")),
            plain.with(Setting.HOOKS_ISSUERS, EHR + "=" + secret),
            plain.with(Setting.HOOKS_ISSUERS, List.of(EHR + "=" + keys, EHR + "=" + keys)))) {
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> new Access(faulty, CLOCK));
      assertTrue(refused.getMessage().startsWith("cds-hooks.issuers"), refused::getMessage);
    }
    for (String issuer : new String[] {EHR, "=" + keys, EHR + "="}) {
      assertThrows(IllegalArgumentException.class, () -> plain.with(Setting.HOOKS_ISSUERS, issuer));
    }
    for (String url : new String[] {"cds.example.org", URL + "/", URL + "?x", "ftp://x"}) {
      assertThrows(IllegalArgumentException.class, () -> plain.with(Setting.PUBLIC_URL, url));
    }
    for (String algorithm : new String[] {"none", "HS256", "HS384", "HS512"}) {
      assertThrows(
          IllegalArgumentException.class, () -> plain.with(Setting.HOOKS_ALGORITHMS, algorithm));
    }
  }
}
