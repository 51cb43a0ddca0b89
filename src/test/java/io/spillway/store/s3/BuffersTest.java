package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BuffersTest {
  private static final int MIB = 1 << 20;

  @Test
  void shouldNeverLendMoreThanTheBudget() throws Exception {
    // Given
    Buffers buffers = new Buffers(4 * MIB);
    AtomicLong lent = new AtomicLong();
    AtomicLong most = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> done = new ArrayList<>();

    // When
    for (int i = 0; i < 300; i++) {
      int size = (i % 3 + 1) * MIB - 7;
      done.add(
          threads.submit(
              () -> {
                try (Buffers.Lease lease = buffers.take(size)) {
                  most.accumulateAndGet(lent.addAndGet(lease.bytes().length), Math::max);
                  Thread.yield();
                  lent.addAndGet(-lease.bytes().length);
                }
                return null;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    threads.shutdown();

    // Then
    assertThat(most.get()).isPositive().isLessThanOrEqualTo(4 * MIB);
  }

  @Test
  void shouldLendAllOfItToOneThatWantsMore() throws Exception {
    Buffers buffers = new Buffers(MIB);
    for (int i = 0; i < 3; i++) {
      try (Buffers.Lease lease = buffers.take(2 * MIB)) {
        assertThat(lease.bytes()).hasSize(2 * MIB);
      }
    }
  }

  @Test
  void shouldKeepPartsUnderTenThousand() {
    for (long size : List.of(9L * MIB, 80_000L * MIB, 5L * MIB * MIB)) {
      long part = S3Limits.DEFAULT.partOf(size);
      assertThat((size + part - 1) / part).isBetween(1L, 10_000L);
      assertThat(part).isBetween(8L * MIB, 1_024L * MIB);
    }
  }
}
