package org.consilium.server;

import static org.consilium.server.Problems.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consilium.knowledge.Sha256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String ISSUER = "https://login.example.org";
  private static final String AUDIENCE = "https://consilium.example.org";
  private static final String SECRET = "not-a-secret-of-anybody";

  private static RunningServer server;
  private static ECKey key;
  private static ECKey strange;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    key = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
    strange = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
    Path keys =
        Files.writeString(folder.resolve("keys.json"), new JWKSet(key.toPublicJWK()).toString());
    server =
        RunningServer.start(
            ServerConfiguration.DEFAULT
                .with(Setting.ANONYMOUS, "none")
                .with(
                    Setting.TOKENS,
                    List.of(
                        "app:reader:" + sha256("reader-" + SECRET),
                        "operator:admin:" + sha256("admin-" + SECRET)))
                .with(Setting.JWT_KEYS, keys.toString())
                .with(Setting.JWT_ISSUER, ISSUER)
                .with(Setting.JWT_AUDIENCE, AUDIENCE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Access access(ServerConfiguration configuration) throws ConfigurationException {
    return new Access(configuration, Clock.systemUTC());
  }

  private static String sha256(String text) {
    return Sha256.of(text);
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    return server.get(path, "Authorization", "Bearer " + token);
  }

  @Test
  void aServerThatIsNotOpenAsksEverywhereButForItsHealth() throws Exception {
    for (Route route : server.server().routes().routes()) {
      String path = route.path().replaceAll("\\{\\w+}", "core");
      HttpResponse<String> response =
          route.method().name().equals("GET")
              ? server.get(path)
              : server.post(
                  path, route.consumes().isEmpty() ? "x/y" : route.consumes().get(0), "{}");
      if (route.role() == Role.PUBLIC) {
        assertTrue(response.statusCode() != 401, path);
      } else {
        assertProblem(401, "CNS-HTTP-013", response);
        assertTrue(response.headers().firstValue("WWW-Authenticate").isPresent(), path);
      }
    }
  }

  @Test
  void aTokenGivesTheRoleOfItsBearer() throws Exception {
    assertEquals(200, get("/api/guidelines", "reader-" + SECRET).statusCode());
    assertEquals(200, get("/sparql?query=ASK%7B%7D", "reader-" + SECRET).statusCode());
    assertProblem(403, "CNS-HTTP-014", get("/api/audit", "reader-" + SECRET));
    assertEquals(200, get("/api/audit", "admin-" + SECRET).statusCode());
    assertEquals(200, get("/api/guidelines", "admin-" + SECRET).statusCode());
  }

  @Test
  void whatIsNoTokenIsRefusedEvenWhereNoneIsAsked() throws Exception {
    for (String header :
        new String[] {
          "Bearer x", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "x", sha256(SECRET), "Bearer a.b.c"
        }) {
      for (String path : new String[] {"/api/guidelines", "/health/live", "/sparql"}) {
        assertProblem(401, "CNS-HTTP-013", server.get(path, "Authorization", header));
      }
    }
  }

  private static JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject("somebody")
        .claim("roles", List.of("author", "unheard-of"))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  private static String signed(JWTClaimsSet claims, ECKey with, JWSHeader header) throws Exception {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new ECDSASigner(with));
    return jwt.serialize();
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES384).type(JOSEObjectType.JWT).keyID("k1");
  }

  @Test
  void aTokenOfTheIssuerGivesTheHighestOfItsRoles() throws Exception {
    String token = signed(claims().build(), key, header().build());
    assertEquals(200, get("/api/guidelines", token).statusCode());
    assertProblem(403, "CNS-HTTP-014", get("/api/audit", token));
    String admin = signed(claims().claim("roles", "reader admin").build(), key, header().build());
    assertEquals(200, get("/api/audit", admin).statusCode());
  }

  @Test
  void everyOtherTokenIsRefusedInTheSameWords() throws Exception {
    Instant past = Instant.now().minusSeconds(3_600);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("none", new PlainJWT(claims().build()).serialize());
    SignedJWT symmetric = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    symmetric.sign(new MACSigner(key.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
    tokens.put("HS256 with the public key", symmetric.serialize());
    tokens.put("another key", signed(claims().build(), strange, header().build()));
    tokens.put("unknown kid", signed(claims().build(), key, header().keyID("k2").build()));
    tokens.put("kid of a path", signed(claims().build(), key, header().keyID("../x").build()));
    tokens.put(
        "jku",
        signed(claims().build(), key, header().jwkURL(URI.create("http://127.0.0.1:1/k")).build()));
    tokens.put(
        "its own key",
        signed(claims().build(), strange, header().jwk(strange.toPublicJWK()).build()));
    tokens.put("issuer", signed(claims().issuer("https://x.org").build(), key, header().build()));
    tokens.put("audience", signed(claims().audience("other").build(), key, header().build()));
    tokens.put(
        "audience with a slash",
        signed(claims().audience(AUDIENCE + "/").build(), key, header().build()));
    tokens.put(
        "expired", signed(claims().expirationTime(Date.from(past)).build(), key, header().build()));
    tokens.put(
        "a lifetime of years",
        signed(
            claims().expirationTime(Date.from(Instant.now().plus(Duration.ofDays(800)))).build(),
            key,
            header().build()));
    tokens.put(
        "from the future",
        signed(
            claims().issueTime(Date.from(Instant.now().plusSeconds(600))).build(),
            key,
            header().build()));
    tokens.put("without a begin", signed(claims().issueTime(null).build(), key, header().build()));
    tokens.put("without end", signed(claims().expirationTime(null).build(), key, header().build()));
    tokens.put("nobody", signed(claims().subject(null).build(), key, header().build()));
    tokens.put("no role", signed(claims().claim("roles", null).build(), key, header().build()));
    tokens.put(
        "type",
        signed(claims().build(), key, header().type(new JOSEObjectType("dpop+jwt")).build()));
    String whole = signed(claims().build(), key, header().build());
    tokens.put("cut", whole.substring(0, whole.length() - 4));
    tokens.put("long", whole + "A".repeat(7_000));
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      HttpResponse<String> response = get("/api/guidelines", token.getValue());
      assertEquals(
          token.getKey().equals("long") && response.statusCode() == 431 ? 431 : 401,
          response.statusCode(),
          token.getKey());
      if (response.statusCode() == 401) {
        assertEquals(
            "the authorization is not valid",
            RunningServer.json(response).get("detail").textValue(),
            token.getKey());
      }
    }
  }

  @Test
  void theMachineItselfReadsWithoutTokenUnlessTheServerListensElsewhere() throws Exception {
    assertTrue(access(ServerConfiguration.DEFAULT).isOpen());
    assertFalse(access(ServerConfiguration.DEFAULT.with(Setting.HOST, "0.0.0.0")).isOpen());
    assertTrue(
        access(
                ServerConfiguration.DEFAULT
                    .with(Setting.HOST, "0.0.0.0")
                    .with(Setting.ANONYMOUS, "reader"))
            .isOpen());
    Caller nobody = access(ServerConfiguration.DEFAULT).caller(null, "/api/guidelines");
    assertFalse(nobody.role().mayAct(Role.AUTHOR));
  }

  @Test
  void settingsThatDoNotFitEachOtherAreRefused(@TempDir Path folder) throws Exception {
    ServerConfiguration incomplete = ServerConfiguration.DEFAULT.with(Setting.JWT_ISSUER, ISSUER);
    assertThrows(ConfigurationException.class, () -> access(incomplete));
    for (String content :
        new String[] {"", "{}", "{\"keys\": []}", new JWKSet(key).toString(false)}) {
      Path file = Files.writeString(folder.resolve("keys.json"), content);
      ServerConfiguration faulty =
          incomplete.with(Setting.JWT_AUDIENCE, AUDIENCE).with(Setting.JWT_KEYS, file.toString());
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> access(faulty));
      assertTrue(refused.getMessage().startsWith("access.jwt-keys"), refused::getMessage);
    }
  }

  @Test
  void aTokenIsConfiguredByItsDigestOnly() {
    for (String faulty :
        new String[] {
          "app:reader:secret", "app:root:" + sha256("x"), "a b:reader:" + sha256("x"), "reader"
        }) {
      ConfigurationException refused =
          assertThrows(
              ConfigurationException.class,
              () ->
                  ConfigurationReader.read(
                      Optional.empty(), Map.of("CONSILIUM_ACCESS_TOKENS", faulty), Map.of()));
      assertFalse(refused.getMessage().contains("secret"));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> ServerConfiguration.DEFAULT.with(Setting.JWT_ALGORITHMS, "HS256"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ServerConfiguration.DEFAULT.with(Setting.JWT_ALGORITHMS, "none"));
  }
}
