package org.consilium.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Notices that the client of a request has gone while its answer is still worked out, so that the
 * work can end. HTTP/1.1 does not tell: one has to read from the connection, on which nothing but
 * the next request can come; what comes is given back.
 */
final class ClientWatch {
  private static final long LOOK_MILLISECONDS = 100;

  private final Connection connection;
  private final Scheduler scheduler;
  private final Runnable gone;
  private boolean over;

  private ClientWatch(Connection connection, Scheduler scheduler, Runnable gone) {
    this.connection = connection;
    this.scheduler = scheduler;
    this.gone = gone;
  }

  /**
   * Watches from now on.
   *
   * @param request one whose body has been read
   * @param gone run once if the client has gone
   */
  static ClientWatch begin(HttpServletRequest request, Runnable gone) {
    ServletContextRequest inner = ServletContextRequest.getServletContextRequest(request);
    ClientWatch watch =
        new ClientWatch(
            inner.getConnectionMetaData().getConnection(),
            inner.getComponents().getScheduler(),
            gone);
    watch.lookLater();
    return watch;
  }

  private void lookLater() {
    scheduler.schedule(this::look, LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    if (over || !(connection instanceof Connection.UpgradeTo takingBack)) {
      return;
    }
    ByteBuffer one = BufferUtil.allocate(1);
    int count;
    try {
      count = connection.getEndPoint().fill(one);
    } catch (IOException e) {
      count = -1;
    }
    if (count < 0) {
      over = true;
      gone.run();
    } else if (count == 0) {
      lookLater();
    } else {
      over = true;
      takingBack.onUpgradeTo(one); // The next request already.
    }
  }

  /** Ends the watch, before anything is answered. */
  synchronized void end() {
    over = true;
  }
}
