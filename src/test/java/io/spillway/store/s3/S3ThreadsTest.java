package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class S3ThreadsTest {
  @Test
  void shouldGiveResultsInTheirOrder() throws IOException {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int result = i;
      calls.add(() -> result);
    }

    assertThat(S3Threads.all(calls)).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    assertThat(S3Threads.all(List.<Callable<Integer>>of())).isEmpty();
  }

  @Test
  void shouldDoSixteenAtOnceAndNoMoreTheCallerAmongThem() throws IOException {
    // Given: each waits for fifteen others
    CyclicBarrier together = new CyclicBarrier(S3Threads.AT_ONCE);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Callable<Integer> call =
        () -> {
          threads.add(Thread.currentThread());
          return together.await();
        };
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 10 * S3Threads.AT_ONCE; i++) {
      calls.add(call);
    }

    // When
    S3Threads.all(calls);

    // Then
    assertThat(threads).hasSize(S3Threads.AT_ONCE).contains(Thread.currentThread());
  }

  @Test
  void shouldBeginNothingAfterAFailureAndWaitForWhatIsUnderWay() {
    // Given: one fails when another is under way, which ends only afterwards
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger begun = new AtomicInteger();
    List<Callable<Integer>> calls = new ArrayList<>();
    calls.add(
        () -> {
          underWay.await();
          failed.countDown();
          throw new IOException("the first");
        });
    calls.add(
        () -> {
          underWay.countDown();
          failed.await();
          Thread.yield();
          ended.set(true);
          return 1;
        });
    for (int i = 0; i < 10_000; i++) {
      calls.add(
          () -> {
            begun.incrementAndGet();
            failed.await();
            return 1;
          });
    }

    // When, Then
    assertThatThrownBy(() -> S3Threads.all(calls)).isInstanceOf(IOException.class);
    assertThat(ended).isTrue();
    assertThat(begun.get()).isLessThan(10_000);
  }

  @Test
  void shouldStopWhenTheCallerIsInterruptedAndWaitForWhatIsUnderWay() {
    // Given: the caller's own call is done at once, the helper's goes on
    Thread caller = Thread.currentThread();
    CountDownLatch helping = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Callable<Integer> call =
        () -> {
          if (Thread.currentThread() == caller) {
            helping.await();
            caller.interrupt();
            interrupted.countDown();
            return 1;
          }
          helping.countDown();
          interrupted.await();
          while (caller.isInterrupted()) { // until it waits, and finds out
            Thread.onSpinWait();
          }
          ended.set(true);
          return 1;
        };

    // When, Then
    assertThatThrownBy(() -> S3Threads.all(List.of(call, call)))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(ended).isTrue();
    assertThat(Thread.interrupted()).as("the flag stays").isTrue();
  }

  @Test
  void shouldPassOnWhateverIsThrown() {
    for (Throwable failure :
        List.of(new IllegalStateException("x"), new AssertionError("x"), new IOException("x"))) {
      assertThatThrownBy(
              () ->
                  S3Threads.all(
                      List.<Callable<Integer>>of(
                          () -> {
                            if (failure instanceof Error error) {
                              throw error;
                            }
                            throw (Exception) failure;
                          })))
          .isSameAs(failure);
    }
  }
}
