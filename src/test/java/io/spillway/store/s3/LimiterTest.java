package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it overflows soon
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Limiter limiter(int ceiling) {
    return new Limiter(ceiling, now::get, () -> 0);
  }

  private static void until(BooleanSupplier reached) {
    while (!reached.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldServeInTheOrderOfComing() throws Exception {
    // Given
    Limiter limiter = limiter(1);
    Limiter.Place first = limiter.enter(false);
    List<Future<?>> waiting = new ArrayList<>();
    ConcurrentLinkedQueue<Integer> served = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      waiting.add(
          threads.submit(
              () -> {
                Limiter.Place place = limiter.enter(false);
                served.add(number);
                place.keptUp();
                return null;
              }));
      until(() -> limiter.waiting() == number + 1);
    }

    // When
    first.keptUp();
    for (Future<?> one : waiting) {
      one.get();
    }

    // Then
    assertThat(List.copyOf(served)).isSorted().hasSize(20);
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void shouldLetUrgentRequestsPassThoseThatWait() throws Exception {
    // Given
    Limiter limiter = limiter(1);
    Limiter.Place first = limiter.enter(false);
    Future<Limiter.Place> waiting = threads.submit(() -> limiter.enter(false));
    until(() -> limiter.waiting() == 1);

    // When
    Limiter.Place urgent = limiter.enter(true);

    // Then
    assertThat(limiter.inFlight()).isEqualTo(2);
    urgent.keptUp();
    assertThat(waiting.isDone()).isFalse();
    first.keptUp();
    waiting.get().keptUp();
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void shouldLetNothingBeginBeforeAPauseIsOver() throws Exception {
    // Given
    Limiter limiter = limiter(8);
    limiter.enter(false).tooBusy(Duration.ofSeconds(5));
    Future<Limiter.Place> waiting = threads.submit(() -> limiter.enter(false));
    Future<Limiter.Place> urgent = threads.submit(() -> limiter.enter(true));
    until(() -> limiter.waiting() == 2);

    // When
    now.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
    limiter.look();

    // Then
    assertThat(limiter.waiting()).isEqualTo(2);
    assertThat(limiter.inFlight()).isZero();

    // When
    now.incrementAndGet();
    limiter.look();

    // Then
    waiting.get().keptUp();
    urgent.get().keptUp();
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void shouldForgetWhoGivesUpWaiting() throws Exception {
    // Given
    Limiter limiter = limiter(1);
    Limiter.Place first = limiter.enter(false);
    Future<Limiter.Place> impatient = threads.submit(() -> limiter.enter(false));
    until(() -> limiter.waiting() == 1);
    Future<Limiter.Place> next = threads.submit(() -> limiter.enter(false));
    until(() -> limiter.waiting() == 2);

    // When
    impatient.cancel(true);
    until(() -> limiter.waiting() == 1);
    first.keptUp();

    // Then
    next.get().keptUp();
    assertThatThrownBy(impatient::get);
    assertThat(limiter.inFlight()).isZero();
  }

  @Property(tries = 20)
  void shouldNeitherLoseNorInventPlaces(
      @ForAll @IntRange(min = 1, max = 20) int ceiling, @ForAll long seed) throws Exception {
    // Given
    ExecutorService many = Executors.newFixedThreadPool(16);
    Limiter limiter = new Limiter(ceiling, System::nanoTime, () -> 0.5);
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Random random = new Random(seed + i);
      work.add(
          () -> {
            for (int n = 0; n < 100; n++) {
              Limiter.Place place = limiter.enter(false);
              most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
              Thread.yield();
              inFlight.decrementAndGet();
              end(place, random.nextInt(10));
            }
            return null;
          });
    }

    // When
    for (Future<Void> done : many.invokeAll(work)) {
      done.get();
    }
    many.shutdown();

    // Then
    assertThat(most.get()).isBetween(1, ceiling);
    assertThat(limiter.inFlight()).isZero();
    assertThat(limiter.waiting()).isZero();
    assertThat(limiter.size()).isBetween(1, ceiling);
  }

  private static void end(Limiter.Place place, int how) {
    switch (how) {
      case 0 -> place.tooBusy(Duration.ofNanos(1_000));
      case 1 -> place.unanswered();
      default -> place.keptUp();
    }
  }
}
