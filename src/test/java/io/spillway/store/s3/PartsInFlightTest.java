package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.model.CompletedPart;

class PartsInFlightTest {
  private static final int MIB = 1 << 20;

  @Test
  void shouldFinishAllOfManyWritersWithATinyBudget() throws Exception {
    for (int budget : List.of(1, 2, 5)) {
      // Given
      Buffers buffers = new Buffers(budget * MIB);
      AtomicLong lent = new AtomicLong();
      AtomicLong most = new AtomicLong();
      ExecutorService threads = Executors.newFixedThreadPool(32);
      List<Future<List<CompletedPart>>> writers = new ArrayList<>();

      // When
      for (int writer = 0; writer < 64; writer++) {
        writers.add(threads.submit(() -> write(buffers, 20, lent, most)));
      }

      // Then
      for (Future<List<CompletedPart>> writer : writers) {
        assertThat(writer.get(60, TimeUnit.SECONDS))
            .extracting(CompletedPart::partNumber)
            .hasSize(20)
            .isSorted();
      }
      assertThat(most.get()).isPositive().isLessThanOrEqualTo(budget * MIB);
      assertThat(buffers.takeIfFree(budget * MIB)).as("all came back").isPresent();
      threads.shutdown();
    }
  }

  private static List<CompletedPart> write(
      Buffers buffers, int count, AtomicLong lent, AtomicLong most) throws IOException {
    try (PartsInFlight parts = new PartsInFlight(buffers)) {
      for (int i = 1; i <= count; i++) {
        int number = i;
        Buffers.Lease buffer = parts.buffer(MIB);
        parts.submit(
            buffer,
            () -> {
              most.accumulateAndGet(lent.addAndGet(buffer.bytes().length), Math::max);
              Thread.yield();
              lent.addAndGet(-buffer.bytes().length);
              return part(number);
            });
      }
      return parts.all();
    }
  }

  @Test
  void shouldSendSeveralPartsAtOnceAndReadTheNextMeanwhile() throws Exception {
    // Given: parts that end only when as many as may are on their way
    CountDownLatch together = new CountDownLatch(PartsInFlight.WIDTH);

    // When
    try (PartsInFlight parts = new PartsInFlight(new Buffers(100 * MIB))) {
      for (int i = 1; i <= 2 * PartsInFlight.WIDTH; i++) {
        int number = i;
        parts.submit(
            parts.buffer(MIB),
            () -> {
              together.countDown();
              assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
              return part(number);
            });
      }

      // Then
      assertThat(parts.all()).hasSize(2 * PartsInFlight.WIDTH);
    }
  }

  @Test
  void shouldCloseOnlyWhenNothingIsOnItsWay() throws Exception {
    // Given
    Buffers buffers = new Buffers(4 * MIB);
    AtomicInteger ended = new AtomicInteger();
    CountDownLatch submitted = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    StoreException failure = new StoreException(StoreException.Reason.REFUSED, "500");

    // When: the second part fails while the others are on their way
    Throwable thrown =
        catchThrowable(
            () -> {
              try (PartsInFlight parts = new PartsInFlight(buffers)) {
                for (int i = 1; i <= 3; i++) {
                  boolean fails = i == 2;
                  parts.submit(
                      parts.buffer(MIB),
                      () -> {
                        if (fails) {
                          submitted.await();
                          failed.countDown();
                          throw failure;
                        }
                        failed.await();
                        Thread.yield();
                        ended.incrementAndGet();
                        return part(1);
                      });
                }
                submitted.countDown();
                parts.all();
              }
            });

    // Then
    assertThat(thrown).isSameAs(failure);
    assertThat(ended).hasValue(2);
    assertThat(buffers.takeIfFree(4 * MIB)).as("all came back").isPresent();
  }

  @Test
  @Timeout(60)
  void shouldCountMemoryOfItsCallerOnlyWhileAPartIsOnItsWay() throws Exception {
    // Given: room for one part
    Buffers buffers = new Buffers(MIB);
    CountDownLatch sent = new CountDownLatch(1);
    try (PartsInFlight parts = new PartsInFlight(buffers)) {
      // When
      parts.submit(
          new byte[MIB],
          () -> {
            sent.await();
            return part(1);
          });

      // Then: it is counted, and not a moment longer than it takes, whatever its caller does
      assertThat(buffers.takeIfFree(1)).isEmpty();
      sent.countDown();
      buffers.take(MIB).close();
      assertThat(parts.all()).hasSize(1);
    }
  }

  @Test
  void shouldSendFromMemoryOfItsCallerThoughOthersHoldTheWholeBudget() throws Exception {
    // Given
    Buffers buffers = new Buffers(MIB);
    try (Buffers.Lease all = buffers.take(MIB);
        PartsInFlight parts = new PartsInFlight(buffers)) {
      AtomicInteger atOnce = new AtomicInteger();

      // When
      for (int i = 1; i <= 20; i++) {
        int number = i;
        parts.submit(
            new byte[MIB],
            () -> {
              assertThat(atOnce.incrementAndGet()).isEqualTo(1);
              Thread.yield();
              atOnce.decrementAndGet();
              return part(number);
            });
      }

      // Then: one after the other
      assertThat(parts.all()).hasSize(20);
      assertThat(all.bytes()).hasSize(MIB);
    }
    assertThat(buffers.takeIfFree(MIB)).isPresent();
  }

  @Test
  void shouldSendAsManyAtOnceFromMemoryOfItsCallerAsMayBe() throws Exception {
    // Given: parts that end only when as many as may are on their way
    CountDownLatch together = new CountDownLatch(PartsInFlight.WIDTH);
    AtomicInteger atOnce = new AtomicInteger();
    try (PartsInFlight parts = new PartsInFlight(new Buffers(100 * MIB))) {
      // When
      for (int i = 1; i <= 2 * PartsInFlight.WIDTH; i++) {
        int number = i;
        parts.submit(
            new byte[MIB],
            () -> {
              assertThat(atOnce.incrementAndGet()).isLessThanOrEqualTo(PartsInFlight.WIDTH);
              together.countDown();
              assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
              atOnce.decrementAndGet();
              return part(number);
            });
      }

      // Then
      assertThat(parts.all()).hasSize(2 * PartsInFlight.WIDTH);
    }
  }

  @Test
  void shouldTellWhatFailedBeforeItSendsMore() throws Exception {
    // Given
    StoreException failure = new StoreException(StoreException.Reason.REFUSED, "500");
    Buffers buffers = new Buffers(1);
    try (Buffers.Lease all = buffers.take(1);
        PartsInFlight parts = new PartsInFlight(buffers)) {
      // When, Then
      assertThat(
              catchThrowable(
                  () ->
                      parts.submit(
                          new byte[MIB],
                          () -> {
                            throw failure;
                          })))
          .isSameAs(failure);
      assertThat(all.bytes()).hasSize(1);
    }
  }

  private static CompletedPart part(int number) {
    return CompletedPart.builder().partNumber(number).eTag("e").build();
  }
}
