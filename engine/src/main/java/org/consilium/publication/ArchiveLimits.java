package org.consilium.publication;

/**
 * How much an archive may hold.
 *
 * @param entries most files and folders
 * @param bytes most bytes of all files together, unpacked
 */
public record ArchiveLimits(int entries, long bytes) {
  /** Twenty times what the shipped knowledge has. */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(5_000, 100_000_000);
}
