package org.consilium.server;

import java.util.Objects;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.reasoning.Reasoner;

/**
 * What a server serves, and where.
 *
 * @param host name or address of the interface to listen on; the loopback address unless told
 *     otherwise, because this server asks nobody who they are
 * @param port TCP port, or 0 for any free one
 * @param knowledge the knowledge to serve
 * @param reasoner decides which recommendations apply; made from the same knowledge
 * @param limits what the server takes on at most
 */
public record ServerConfiguration(
    String host, int port, KnowledgeBase knowledge, Reasoner reasoner, ServerLimits limits) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 8080;

  /**
   * @throws IllegalArgumentException if the host is blank or the port is none
   */
  public ServerConfiguration {
    Objects.requireNonNull(knowledge, "knowledge");
    Objects.requireNonNull(reasoner, "reasoner");
    Objects.requireNonNull(limits, "limits");
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host is blank");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is between 0 and 65535, not " + port);
    }
  }

  /** Serves knowledge on the loopback address, port 8080. */
  public static ServerConfiguration of(KnowledgeBase knowledge, Reasoner reasoner) {
    return new ServerConfiguration(
        DEFAULT_HOST, DEFAULT_PORT, knowledge, reasoner, ServerLimits.DEFAULT);
  }

  /** The same on another interface. */
  public ServerConfiguration withHost(String other) {
    return new ServerConfiguration(other, port, knowledge, reasoner, limits);
  }

  /** The same on another port. */
  public ServerConfiguration withPort(int other) {
    return new ServerConfiguration(host, other, knowledge, reasoner, limits);
  }

  /** The same with other limits. */
  public ServerConfiguration withLimits(ServerLimits other) {
    return new ServerConfiguration(host, port, knowledge, reasoner, other);
  }
}
