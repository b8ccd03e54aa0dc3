package org.consilium.server;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.publication.PublicationException;
import org.consilium.publication.Publisher.Published;
import org.consilium.publication.VersionLibrary;
import org.consilium.publication.VersionRecord;
import org.consilium.publication.VersionStore;
import org.consilium.query.QueryException;
import org.consilium.reasoning.CompiledReasoner;

/**
 * The versions of a data folder, ready to answer. Each is loaded when it is first asked for, one
 * after the other; a bounded number of them stays in memory, beside the newest.
 */
public final class PublishedVersions implements KnowledgeVersions, AutoCloseable {
  /** Most requests that wait for a version to be loaded; they hold threads that others need. */
  private static final int MOST_WAITING = 16;

  private static final long SECONDS = 20;

  private final VersionStore store;
  private final AsyncCache<Integer, ServedKnowledge> loaded;
  private final ExecutorService loading =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "load-version");
            thread.setDaemon(true);
            return thread;
          });
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private volatile Optional<ServedKnowledge> newest;

  private PublishedVersions(VersionStore store, int inMemory, Optional<ServedKnowledge> newest) {
    this.store = store;
    this.newest = newest;
    this.loaded = Caffeine.newBuilder().maximumSize(inMemory).executor(Runnable::run).buildAsync();
  }

  /**
   * The versions of a data folder.
   *
   * @param store the folder, which is closed with this
   * @param inMemory most versions kept in memory beside the newest
   * @throws PublicationException if the newest version cannot be read
   */
  public static PublishedVersions of(VersionStore store, int inMemory) throws PublicationException {
    VersionLibrary library = store.library();
    Optional<VersionRecord> newest = library.newest();
    return new PublishedVersions(
        store,
        inMemory,
        newest.isPresent() ? Optional.of(load(library, newest.get())) : Optional.empty());
  }

  private static ServedKnowledge load(VersionLibrary library, VersionRecord record)
      throws PublicationException {
    KnowledgeBase knowledge = library.load(record);
    try {
      return new ServedKnowledge(
          knowledge, CompiledReasoner.of(knowledge), library.sources(record).queries());
    } catch (QueryException | IOException e) {
      throw new PublicationException(
          PublicationException.Code.OTHER_READING,
          "this program cannot read the queries of version " + record.version(),
          e);
    }
  }

  /** The newest version, unless there is none. */
  public Optional<ServedKnowledge> newest() {
    return newest;
  }

  VersionStore store() {
    return store;
  }

  VersionLibrary library() {
    return store.library();
  }

  /** Takes a version that was published just now as the newest one. */
  ServedKnowledge add(Published published) {
    ServedKnowledge served =
        new ServedKnowledge(
            published.candidate().knowledge(),
            published.candidate().reasoner(),
            published.candidate().queries());
    newest = Optional.of(served);
    return served;
  }

  @Override
  public Optional<ServedKnowledge> named(String versionOrHash) {
    return library().named(versionOrHash).map(this::served);
  }

  @Override
  public Optional<ServedKnowledge> asOf(Instant moment) {
    return library().asOf(moment).map(this::served);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    library().records().forEach(record -> names.add(record.version().text()));
    Collections.reverse(names);
    return names;
  }

  private ServedKnowledge served(VersionRecord record) {
    Optional<ServedKnowledge> current =
        newest.filter(it -> it.knowledge().hash().equals(record.knowledgeHash()));
    return current.isPresent() ? current.get() : loaded(record);
  }

  private ServedKnowledge loaded(VersionRecord record) {
    CompletableFuture<ServedKnowledge> known = loaded.getIfPresent(record.number());
    if (known != null && known.isDone() && !known.isCompletedExceptionally()) {
      return known.join();
    }
    if (!waiting.tryAcquire()) {
      throw busy(record);
    }
    try {
      return loaded
          .get(record.number(), (number, executor) -> loadAsynchronously(record))
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw busy(record);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(record);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PublicationException refused) {
        throw new VersionUnreadable(refused);
      }
      throw new IllegalStateException("a version cannot be loaded", e.getCause());
    } finally {
      waiting.release();
    }
  }

  private CompletableFuture<ServedKnowledge> loadAsynchronously(VersionRecord record) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return load(library(), record);
          } catch (PublicationException e) {
            throw new CompletionException(e);
          }
        },
        loading);
  }

  private static Refusal busy(VersionRecord record) {
    return new Refusal(
        ErrorCode.BUSY,
        "version " + record.version() + " is being loaded",
        Map.of("Retry-After", "5"));
  }

  /** A version that is damaged, met where only an answer is expected. */
  static final class VersionUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final PublicationException refused;

    VersionUnreadable(PublicationException refused) {
      super(refused);
      this.refused = refused;
    }

    PublicationException refused() {
      return refused;
    }
  }

  @Override
  public void close() {
    loading.shutdownNow();
    store.close();
  }
}
