package org.consilium.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What holds for the JSON Web Tokens of one issuer, whatever they are used for: a signature that a
 * public key of a local file made, the issuer, and the times. Nothing is ever fetched: a token that
 * brings its key, or says where to get it, is refused.
 */
final class JwtSignature {
  private static final Set<String> ALGORITHMS =
      Set.of("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  private static final int LONGEST_TOKEN = 8_000;

  /**
   * What a use of tokens asks for.
   *
   * @param algorithms signature algorithms that count, see {@link #algorithm}
   * @param typed whether the header must say that it is a {@code JWT}, and name the key
   * @param lifetime longest time from {@code iat} to {@code exp}
   * @param skew how far the clocks of issuer and server may be apart
   */
  record Rules(List<String> algorithms, boolean typed, Duration lifetime, Duration skew) {}

  private final String issuer;
  private final Rules rules;
  private final Clock clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  private JwtSignature(String issuer, JWKSet keys, Rules rules, Clock clock) {
    this.issuer = issuer;
    this.rules = rules;
    this.clock = clock;
    Set<JWSAlgorithm> algorithms =
        rules.algorithms().stream().map(JWSAlgorithm::new).collect(Collectors.toSet());
    processor.setJWSTypeVerifier(
        rules.typed()
            ? new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT)
            : new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier((claims, context) -> check(claims));
  }

  /**
   * A signature algorithm that may be configured: those with a public key.
   *
   * @throws IllegalArgumentException for any other, {@code none} and HS256 among them
   */
  static String algorithm(String name) {
    if (!ALGORITHMS.contains(name)) {
      throw new IllegalArgumentException();
    }
    return name;
  }

  /**
   * Reads the keys of an issuer.
   *
   * @param setting the key of the setting that names the file, for messages
   * @throws ConfigurationException if the file has no public keys, or a secret one
   */
  static JwtSignature of(String issuer, String file, Rules rules, Clock clock, Setting<?> setting)
      throws ConfigurationException {
    try {
      JWKSet keys = JWKSet.parse(Files.readString(Path.of(file)));
      if (keys.isEmpty() || keys.getKeys().stream().anyMatch(JWK::isPrivate)) {
        throw fault(setting + ": the file holds public keys, at least one, and nothing secret");
      }
      return new JwtSignature(issuer, keys, rules, clock);
    } catch (IOException | ParseException e) {
      throw fault(setting + ": " + file + " is no readable JWK set");
    }
  }

  static ConfigurationException fault(String message) {
    return new ConfigurationException(
        List.of(new ConfigurationException.Fault(ConfigurationException.Code.BAD_VALUE, message)));
  }

  /** A token that can be read at all; nothing of what it says is verified. */
  static Optional<SignedJWT> parse(String token) {
    if (token.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedJWT.parse(token));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** Whom a token says it is from, which nothing has verified, or an empty text. */
  static String claimedIssuer(SignedJWT token) {
    try {
      return Optional.ofNullable(token.getJWTClaimsSet().getIssuer()).orElse("");
    } catch (ParseException e) {
      return "";
    }
  }

  /** What a token says, or empty if it does not hold for whatever reason. */
  Optional<JWTClaimsSet> claims(SignedJWT token) {
    JWSHeader header = token.getHeader();
    if (header.getJWKURL() != null
        || header.getX509CertURL() != null
        || header.getJWK() != null
        || header.getX509CertChain() != null
        || (rules.typed() && header.getKeyID() == null)) {
      return Optional.empty();
    }
    try {
      return Optional.of(processor.process(token, null));
    } catch (BadJOSEException | JOSEException e) {
      return Optional
          .empty(); // One answer for all: which check failed is of use to attackers only.
    }
  }

  private void check(JWTClaimsSet claims) throws BadJWTException {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    Instant now = clock.instant();
    Instant latest = now.plus(rules.skew());
    boolean holds =
        issuer.equals(claims.getIssuer())
            && issued != null
            && expires != null
            && !issued.toInstant().isAfter(latest)
            && (begins == null || !begins.toInstant().isAfter(latest))
            && expires.toInstant().isAfter(now.minus(rules.skew()))
            && !expires.toInstant().isAfter(issued.toInstant().plus(rules.lifetime()));
    if (!holds) {
      throw new BadJWTException("refused");
    }
  }

  /** A name as the logs write it: at most 64 harmless characters. */
  static String name(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9._@:/-]", "_");
    return safe.length() > 64 ? safe.substring(0, 64) : safe;
  }
}
