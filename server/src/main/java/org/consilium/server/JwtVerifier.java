package org.consilium.server;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verifies the tokens of a login (OpenID Connect): one issuer, one audience, roles in a claim. */
final class JwtVerifier {
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final JwtSignature signature;
  private final String audience;
  private final String rolesClaim;

  private JwtVerifier(JwtSignature signature, String audience, String rolesClaim) {
    this.signature = signature;
    this.audience = audience;
    this.rolesClaim = rolesClaim;
  }

  /**
   * The verifier of a configuration, or empty if it names no keys.
   *
   * @throws ConfigurationException if the settings are not complete or the file has no public keys
   */
  static Optional<JwtVerifier> of(ServerConfiguration configuration, Clock clock)
      throws ConfigurationException {
    Optional<String> file = configuration.get(Setting.JWT_KEYS);
    Optional<String> issuer = configuration.get(Setting.JWT_ISSUER);
    Optional<String> audience = configuration.get(Setting.JWT_AUDIENCE);
    if (file.isEmpty() && issuer.isEmpty() && audience.isEmpty()) {
      return Optional.empty();
    }
    if (file.isEmpty() || issuer.isEmpty() || audience.isEmpty()) {
      throw JwtSignature.fault(
          "access.jwt-issuer, access.jwt-audience and access.jwt-keys are set together");
    }
    JwtSignature.Rules rules =
        new JwtSignature.Rules(
            configuration.get(Setting.JWT_ALGORITHMS),
            false,
            configuration.get(Setting.JWT_LIFETIME),
            SKEW);
    return Optional.of(
        new JwtVerifier(
            JwtSignature.of(issuer.get(), file.get(), rules, clock, Setting.JWT_KEYS),
            audience.get(),
            configuration.get(Setting.JWT_ROLES)));
  }

  /** The caller whom a token names, or empty if it does not hold for whatever reason. */
  Optional<Caller> verify(String token) {
    return JwtSignature.parse(token)
        .flatMap(signature::claims)
        .filter(claims -> claims.getAudience().contains(audience) && claims.getSubject() != null)
        .flatMap(
            claims ->
                role(claims)
                    .map(role -> Caller.known(JwtSignature.name(claims.getSubject()), role)));
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
