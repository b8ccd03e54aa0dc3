package org.consilium.publication;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeLoader;
import org.consilium.publication.PublicationException.Code;

/**
 * The versions in a data folder as they are at a moment, to read only. Another process may write
 * there at the same time: what a version is made of never changes.
 */
public final class VersionLibrary {
  private final DataFolder folder;
  private final List<VersionRecord> records;

  VersionLibrary(DataFolder folder, List<VersionRecord> records) {
    this.folder = folder;
    this.records = List.copyOf(records);
  }

  /**
   * Reads the list of versions.
   *
   * @throws PublicationException if the folder cannot be read or does not hold
   */
  public static VersionLibrary of(Path folder) throws PublicationException {
    DataFolder data = new DataFolder(folder);
    data.check();
    return new VersionLibrary(data, data.ledger().read().records());
  }

  /** All versions, the oldest first. */
  public List<VersionRecord> records() {
    return records;
  }

  /** The newest version. */
  public Optional<VersionRecord> newest() {
    return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
  }

  /** The version with a name or content hash. */
  public Optional<VersionRecord> named(String versionOrHash) {
    return records.stream()
        .filter(
            record ->
                record.version().text().equals(versionOrHash)
                    || record.knowledgeHash().equals(versionOrHash))
        .findFirst();
  }

  /** The version that was the newest at a moment. */
  public Optional<VersionRecord> asOf(Instant moment) {
    return records.stream()
        .filter(record -> !record.published().isAfter(moment))
        .reduce((earlier, later) -> later);
  }

  /**
   * The files of a version as they were published.
   *
   * @throws PublicationException if they are not what was written
   */
  public Sources sources(VersionRecord record) throws PublicationException {
    byte[] archive = folder.objects().read(record.sources());
    try {
      Sources sources = Sources.unzip(archive);
      if (sources.hash().equals(record.sourcesHash())) {
        return sources;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(record, e);
    }
    throw damaged(record, null);
  }

  private static PublicationException damaged(VersionRecord record, Exception cause) {
    return new PublicationException(
        Code.DAMAGED, "the files of version " + record.version() + " are damaged", cause);
  }

  /**
   * The knowledge of a version; its content hash is checked.
   *
   * @throws PublicationException if its files are damaged, or this program reads them otherwise
   */
  public KnowledgeBase load(VersionRecord record) throws PublicationException {
    KnowledgeLoader.Result loaded = KnowledgeLoader.load(sources(record).knowledge());
    Optional<KnowledgeBase> same =
        loaded
            .knowledge()
            .map(knowledge -> knowledge.withVersion(record.version().text()))
            .filter(knowledge -> knowledge.hash().equals(record.knowledgeHash()));
    return same.orElseThrow(
        () ->
            new PublicationException(
                Code.OTHER_READING,
                "this program reads the files of version "
                    + record.version()
                    + " otherwise than "
                    + record.program()
                    + ", which published it"));
  }

  /** A compressed graph of a version as it was published. */
  public byte[] dump(GraphDump dump) throws PublicationException {
    return folder.objects().read(dump.object());
  }

  /**
   * Checks all files of a version, and that it reads as it did.
   *
   * @throws PublicationException if they do not hold
   */
  public void verify(VersionRecord record) throws PublicationException {
    for (GraphDump dump : record.dumps()) {
      dump(dump);
    }
    load(record);
  }
}
