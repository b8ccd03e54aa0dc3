package org.consilium.knowledge;

/** This program. */
public final class Program {
  private static final String UNPACKAGED = "(not packaged)";

  private Program() {}

  /** Its version as in the manifest of the jar, or {@code (not packaged)} if there is none. */
  public static String version() {
    String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? UNPACKAGED : version;
  }
}
