package io.spillway.store.s3;

import io.spillway.store.Meter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does the many requests of one task at once: a few threads, the caller's among them, take one
 * after the other. When one fails no other begins, and those under way are waited for: what comes
 * afterwards finds nothing of them still moving.
 *
 * <p>Who calls must hold nothing that the requests wait for.
 */
final class S3Threads<T> {
  /** How many requests of one task are under way at once, at most. */
  static final int AT_ONCE = 16;

  /**
   * For this JVM. As many as there are requests to wait for; what bounds the requests bounds them.
   */
  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "spillway-s3-part");
            thread.setDaemon(true);
            return thread;
          });

  private final List<Callable<T>> calls;
  private final List<AtomicReference<@Nullable T>> results = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private S3Threads(Collection<? extends Callable<T>> calls) {
    this.calls = List.copyOf(calls);
    this.calls.forEach(call -> results.add(new AtomicReference<>()));
  }

  /**
   * The results in the order of the calls.
   *
   * @throws IOException the first failure; of the others nothing is told
   * @throws InterruptedIOException when this thread was interrupted
   */
  static <T> List<T> all(Collection<? extends Callable<T>> calls) throws IOException {
    return new S3Threads<T>(calls).run();
  }

  private List<T> run() throws IOException {
    List<Future<?>> helpers = new ArrayList<>();
    try {
      int wanted = Math.min(AT_ONCE, calls.size());
      for (int i = 1; i < wanted; i++) {
        helpers.add(POOL.submit(Meter.carry(this::work)));
      }
      work();
    } finally {
      awaitAll(helpers);
    }
    throwFailure();
    List<T> all = new ArrayList<>();
    for (AtomicReference<@Nullable T> result : results) {
      T done = result.get();
      if (done == null) {
        throw new IllegalStateException("A call gave no result");
      }
      all.add(done);
    }
    return all;
  }

  private void work() {
    while (failure.get() == null) {
      int index = next.getAndIncrement();
      if (index >= calls.size()) {
        return;
      }
      try {
        results.get(index).set(calls.get(index).call());
      } catch (Throwable e) { // whatever it is, the caller gets it
        failure.compareAndSet(null, e);
      }
    }
  }

  private void awaitAll(List<Future<?>> helpers) {
    boolean interrupted = false;
    for (Future<?> helper : helpers) {
      while (!helper.isDone()) {
        try {
          var unused = helper.get();
        } catch (InterruptedException e) {
          interrupted = true;
          failure.compareAndSet(null, new InterruptedIOException("Interrupted between requests"));
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFailure() throws IOException {
    Throwable failed = failure.get();
    if (failed instanceof IOException e) {
      throw e;
    }
    if (failed instanceof RuntimeException e) {
      throw e;
    }
    if (failed instanceof Error e) {
      throw e;
    }
    if (failed != null) {
      throw new IllegalStateException(failed);
    }
  }
}
