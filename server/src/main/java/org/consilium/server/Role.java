package org.consilium.server;

import io.javalin.security.RouteRole;

/** Who may use a route. Each role has the rights of those before it. */
public enum Role implements RouteRole {
  /** Anyone who reaches the server. */
  PUBLIC,
  /** Reads the knowledge and asks for recommendations. */
  READER,
  /** Writes drafts. */
  AUTHOR,
  /** Publishes versions. */
  PUBLISHER,
  /** Runs the server. */
  ADMIN;

  /** Whether who has this role may do what asks for the other one. */
  boolean mayAct(Role asked) {
    return compareTo(asked) >= 0;
  }
}
