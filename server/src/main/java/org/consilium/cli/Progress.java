package org.consilium.cli;

import java.io.Console;
import java.util.function.BiConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error for what takes more than two seconds, and only if a person is
 * watching a terminal.
 */
final class Progress implements BiConsumer<Integer, Integer>, AutoCloseable {
  private static final long PATIENCE_NANOSECONDS = 2_000_000_000L;

  private final String task;
  private final long start = System.nanoTime();
  private final boolean watched = isTerminal();
  private ProgressBar bar;

  Progress(String task) {
    this.task = task;
  }

  /** Whether a person watches; since Java 22 there may be a console without a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Notes that {@code done} of {@code total} steps are done. */
  @Override
  public synchronized void accept(Integer done, Integer total) {
    if (!watched || System.nanoTime() - start < PATIENCE_NANOSECONDS) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .clearDisplayOnFinish()
              .build();
    }
    bar.maxHint(total);
    bar.stepTo(done);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
