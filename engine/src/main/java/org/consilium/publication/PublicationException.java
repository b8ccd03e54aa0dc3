package org.consilium.publication;

import java.util.Optional;

/** A data folder that cannot be used, or a publication that is refused. */
public final class PublicationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The stable kinds; {@code docs/errors.md} has a paragraph for each. */
  public enum Code {
    /** Another process or server uses the data folder. */
    IN_USE("CNS-DATA-001", "End the other process, or publish through it over HTTP."),
    /** The folder is none of this program, or of another format. */
    UNKNOWN_FORMAT("CNS-DATA-002", "Name the right folder, or use the program that wrote it."),
    /** What is stored is not what was written. */
    DAMAGED("CNS-DATA-003", "Restore the newest backup into an empty folder."),
    /** There is too little space to write. */
    NO_SPACE("CNS-DATA-004", "Make room on the disk of the data folder; nothing was written."),
    /** A file or folder cannot be read or written. */
    NOT_ACCESSIBLE("CNS-DATA-005", "Check that the folder is there and who owns it."),
    /** There is no such version. */
    NO_SUCH_VERSION("CNS-DATA-006", "Take a version or hash from the list of versions."),
    /** This program reads the sources of a version otherwise than the one that published it. */
    OTHER_READING("CNS-DATA-007", "Answer from this version with the program that published it."),
    /** A backup that is not whole, or a place where it cannot be restored. */
    BACKUP("CNS-DATA-008", "Take a whole backup, and an empty folder to restore it into."),
    /** The archive holds what no archive of knowledge needs, or is no archive. */
    ARCHIVE("CNS-PUB-001", "Send a zip or tar.gz of a folder with ontology/ and guidelines/."),
    /** The archive holds too much. */
    ARCHIVE_TOO_LARGE("CNS-PUB-002", "Leave out what is no knowledge."),
    /** The version is not written as one. */
    VERSION_SYNTAX("CNS-PUB-003", "Name it MAJOR.MINOR.PATCH, with a pre-release if need be."),
    /** The version is not greater than the last one. */
    VERSION_NOT_GREATER("CNS-PUB-004", "Choose a version greater than the last one."),
    /** The same content is published already. */
    ALREADY_PUBLISHED("CNS-PUB-005", "Use the version that is there; nothing was changed."),
    /** The same version is published already with other content. */
    VERSION_TAKEN("CNS-PUB-006", "Choose a new version; a published one is never changed."),
    /** The compiled form gives another answer than HermiT. */
    NOT_PROVED("CNS-PUB-007", "Report it with the knowledge; it must not be published.");

    private final String id;
    private final String remedy;

    Code(String id, String remedy) {
      this.id = id;
      this.remedy = remedy;
    }

    /** The identifier that people and programs quote. */
    public String id() {
      return id;
    }

    /** What to do about it. */
    public String remedy() {
      return remedy;
    }
  }

  private final Code code;
  private final String version;

  /** What is wrong, in words that may be shown to a client: no path, no class. */
  public PublicationException(Code code, String message) {
    this(code, message, (Throwable) null);
  }

  /** The same with what it came from. */
  public PublicationException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.version = null;
  }

  /** The same with the version that is in the way. */
  PublicationException(Code code, String message, VersionRecord existing) {
    super(message);
    this.code = code;
    this.version = existing.version().toString();
  }

  public Code code() {
    return code;
  }

  /** The version that is published already. */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }
}
