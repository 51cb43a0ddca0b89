package io.spillway.source.lakefs.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.base.Bytes;
import io.spillway.source.lakefs.api.Fixtures;
import io.spillway.source.lakefs.metadata.MetadataCache.Lease;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetadataCacheTest {
  private final MetadataCache cache = new MetadataCache(2);
  private final AtomicInteger loads = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private MetadataFile load() throws IOException {
    loads.incrementAndGet();
    return Fixtures.N.metaRange();
  }

  @Test
  void shouldLoadOnceForAllWhoAskAtOnce() throws Exception {
    // Given: a load that waits until all have asked
    int tasks = 16;
    CountDownLatch asked = new CountDownLatch(tasks);
    Callable<Lease> open =
        () -> {
          asked.countDown();
          return cache.open(
              "a",
              () -> {
                await(asked);
                return load();
              });
        };

    // When
    List<Lease> leases = new ArrayList<>();
    for (Future<Lease> lease : threads.invokeAll(Collections.nCopies(tasks, open))) {
      leases.add(lease.get());
    }

    // Then
    assertThat(loads).hasValue(1);
    assertThat(leases.stream().map(Lease::file).distinct()).hasSize(1);
    leases.forEach(Lease::close);
  }

  @Test
  void shouldKeepAFewIdleFilesAndCloseTheEldest() throws IOException {
    // Given
    List<MetadataFile> files = new ArrayList<>();
    for (String key : List.of("a", "b", "c")) {
      Lease lease = cache.open(key, this::load);
      files.add(lease.file());
      lease.close();
      lease.close();
    }

    // Then
    assertThat(isOpen(files.get(0))).isFalse();
    assertThat(isOpen(files.get(1))).isTrue();
    assertThat(cache.open("b", this::load).file()).isSameAs(files.get(1));
    assertThat(cache.open("a", this::load).file()).isNotSameAs(files.get(0));
    assertThat(loads).hasValue(4);
  }

  @Test
  void shouldKeepWhatIsInUse() throws IOException {
    // Given
    Lease used = cache.open("used", this::load);
    Lease again = cache.open("used", this::load);
    again.close();

    // When
    for (int i = 0; i < 10; i++) {
      cache.open(i, this::load).close();
    }

    // Then
    assertThat(isOpen(used.file())).isTrue();
    used.close();
    assertThat(isOpen(used.file())).isTrue();
    assertThat(loads).hasValue(11);
  }

  @Test
  void shouldFailAllWhoWaitAndTryAgainLater() throws Exception {
    // Given: one loads and fails only when the others stand in line
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    IOException trouble = new IOException("no way");
    MetadataCache.Loader failing =
        () -> {
          loads.incrementAndGet();
          loading.countDown();
          await(goOn);
          throw trouble;
        };
    List<Thread> waiting = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(() -> failures.add(catchThrowable(() -> cache.open("a", failing))));
      thread.start();
      waiting.add(thread);
      await(loading);
    }

    // When
    awaitWaiting(waiting);
    goOn.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }

    // Then
    assertThat(failures).hasSize(4).containsOnly(trouble);
    assertThat(loads).hasValue(1);
    assertThat(cache.open("a", this::load).file()).isNotNull();
  }

  @Test
  void shouldNotFailOthersBecauseOneWasInterrupted() throws Exception {
    // Given
    CountDownLatch loading = new CountDownLatch(1);
    MetadataCache.Loader endless =
        () -> {
          loading.countDown();
          await(new CountDownLatch(1));
          throw new AssertionError();
        };
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    Thread killed = new Thread(() -> failures.add(catchThrowable(() -> cache.open("a", endless))));
    killed.start();
    await(loading);
    Future<Lease> other = threads.submit(() -> cache.open("a", this::load));

    // When
    killed.interrupt();
    killed.join();

    // Then
    assertThat(failures).singleElement().isInstanceOf(InterruptedIOException.class);
    assertThat(isOpen(other.get().file())).isTrue();
  }

  @Test
  void shouldLetAWaitingTaskBeInterrupted() throws Exception {
    // Given
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Future<Lease> first =
        threads.submit(
            () ->
                cache.open(
                    "a",
                    () -> {
                      loading.countDown();
                      await(goOn);
                      return load();
                    }));
    await(loading);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    Thread second =
        new Thread(() -> failures.add(catchThrowable(() -> cache.open("a", this::load))));
    second.start();

    // When
    second.interrupt();
    second.join();
    goOn.countDown();

    // Then
    assertThat(failures).singleElement().isInstanceOf(InterruptedIOException.class);
    assertThat(isOpen(first.get().file())).isTrue();
  }

  @Test
  void shouldPassOnWhatALoaderThrows() {
    IllegalStateException wrong = new IllegalStateException("wrong");
    assertThatThrownBy(
            () ->
                cache.open(
                    "a",
                    () -> {
                      throw wrong;
                    }))
        .isSameAs(wrong);
  }

  private static boolean isOpen(MetadataFile file) throws IOException {
    try {
      file.ranges();
      return true;
    } catch (IllegalStateException e) {
      assertThatThrownBy(() -> file.entries(Bytes.EMPTY)).isNotNull();
      return false;
    }
  }

  private static void awaitWaiting(List<Thread> all) {
    while (all.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedIOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
