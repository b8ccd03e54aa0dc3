package org.consilium.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies JSON Web Tokens of one issuer with the public keys of a local file. Nothing is ever
 * fetched: a token that brings its key, or says where to get it, is refused.
 */
final class JwtVerifier {
  private static final Set<String> ALGORITHMS =
      Set.of("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  private static final int LONGEST_TOKEN = 8_000;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final String rolesClaim;

  private JwtVerifier(JWKSet keys, ServerConfiguration configuration) {
    this.rolesClaim = configuration.get(Setting.JWT_ROLES);
    Set<JWSAlgorithm> algorithms = new HashSet<>();
    configuration
        .get(Setting.JWT_ALGORITHMS)
        .forEach(name -> algorithms.add(new JWSAlgorithm(name)));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            configuration.get(Setting.JWT_AUDIENCE).orElseThrow(),
            new JWTClaimsSet.Builder()
                .issuer(configuration.get(Setting.JWT_ISSUER).orElseThrow())
                .build(),
            Set.of("sub", "exp", "iat")));
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
   * The verifier of a configuration, or empty if it names no keys.
   *
   * @throws ConfigurationException if the settings are not complete or the file has no public keys
   */
  static Optional<JwtVerifier> of(ServerConfiguration configuration) throws ConfigurationException {
    Optional<String> file = configuration.get(Setting.JWT_KEYS);
    boolean issuer = configuration.get(Setting.JWT_ISSUER).isPresent();
    boolean audience = configuration.get(Setting.JWT_AUDIENCE).isPresent();
    if (file.isEmpty() && !issuer && !audience) {
      return Optional.empty();
    }
    if (file.isEmpty() || !issuer || !audience) {
      throw fault("access.jwt-issuer, access.jwt-audience and access.jwt-keys are set together");
    }
    try {
      JWKSet keys = JWKSet.parse(Files.readString(Path.of(file.get())));
      if (keys.isEmpty() || keys.getKeys().stream().anyMatch(JwtVerifier::isSecret)) {
        throw fault(
            "access.jwt-keys: the file holds public keys, at least one, and nothing secret");
      }
      return Optional.of(new JwtVerifier(keys, configuration));
    } catch (IOException | ParseException e) {
      throw fault("access.jwt-keys: " + file.get() + " is no readable JWK set");
    }
  }

  private static boolean isSecret(JWK key) {
    return key.isPrivate();
  }

  private static ConfigurationException fault(String message) {
    return new ConfigurationException(
        List.of(new ConfigurationException.Fault(ConfigurationException.Code.BAD_VALUE, message)));
  }

  /** The caller whom a token names, or empty if it does not hold for whatever reason. */
  Optional<Caller> verify(String token) {
    if (token.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (jwt.getHeader().getJWKURL() != null
          || jwt.getHeader().getX509CertURL() != null
          || jwt.getHeader().getJWK() != null
          || jwt.getHeader().getX509CertChain() != null) {
        return Optional.empty();
      }
      JWTClaimsSet claims = processor.process(jwt, null);
      return role(claims).map(role -> Caller.known(name(claims.getSubject()), role));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional
          .empty(); // One answer for all: which check failed is of use to attackers only.
    }
  }

  /** A subject as the logs write it: at most 64 harmless characters. */
  private static String name(String subject) {
    String safe = subject.replaceAll("[^A-Za-z0-9._@:/-]", "_");
    return safe.length() > 64 ? safe.substring(0, 64) : safe;
  }

  private Optional<Role> role(JWTClaimsSet claims) {
    Object value = claims.getClaim(rolesClaim);
    Collection<?> words =
        value instanceof Collection<?> list
            ? list
            : value instanceof String text ? List.of(text.split(" ", -1)) : List.of();
    return words.stream()
        .map(word -> role(String.valueOf(word)))
        .flatMap(Optional::stream)
        .max(Role::compareTo);
  }

  private static Optional<Role> role(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "reader" -> Optional.of(Role.READER);
      case "author" -> Optional.of(Role.AUTHOR);
      case "publisher" -> Optional.of(Role.PUBLISHER);
      case "admin" -> Optional.of(Role.ADMIN);
      default -> Optional.empty();
    };
  }
}
