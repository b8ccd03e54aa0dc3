package org.consilium.server;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells browsers, with every answer, to do nothing with it but show it. */
final class SecurityHeaders extends Handler.Wrapper {
  private static final String NOBODY_FRAMES =
      "; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  /** For data: nothing at all is loaded or run. */
  private static final String DATA_POLICY = "default-src 'none'" + NOBODY_FRAMES;

  /** For plain pages. */
  static final String PAGE_POLICY = DATA_POLICY;

  /** For the page that explores the interface: only what this server itself has. */
  static final String EXPLORER_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'"
          + NOBODY_FRAMES;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    addTo(response.getHeaders());
    return super.handle(request, response, callback);
  }

  static void addTo(HttpFields.Mutable headers) {
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", DATA_POLICY);
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  }
}
