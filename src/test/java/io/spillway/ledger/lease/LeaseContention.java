package io.spillway.ledger.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many exports want one destination at once, on a store that keeps creators apart. */
final class LeaseContention {
  // Nobody dies in here, and no beat must be missed on a busy machine.
  private static final LeaseTiming TIMING =
      new LeaseTiming(Duration.ofMinutes(10), Duration.ofMillis(30));

  private final Stores stores;
  private final Location ledger;
  private final int many;

  LeaseContention(Stores stores, Location ledger, int many) {
    this.stores = stores;
    this.ledger = ledger;
    this.many = many;
  }

  private Lease acquire(String holder, boolean wait) throws IOException {
    return Lease.acquire(stores, ledger, holder, false, TIMING, wait, notice -> {});
  }

  /** Each waits for its turn, and all have it, one at a time and under numbers of their own. */
  void shouldTakeTurns(int rounds) throws Exception {
    // Given
    AtomicInteger writing = new AtomicInteger();
    Collection<Long> numbers = new ConcurrentLinkedQueue<>();

    // When
    inParallel(
        i -> {
          for (int round = 0; round < rounds; round++) {
            try (Lease lease = acquire("export " + i, true)) {
              assertThat(writing.incrementAndGet()).isEqualTo(1);
              numbers.add(lease.number());
              lease.name("e" + lease.number());
              lease.forgetPredecessors();
              lease.confirm();
              assertThat(writing.decrementAndGet()).isZero();
            }
          }
          return i;
        });

    // Then
    assertThat(numbers).hasSize(many * rounds).doesNotHaveDuplicates();
  }

  /** One proceeds; the others are refused while it holds its lease, and told whose it is. */
  void shouldLetOneProceed() throws Exception {
    // Given
    CountDownLatch decided = new CountDownLatch(many);

    // When
    List<String> outcomes =
        inParallel(
            i -> {
              try (Lease lease = acquire("export " + i, false)) {
                decided.countDown();
                decided.await();
                lease.confirm();
                return "export " + i;
              } catch (SpillwayException e) {
                decided.countDown();
                return String.valueOf(e.getMessage());
              }
            });

    // Then
    List<String> winners = outcomes.stream().filter(text -> text.startsWith("export ")).toList();
    assertThat(winners).hasSize(1);
    assertThat(outcomes)
        .filteredOn(text -> !winners.contains(text))
        .allMatch(text -> text.contains("is held by " + winners.get(0) + " since "));
  }

  /** A holder that stopped without a word is followed by one other. */
  void shouldLetOneFollowTheDead() throws Exception {
    // Given
    LeaseFiles files = new LeaseFiles(stores, ledger);
    LeaseTiming brief = new LeaseTiming(Duration.ofSeconds(1), Duration.ofMillis(20));
    LeaseRecord dead =
        LeaseRecord.of(1, LeaseBench.named("the dead"), brief.lasts(), new FakeEnvironment());
    assertThat(files.create(dead)).isEqualTo(LeaseFiles.Creation.EXCLUSIVE);
    Set<Long> numbers = new HashSet<>();

    // When
    try (Lease next = Lease.acquire(stores, ledger, "next", false, brief, false, notice -> {})) {
      numbers.add(next.number());
      assertThatThrownBy(() -> acquire("third", false)).hasMessageContaining("is held by next");
    }

    // Then
    assertThat(numbers).containsExactly(2L);
  }

  private interface Work<T> {
    T run(int i) throws Exception;
  }

  private <T> List<T> inParallel(Work<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      CountDownLatch ready = new CountDownLatch(many);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int which = i;
        Callable<T> task =
            () -> {
              ready.countDown();
              ready.await();
              return work.run(which);
            };
        futures.add(threads.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
