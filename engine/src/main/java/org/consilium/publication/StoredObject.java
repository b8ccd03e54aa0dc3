package org.consilium.publication;

import org.consilium.knowledge.Sha256;

/**
 * A file of the data folder that is named by its content and never changes.
 *
 * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
 * @param bytes its length
 */
public record StoredObject(String sha256, long bytes) {
  /**
   * @throws IllegalArgumentException if the hash is none or the length negative
   */
  public StoredObject {
    if (!Sha256.isOne(sha256) || bytes < 0) {
      throw new IllegalArgumentException("no stored object");
    }
  }

  static StoredObject of(byte[] content) {
    return new StoredObject(Sha256.of(content), content.length);
  }
}
