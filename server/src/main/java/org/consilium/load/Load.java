package org.consilium.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests sent for a time, and what became of them.
 *
 * @param times of the answers that were as expected
 * @param others answers that were not
 * @param seconds from the first request to the last answer
 */
record Load(Sample times, int others, double seconds) {

  /** Expected answers in a second. */
  double rate() {
    return times.size() / seconds;
  }

  /** Mean time of an answer to one of so many clients, in milliseconds. */
  double milliseconds(int clients) {
    return 1e3 * clients / rate();
  }

  /** Each client sends its next request when it has the answer to the one before. */
  static Load closed(int port, List<Call> calls, int clients, double seconds) throws IOException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return run(
        port, calls, clients, (client, turn, now) -> turn == 0 || now < end ? now : Client.DONE);
  }

  /**
   * Requests come at fixed times, whether or not those before are answered; the time of an answer
   * counts from when its request was due. Every client sends at least one.
   *
   * @param clients how many requests can be under way at most
   * @param rate requests in a second
   */
  static Load open(int port, List<Call> calls, int clients, double rate, double seconds)
      throws IOException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    return run(
        port,
        calls,
        clients,
        (client, turn, now) -> {
          // Each client has every n-th of the requests, and begins in its turn.
          long due = start + (long) (1e9 / rate * ((double) turn * clients + client));
          return turn == 0 || (due < end && now < end) ? due : Client.DONE;
        });
  }

  /** When the next request of a client is due, by {@link System#nanoTime}. */
  @FunctionalInterface
  private interface Schedule {
    long due(int client, int turn, long now);
  }

  private static Load run(int port, List<Call> calls, int clients, Schedule schedule)
      throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Client> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(new Client(port, calls, i, schedule));
      }
      long begin = System.nanoTime();
      List<Future<Client>> finished = threads.invokeAll(all);
      double seconds = (System.nanoTime() - begin) / 1e9;
      List<Sample> samples = new ArrayList<>();
      int others = 0;
      for (Future<Client> each : finished) {
        Client client = each.get();
        samples.add(Sample.of(Arrays.copyOf(client.times, client.answers)));
        others += client.others;
      }
      return new Load(Sample.union(samples), others, seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** One client with its connection. */
  private static final class Client implements Callable<Client> {
    static final long DONE = Long.MIN_VALUE;

    private final int port;
    private final List<Call> calls;
    private final int number;
    private final Schedule schedule;
    private long[] times = new long[1 << 10];
    private int answers;
    private int others;

    Client(int port, List<Call> calls, int number, Schedule schedule) {
      this.port = port;
      this.calls = calls;
      this.number = number;
      this.schedule = schedule;
    }

    @Override
    public Client call() throws IOException {
      try (Connection connection = Connection.to(port)) {
        int turn = 0;
        for (long due = schedule.due(number, turn, System.nanoTime());
            due != DONE;
            due = schedule.due(number, turn, System.nanoTime())) {
          for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
          }
          if (connection.send(calls.get((number + turn) % calls.size()))) {
            add(System.nanoTime() - due);
          } else {
            others++;
          }
          turn++;
        }
      }
      return this;
    }

    private void add(long time) {
      if (answers == times.length) {
        times = Arrays.copyOf(times, 2 * answers);
      }
      times[answers++] = time;
    }
  }
}
