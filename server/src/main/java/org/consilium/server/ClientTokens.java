package org.consilium.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.consilium.knowledge.Sha256;

/**
 * Verifies the tokens by which CDS Hooks clients show who they are: issued by a client that is
 * configured, for exactly the address that is called, and used once.
 *
 * <p>What was used is remembered in memory until it expires. After a start nothing is remembered,
 * so that tokens which an earlier process can have taken are refused. A client for which as many
 * tokens are remembered as is configured is told to come later, since forgetting one would let it
 * be used again; it cannot take the place of others.
 */
final class ClientTokens {
  /** How far the clocks may be apart; and for how long after a start no token is taken. */
  static final Duration SKEW = Duration.ofSeconds(5);

  /** A client with the identifiers of its tokens that were used, until they expire. */
  private record Client(JwtSignature signature, Cache<String, Instant> used) {}

  private final Map<String, Client> clients = new HashMap<>();
  private final String publicUrl;
  private final int remembered;
  private final Duration lifetime;
  private final Instant earliest;

  private ClientTokens(ServerConfiguration configuration, String publicUrl, Clock clock)
      throws ConfigurationException {
    this.publicUrl = publicUrl;
    this.remembered = configuration.get(Setting.HOOKS_REMEMBERED);
    this.lifetime = configuration.get(Setting.HOOKS_LIFETIME);
    this.earliest = clock.instant().plus(SKEW);
    JwtSignature.Rules rules =
        new JwtSignature.Rules(configuration.get(Setting.HOOKS_ALGORITHMS), true, lifetime, SKEW);
    for (ClientIssuer each : configuration.get(Setting.HOOKS_ISSUERS)) {
      JwtSignature signature =
          JwtSignature.of(each.issuer(), each.keys(), rules, clock, Setting.HOOKS_ISSUERS);
      if (clients.put(each.issuer(), new Client(signature, memory(clock))) != null) {
        throw JwtSignature.fault(Setting.HOOKS_ISSUERS + ": an issuer stands there twice");
      }
    }
  }

  /**
   * The verifier of a configuration, or empty if it names no client.
   *
   * @throws ConfigurationException if the settings are not complete or a file has no public keys
   */
  static Optional<ClientTokens> of(ServerConfiguration configuration, Clock clock)
      throws ConfigurationException {
    List<ClientIssuer> issuers = configuration.get(Setting.HOOKS_ISSUERS);
    if (issuers.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> publicUrl = configuration.get(Setting.PUBLIC_URL);
    if (publicUrl.isEmpty()) {
      throw JwtSignature.fault(
          Setting.HOOKS_ISSUERS + " needs " + Setting.PUBLIC_URL + ", which tokens must name");
    }
    return Optional.of(new ClientTokens(configuration, publicUrl.get(), clock));
  }

  private static Cache<String, Instant> memory(Clock clock) {
    return Caffeine.newBuilder()
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .expireAfter(
            Expiry.<String, Instant>creating(
                (identifier, until) -> Duration.between(clock.instant(), until)))
        .build();
  }

  /**
   * The client that a token names, or empty if it does not hold for whatever reason.
   *
   * @param path the path that is called, as it was sent
   * @throws Refusal if too many tokens of the client are remembered
   */
  Optional<Caller> verify(String token, String path) {
    Optional<SignedJWT> parsed = JwtSignature.parse(token);
    Optional<Client> client =
        parsed.map(JwtSignature::claimedIssuer).map(issuer -> clients.get(issuer));
    if (client.isEmpty()) {
      return Optional.empty();
    }
    return client
        .get()
        .signature()
        .claims(parsed.get())
        .filter(claims -> claims.getAudience().contains(publicUrl + path))
        .filter(claims -> claims.getIssueTime().toInstant().isAfter(earliest))
        .filter(claims -> isNew(claims, client.get().used()))
        .map(claims -> Caller.known(JwtSignature.name(claims.getIssuer()), Role.READER));
  }

  private boolean isNew(JWTClaimsSet claims, Cache<String, Instant> used) {
    String identifier = claims.getJWTID();
    if (identifier == null || identifier.isBlank()) {
      return false;
    }
    if (used.estimatedSize() >= remembered) {
      used.cleanUp();
      if (used.estimatedSize() >= remembered) {
        throw new Refusal(
            ErrorCode.BUSY,
            "this client has used as many tokens as are remembered",
            Map.of("Retry-After", Long.toString(Math.max(1, lifetime.toSeconds()))));
      }
    }
    // Of the identifier only a digest is kept, so that a long one takes no more room.
    String digest = Sha256.of(identifier);
    Instant until = claims.getExpirationTime().toInstant().plus(SKEW);
    return used.asMap().putIfAbsent(digest, until) == null;
  }
}
