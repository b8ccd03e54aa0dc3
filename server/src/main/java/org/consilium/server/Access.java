package org.consilium.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consilium.knowledge.Sha256;

/** Finds out who sends a request, and what that caller may do. */
final class Access {
  private static final String SCHEME = "Bearer ";
  private static final Map<String, String> CHALLENGE =
      Map.of("WWW-Authenticate", "Bearer realm=\"consilium\"");

  private final List<AccessToken> tokens;
  private final Optional<JwtVerifier> jwt;
  private final Optional<ClientTokens> clients;
  private final Caller anonymous;

  /**
   * @throws ConfigurationException if the settings on access do not fit each other
   */
  Access(ServerConfiguration configuration, Clock clock) throws ConfigurationException {
    this.tokens = configuration.get(Setting.TOKENS);
    this.jwt = JwtVerifier.of(configuration, clock);
    this.clients = ClientTokens.of(configuration, clock);
    this.anonymous = Caller.anonymous(roleOfNobody(configuration));
  }

  private static Role roleOfNobody(ServerConfiguration configuration) {
    return switch (configuration.get(Setting.ANONYMOUS)) {
      case "reader" -> Role.READER;
      case "loopback" -> isLoopback(configuration.get(Setting.HOST)) ? Role.READER : Role.PUBLIC;
      default -> Role.PUBLIC;
    };
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // The server will not start there either.
    }
  }

  /** Whether a client that shows nothing may read. */
  boolean isOpen() {
    return anonymous.role().mayAct(Role.READER);
  }

  /**
   * The caller.
   *
   * @param authorization the header of this name, or null
   * @param path the path that is called, as it was sent; tokens of CDS Hooks clients are for one
   * @throws Refusal if it does not hold, whatever it is
   */
  Caller caller(String authorization, String path) {
    if (authorization == null) {
      return anonymous;
    }
    if (authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      String token = authorization.substring(SCHEME.length()).strip();
      Optional<Caller> known = bearer(token);
      if (known.isEmpty() && jwt.isPresent()) {
        known = jwt.get().verify(token);
      }
      if (known.isEmpty() && clients.isPresent() && RoutePath.isHook(path)) {
        known = clients.get().verify(token, path);
      }
      if (known.isPresent()) {
        return known.get();
      }
    }
    throw new Refusal(ErrorCode.UNAUTHENTICATED, "the authorization is not valid", CHALLENGE);
  }

  /** Looks at all tokens, so that the time does not tell which one is near. */
  private Optional<Caller> bearer(String token) {
    byte[] digest = Sha256.digest().digest(token.getBytes(StandardCharsets.UTF_8));
    Caller found = null;
    for (AccessToken each : tokens) {
      if (MessageDigest.isEqual(each.digest(), digest)) {
        found = Caller.known(each.name(), each.role());
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Lets only those pass who have a role.
   *
   * @throws Refusal 401 for nobody in particular, 403 for a known caller
   */
  static void require(Role role, Caller caller) {
    if (!caller.role().mayAct(role)) {
      throw caller.anonymous()
          ? new Refusal(ErrorCode.UNAUTHENTICATED, "this route asks who you are", CHALLENGE)
          : new Refusal(ErrorCode.FORBIDDEN, "this route is not for your role");
    }
  }
}
