package org.consilium.server;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may come with a bearer token. The token itself is not known here, only its SHA-256.
 *
 * @param name who it was given to, as the audit log says it
 * @param role what its bearer may do
 * @param sha256 hexadecimal, in small letters
 */
record AccessToken(String name, Role role, String sha256) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,64}):(reader|author|publisher|admin):([0-9a-f]{64})");

  /**
   * Reads {@code name:role:sha256}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  static AccessToken read(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return new AccessToken(
        matcher.group(1),
        Role.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
        matcher.group(3));
  }

  byte[] digest() {
    return HexFormat.of().parseHex(sha256);
  }
}
