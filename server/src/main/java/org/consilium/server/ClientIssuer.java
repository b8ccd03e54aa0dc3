package org.consilium.server;

/**
 * A CDS Hooks client whose tokens count.
 *
 * @param issuer its {@code iss}, exactly
 * @param keys file with its public keys, a JWK set
 */
record ClientIssuer(String issuer, String keys) {
  /**
   * Reads {@code issuer=file}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  static ClientIssuer read(String text) {
    int sign = text.lastIndexOf('=');
    if (sign < 1 || sign == text.length() - 1) {
      throw new IllegalArgumentException();
    }
    return new ClientIssuer(text.substring(0, sign).strip(), text.substring(sign + 1).strip());
  }
}
