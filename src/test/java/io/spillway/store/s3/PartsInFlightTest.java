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

  private static CompletedPart part(int number) {
    return CompletedPart.builder().partNumber(number).eTag("e").build();
  }
}
