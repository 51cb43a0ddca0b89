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
 * Concurrent execution of the requests of one task: a few threads, including the caller's, take one
 * request after another. After a failure no other request begins, and those under way are awaited,
 * so that none is still running when this returns.
 *
 * <p>The caller must not hold anything that the requests wait for.
 */
final class S3Threads<T> {
  /** The maximum number of requests of one task under way at once. */
  static final int AT_ONCE = 16;

  /**
   * The threads of this JVM, as many as requests to wait for; the bound on requests bounds them.
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
   * Returns the results in the order of the calls.
   *
   * @throws IOException the first failure; later failures are not reported
   * @throws InterruptedIOException if this thread was interrupted
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
      } catch (Throwable e) { // the caller receives it, regardless of the type
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
