package org.consilium.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.consilium.attack.ServerProcess.Launch;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One packaged server for a class of attacks, a client that attacks it, and what must hold whatever
 * was done: the process is the same and lives; nothing was asked of another server; who asked for a
 * recommendation meanwhile got it, always the same; memory, open files and threads come back to
 * what they were; no answer shows the inside of the program; nothing of a patient was written
 * anywhere.
 */
final class AttackedServer extends Attacker
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  /** The time of queries is not limited by client here, except where a case is about that. */
  private static final List<String> SETTINGS =
      List.of("budget.query-seconds-per-minute=0", "sparql.query-time=2s");

  private static final Duration SETTLING = Duration.ofSeconds(60);

  /** The pool keeps its threads for a while after a rush. */
  private static final int MORE_THREADS = 210;

  private static final int MORE_FILES = 25;
  private static final double HEAP_RATIO = 1.3;
  private static final double HEAP_SPARE = 24e6;

  private final Recording recording;
  private final UnaryOperator<Launch> launch;
  private final String[] settings;
  private Listener listener;
  private ServerProcess process;
  private Path folder;
  private String expected;
  private long pid;
  private long threads;
  private long files;
  private double heap;
  private Canary canary;

  private AttackedServer(Recording recording, UnaryOperator<Launch> launch, String... settings) {
    super(recording);
    this.recording = recording;
    this.launch = launch;
    this.settings = settings;
  }

  /** A server with settings {@code KEY=VALUE} beside the usual ones. */
  static AttackedServer with(Recording recording, String... settings) {
    return new AttackedServer(recording, UnaryOperator.identity(), settings);
  }

  /** A server that is started in another way. */
  static AttackedServer startedBy(
      Recording recording, UnaryOperator<Launch> launch, String... settings) {
    return new AttackedServer(recording, launch, settings);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    listener = new Listener();
    folder = Files.createTempDirectory("attacked");
    String[] all = Stream.concat(SETTINGS.stream(), Stream.of(settings)).toArray(String[]::new);
    process = launch.apply(Launch.server(folder, all)).start();
    pid = process.pid();
    // The dataset of queries is made beside the first requests.
    settle("queries", () -> query("ASK { ?s ?p ?o }").status() == 200);
    for (int i = 0; i < 20; i++) {
      expected = Canary.answer(port());
      query("SELECT * { ?s ?p ?o } LIMIT " + i);
      get("/api/guidelines");
    }
    process.collectGarbage();
    heap = usedHeap();
    threads = process.threads();
    files = process.openFiles();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    canary = new Canary(port(), expected);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    assertTrue(process.isAlive() && process.pid() == pid, () -> "the process has ended");
    canary.end();
    assertEquals(0, listener.hits(), "something was asked of another server");
    settle("threads", () -> process.threads() <= threads + MORE_THREADS);
    settle("open files", () -> process.openFiles() <= files + MORE_FILES);
    settle("memory", this::isHeapBack);
    assertNoTraceOf(Canary.NAME);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    process.close();
    listener.close();
    deleteAll(folder);
  }

  static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Something that becomes true in the end. */
  @FunctionalInterface
  interface Settled {
    boolean holds() throws Exception;
  }

  /** Waits until something holds, and fails if it never does. */
  static void settle(String what, Settled settled) throws Exception {
    long end = System.nanoTime() + SETTLING.toNanos();
    while (!settled.holds()) {
      assertTrue(System.nanoTime() < end, () -> what + " do not come back to what they were");
      Thread.sleep(200);
    }
  }

  private boolean isHeapBack() throws Exception {
    double most = heap * HEAP_RATIO + HEAP_SPARE;
    if (usedHeap() > most) {
      process.collectGarbage();
      return usedHeap() <= most;
    }
    return true;
  }

  /** Bytes of the heap in use, garbage included. */
  private double usedHeap() throws Exception {
    return metric("jvm_memory_used_bytes{area=\"heap\"");
  }

  /** The sum of the metrics whose line begins so. */
  double metric(String start) throws Exception {
    String text =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address("/metrics")).timeout(SETTLING).build(),
                BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits until the processor is left alone: no thread of the server runs on. */
  void settleProcessor() throws Exception {
    settle(
        "the processor",
        () -> {
          long before = process.ticks();
          TimeUnit.SECONDS.sleep(1);
          return process.ticks() - before < 50;
        });
  }

  /** A word appears neither in the log nor in any file that the server could write. */
  void assertNoTraceOf(String word) throws IOException {
    try (Stream<Path> written = Files.walk(folder)) {
      for (Path file : written.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(word), () -> file.getFileName() + " has " + word);
      }
    }
  }

  ServerProcess process() {
    return process;
  }

  Listener listener() {
    return listener;
  }

  int port() {
    return process.port();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  void note(String observation) {
    recording.note(observation);
  }

  @Override
  Answer send(HttpRequest.Builder request) throws InterruptedException {
    Answer answer = super.send(request);
    answer.assertDiscreet();
    return answer;
  }

  Answer get(String path, String... headers) throws InterruptedException {
    return get(address(path), headers);
  }

  Answer post(String path, String mediaType, String body, String... headers)
      throws InterruptedException {
    return post(address(path), mediaType, body, headers);
  }

  Answer query(String sparql) throws InterruptedException {
    return query(address("/sparql"), sparql);
  }

  /** Asks for the recommendations of a patient. */
  Answer advise(String patient) throws InterruptedException {
    return post("/api/recommendations", "application/json", patient);
  }

  /** A plain connection, for requests that no client library would send. */
  RawConnection connect() throws IOException {
    return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port()));
  }
}
