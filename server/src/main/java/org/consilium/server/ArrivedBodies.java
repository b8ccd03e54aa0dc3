package org.consilium.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ByteArrayOutputStream2;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Lets a request pass when its body is there, so that who sends slowly holds neither a thread nor a
 * place. A body that takes too long is refused; of one that is larger than any route reads, only as
 * much is kept as shows that. Batches pass at once, because they are answered while they come.
 */
final class ArrivedBodies extends Handler.Wrapper {
  private static final int REQUEST_TIMEOUT = 408;

  /** Bodies up to here always find memory, whatever the large ones take. */
  private static final int SMALL = 1 << 16;

  private final ToIntFunction<String> largest;
  private final Duration time;
  private final long memory;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param largest largest body in bytes that is read under a path
   * @param time longest time that a body takes to come
   * @param memory most bytes of all large bodies that are still coming or worked on
   */
  ArrivedBodies(ToIntFunction<String> largest, Duration time, long memory) {
    this.largest = largest;
    this.time = time;
    this.memory = memory;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean hasBody =
        request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
            || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0;
    if (!hasBody || Request.getPathInContext(request).equals(RoutePath.BATCH)) {
      return super.handle(request, response, callback);
    }
    new Arrival(request, response, callback).begin();
    return true;
  }

  /** A body on its way. */
  private final class Arrival implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final int kept;
    private final ByteArrayOutputStream2 bytes = new ByteArrayOutputStream2();
    private final AtomicBoolean over = new AtomicBoolean();
    private Scheduler.Task timer;

    Arrival(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.kept = largest.applyAsInt(Request.getPathInContext(request)) + 1;
    }

    void begin() {
      Request.addCompletionListener(request, failure -> held.addAndGet(-large(bytes.size())));
      timer =
          request
              .getComponents()
              .getScheduler()
              .schedule(this::late, time.toMillis(), TimeUnit.MILLISECONDS);
      run();
    }

    /** Takes what is there, and comes back when there is more. */
    @Override
    public void run() {
      while (!over.get()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          if (end()) {
            Response.writeError(request, response, callback, chunk.getFailure());
          }
          return;
        }
        boolean fits = keep(chunk);
        if (!fits && end()) {
          refuse(
              new Refusal(
                  ErrorCode.BUSY,
                  "the bodies of as many requests as this server takes are on their way",
                  Map.of("Retry-After", "1")));
        } else if (chunk.isLast() && end()) {
          pass();
        }
      }
    }

    /** Keeps what a chunk has as far as it is needed; false if there is no memory for it. */
    private boolean keep(Content.Chunk chunk) {
      try {
        byte[] part = BufferUtil.toArray(chunk.getByteBuffer());
        int length = Math.min(part.length, kept - bytes.size());
        long more = large(bytes.size() + length) - large(bytes.size());
        if (held.addAndGet(more) > memory && more > 0) {
          held.addAndGet(-more);
          return false;
        }
        bytes.write(part, 0, length);
        return true;
      } finally {
        chunk.release();
      }
    }

    private static long large(int size) {
      return Math.max(0, size - SMALL);
    }

    /** Whether this is the first end. */
    private boolean end() {
      timer.cancel();
      return over.compareAndSet(false, true);
    }

    private void late() {
      if (end()) {
        ProblemDetails.of(
                ErrorCode.MALFORMED_REQUEST,
                REQUEST_TIMEOUT,
                "the request came too slowly",
                Map.of("Connection", "close"))
            .write(response, callback);
      }
    }

    private void refuse(Refusal refusal) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      ProblemDetails.of(refusal).write(response, callback);
    }

    private void pass() {
      // The thread that got the last bytes serves all connections; the work goes to another.
      request
          .getContext()
          .execute(
              () -> {
                try {
                  if (!getHandler().handle(new Whole(request, bytes), response, callback)) {
                    Response.writeError(request, response, callback, 404);
                  }
                } catch (Throwable e) {
                  Response.writeError(request, response, callback, e);
                }
              });
    }
  }

  /** A request whose body is there. */
  private static final class Whole extends Request.Wrapper {
    private final ByteArrayOutputStream2 bytes;
    private boolean taken;

    Whole(Request request, ByteArrayOutputStream2 bytes) {
      super(request);
      this.bytes = bytes;
    }

    @Override
    public Content.Chunk read() {
      if (taken) {
        return Content.Chunk.EOF;
      }
      taken = true;
      return Content.Chunk.from(ByteBuffer.wrap(bytes.getBuf(), 0, bytes.getCount()), true);
    }

    @Override
    public void demand(Runnable callback) {
      callback.run();
    }
  }
}
