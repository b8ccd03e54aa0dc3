package org.consilium.server;

/**
 * Who sends a request.
 *
 * @param name of the token, subject of the JWT, or {@link #NOBODY}
 * @param role what the caller may do
 * @param anonymous whether nothing was shown that tells who it is
 */
record Caller(String name, Role role, boolean anonymous) {
  private static final String NOBODY = "anonymous";

  static Caller anonymous(Role role) {
    return new Caller(NOBODY, role, true);
  }

  static Caller known(String name, Role role) {
    return new Caller(name, role, false);
  }
}
