package io.spillway.ledger.lease;

import static io.spillway.ledger.lease.LeaseBench.LASTS;
import static io.spillway.ledger.lease.LeaseBench.TIMING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a taker makes of the words of a holder that does not beat. */
class LeaseHolderTest {
  private final LeaseBench bench = new LeaseBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldWaitForAsLongAsTheHolderTrustsItsLease() throws IOException {
    // Given: a holder with more patience than this export has
    Duration theirs = LASTS.multipliedBy(3);
    create(LeaseRecord.of(7, LeaseBench.named("ann@one pid 1"), theirs, new FakeEnvironment()));
    long before = bench.ticks.nanoTime();

    // When
    Lease next = bench.take("bob@two pid 2");

    // Then
    Duration waited = Duration.ofNanos(bench.ticks.nanoTime() - before);
    assertThat(next.number()).isEqualTo(8);
    assertThat(waited).isBetween(theirs, theirs.plus(TIMING.beatEvery()));
    assertThat(bench.notices).singleElement().asString().endsWith("for up to 15 min.");
  }

  @Test
  void shouldWaitForItsOwnTimeWhateverADamagedFileSays() throws IOException {
    for (String lasts : List.of("-5", "0", "1000", "\"long\"", "null", "1e99")) {
      // Given
      bench.put("00000007.json", "{\"holder\":\"x\",\"lasts\":" + lasts + "}");
      long before = bench.ticks.nanoTime();

      // When
      bench.take("bob@two pid 2");

      // Then
      assertThat(Duration.ofNanos(bench.ticks.nanoTime() - before))
          .as(lasts)
          .isBetween(LASTS, LASTS.plus(TIMING.beatEvery()));
      bench.files().delete(8);
    }
  }

  @Test
  void shouldTakeAHigherNumberThanAnyRecordedAfterAProcessThatHasEnded() throws IOException {
    // Given
    ProcessIdentity self = ProcessIdentity.current().orElseThrow();
    ProcessIdentity gone =
        new ProcessIdentity(self.host(), self.boot(), self.namespace(), self.user(), self.pid(), 1);
    take(new LeaseHolder("ann@one pid 1", Optional.of(gone), true));
    LeaseHolder taker = new LeaseHolder("bob@one pid 2", Optional.of(self), true);

    // When
    Lease next =
        new Acquisition(
                bench.files(),
                taker,
                TIMING,
                LeaseBench.waiting(false, bench.notices::add),
                bench.ticks,
                earlier -> 7)
            .take();

    // Then
    assertThat(next.number()).isEqualTo(8);
  }

  @Test
  void shouldFollowAtOnceWhoseProcessHasEnded() throws IOException {
    // Given
    ProcessIdentity self = ProcessIdentity.current().orElseThrow();
    ProcessIdentity gone =
        new ProcessIdentity(self.host(), self.boot(), self.namespace(), self.user(), self.pid(), 1);
    long before = bench.ticks.nanoTime();
    Lease dead = take(new LeaseHolder("ann@one pid 1", Optional.of(gone), true));
    dead.name("e1");

    // When
    Lease next = take(new LeaseHolder("bob@one pid 2", Optional.of(self), true));

    // Then
    assertThat(next.predecessors())
        .containsExactly(new Lease.Predecessor(1, Optional.of("e1"), false));
    assertThat(bench.ticks.nanoTime()).isEqualTo(before);
    assertThat(bench.notices)
        .containsExactly(
            "The lease of memory://lease-bench/root/_spillway was held by ann@one pid 1 since"
                + " 2026-11-21T09:15:42.118Z, whose process has ended without giving it back:"
                + " taking it over.");
  }

  @Test
  void shouldWaitWhereSomethingElseMayWrite() throws IOException {
    ProcessIdentity self = ProcessIdentity.current().orElseThrow();
    ProcessIdentity gone =
        new ProcessIdentity(self.host(), self.boot(), self.namespace(), self.user(), self.pid(), 1);
    LeaseHolder taker = new LeaseHolder("bob@one pid 2", Optional.of(self), true);
    for (LeaseHolder holder :
        List.of(
            new LeaseHolder("has executors", Optional.of(gone), false),
            new LeaseHolder("lives", Optional.of(self), true),
            new LeaseHolder("does not say", Optional.empty(), true))) {
      // Given
      create(LeaseRecord.of(7, holder, LASTS, new FakeEnvironment()));
      long before = bench.ticks.nanoTime();

      // When
      take(taker);

      // Then
      assertThat(Duration.ofNanos(bench.ticks.nanoTime() - before))
          .as(holder.name())
          .isBetween(LASTS, LASTS.plus(TIMING.beatEvery()));
      bench.files().delete(8);
    }
  }

  private Lease take(LeaseHolder holder) throws IOException {
    return new Acquisition(
            bench.files(),
            holder,
            TIMING,
            LeaseBench.waiting(false, bench.notices::add),
            bench.ticks,
            Lease.RecordedLeases.NONE)
        .take();
  }

  private void create(LeaseRecord made) throws IOException {
    bench.put(
        String.format(Locale.ROOT, "%08d.json", made.number()), new String(made.json(), UTF_8));
  }
}
