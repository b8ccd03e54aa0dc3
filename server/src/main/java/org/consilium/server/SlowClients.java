package org.consilium.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes the connections of clients that send the head of a request, or take an answer, so slowly
 * that the limit on idle connections never strikes. Batches may take as long as they need.
 */
final class SlowClients extends Handler.Wrapper {
  private static final long LOOK_MILLISECONDS = 500;

  private final long headNanoseconds;
  private final Duration answerTime;
  private final Map<Connection, Head> heads = new ConcurrentHashMap<>();
  private volatile Scheduler.Task next;

  /**
   * @param headTime longest time from the first byte of a request to the end of its headers
   * @param answerTime longest time from the first byte of an answer to its last
   */
  SlowClients(Duration headTime, Duration answerTime) {
    this.headNanoseconds = headTime.toNanos();
    this.answerTime = answerTime;
  }

  /**
   * A connection between two requests.
   *
   * @param bytes what had come on it when it began to wait
   * @param since when the first byte after those was noticed; 0 before
   */
  private record Head(long bytes, long since) {}

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    Connection.Listener listener = new Opened();
    for (Connector connector : getServer().getConnectors()) {
      if (connector instanceof AbstractConnector with) {
        with.addEventListener(listener);
      }
    }
    look();
  }

  @Override
  protected void doStop() throws Exception {
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
    super.doStop();
  }

  private void look() {
    long now = System.nanoTime();
    heads.forEach(
        (connection, head) -> {
          if (connection.getBytesIn() > head.bytes()) {
            if (head.since() == 0) {
              heads.replace(connection, head, new Head(head.bytes(), now));
            } else if (now - head.since() > headNanoseconds && heads.remove(connection, head)) {
              connection.getEndPoint().close();
            }
          }
        });
    next =
        getServer().getScheduler().schedule(this::look, LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  private void await(Connection connection) {
    heads.put(connection, new Head(connection.getBytesIn(), 0));
  }

  private final class Opened implements Connection.Listener {
    @Override
    public void onOpened(Connection connection) {
      await(connection);
    }

    @Override
    public void onClosed(Connection connection) {
      heads.remove(connection);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    boolean known = heads.remove(connection) != null;
    Request.addCompletionListener(
        request,
        failure -> {
          if (known && connection.getEndPoint().isOpen()) {
            await(connection);
          }
        });
    boolean batch = Request.getPathInContext(request).equals(RoutePath.BATCH);
    return super.handle(
        request, batch ? response : new Hurried(request, response, connection), callback);
  }

  /** An answer that must be taken in time, once it has begun. */
  private final class Hurried extends Response.Wrapper {
    private final Connection connection;
    private boolean begun;

    Hurried(Request request, Response response, Connection connection) {
      super(request, response);
      this.connection = connection;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (!begun) {
        begun = true;
        Scheduler.Task cut =
            getServer()
                .getScheduler()
                .schedule(
                    () -> connection.getEndPoint().close(),
                    answerTime.toMillis(),
                    TimeUnit.MILLISECONDS);
        Request.addCompletionListener(getRequest(), failure -> cut.cancel());
      }
      super.write(last, content, callback);
    }
  }
}
