package io.spillway.ledger.lease;

import static io.spillway.ledger.lease.LeaseBench.LASTS;
import static io.spillway.ledger.lease.LeaseBench.LEDGER;
import static io.spillway.ledger.lease.LeaseBench.TIMING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore.Fault;
import io.spillway.store.ForwardingStore;
import io.spillway.store.RequestKind;
import io.spillway.store.StoreException;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcquisitionTest {
  private final LeaseBench bench = new LeaseBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldTakeAHigherNumberThanAnyThatWasRecorded() throws IOException {
    // Given: the files of leases are gone, all of them or the newest
    Lease first = recorded(7).take();
    assertThat(first.number()).isEqualTo(8);
    first.close();

    // When, Then
    assertThat(recorded(12).take().number()).isEqualTo(13);
  }

  private Acquisition recorded(long highest) {
    return new Acquisition(
        bench.files(),
        LeaseBench.named("ann@one pid 1"),
        LeaseBench.TIMING,
        LeaseBench.waiting(false, bench.notices::add),
        bench.ticks,
        predecessors -> highest);
  }

  @Test
  void shouldTakeTheFirstLease() throws IOException {
    // When
    Lease lease = bench.take("ann@one pid 1");

    // Then
    assertThat(lease.number()).isEqualTo(1);
    assertThat(lease.predecessors()).isEmpty();
    assertThat(bench.notices).isEmpty();
    assertThat(bench.names()).containsExactly("00000001.beat", "00000001.json");
    assertThat(bench.read("00000001.json"))
        .matches(
            "\\{\"formatVersion\":1,\"lease\":1,\"holder\":\"ann@one pid 1\","
                + "\"since\":\"2026-11-21T09:15:42.118Z\",\"lasts\":300000,\"alone\":false,"
                + "\"token\":\"[0-9a-f-]{36}\"}");
    assertThat(bench.read("00000001.beat")).isEqualTo("{\"beats\":1,\"released\":false}");
  }

  @Test
  void shouldTakeAReleasedLeaseAtOnceInSixRequests() throws IOException {
    // Given
    Lease first = bench.take("ann@one pid 1");
    first.name("e1");
    first.close();
    long before = bench.ticks.nanoTime();
    bench.tracking.forget();

    // When
    Lease second = bench.take("bob@two pid 2");

    // Then
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.predecessors())
        .containsExactly(new Lease.Predecessor(1, Optional.of("e1"), true));
    assertThat(bench.ticks.nanoTime()).isEqualTo(before);
    assertThat(bench.notices).isEmpty();
    assertThat(bench.tracking.requests())
        .extracting(Request::kind)
        .containsExactly(
            RequestKind.LIST,
            RequestKind.OPEN,
            RequestKind.CREATE,
            RequestKind.CREATE,
            RequestKind.LIST,
            RequestKind.WRITE);
  }

  @Test
  void shouldRefuseWhenTheHolderBeats() throws IOException {
    // Given
    Lease holder = bench.take("ann@one pid 1");
    long before = bench.ticks.nanoTime();
    bench.ticks.meanwhile(holder::tick);

    // When, then
    assertThatThrownBy(() -> bench.take("bob@two pid 2"))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.REFUSED))
        .hasMessage(
            "Another export writes here: the lease of memory://lease-bench/root/_spillway is held"
                + " by ann@one pid 1 since 2026-11-21T09:15:42.118Z; run this one again when that"
                + " one has ended, or let it wait with --wait.");
    assertThat(bench.ticks.nanoTime() - before).isLessThan(TIMING.beatEvery().toNanos());
    assertThat(bench.notices)
        .containsExactly(
            "The lease of memory://lease-bench/root/_spillway is held by ann@one pid 1 since"
                + " 2026-11-21T09:15:42.118Z, whose export still runs or has left it behind:"
                + " watching its beat for up to 5 min.");
    assertThat(bench.names()).doesNotContain("00000002.json");
  }

  @Test
  void shouldTakeOverFromADeadHolderWhenItsTimeIsUp() throws IOException {
    // Given
    Lease dead = bench.take("ann@one pid 1");
    dead.name("e1");
    long before = bench.ticks.nanoTime();

    // When
    Lease next = bench.take("bob@two pid 2");

    // Then
    Duration waited = Duration.ofNanos(bench.ticks.nanoTime() - before);
    assertThat(waited).isBetween(LASTS, LASTS.plus(TIMING.beatEvery()));
    assertThat(next.number()).isEqualTo(2);
    assertThat(next.predecessors())
        .containsExactly(new Lease.Predecessor(1, Optional.of("e1"), false));
  }

  @Test
  void shouldWaitForItsTurn() throws IOException {
    // Given
    Lease holder = bench.take("ann@one pid 1");
    AtomicInteger pauses = new AtomicInteger();
    bench.ticks.meanwhile(
        () -> {
          if (pauses.incrementAndGet() < 1000) {
            holder.tick();
          } else {
            holder.close();
          }
        });

    // When
    Lease next = bench.waitFor("bob@two pid 2");

    // Then
    assertThat(next.number()).isEqualTo(2);
    assertThat(pauses).hasValue(1000);
    assertThat(bench.notices)
        .singleElement()
        .asString()
        .endsWith("waiting until it ends, or has not beaten for 5 min.");
  }

  @Test
  void shouldTakeALeaseThatIsReleasedWhileItWatches() throws IOException {
    // Given
    Lease holder = bench.take("ann@one pid 1");
    bench.ticks.meanwhile(holder::close);

    // When, then
    assertThat(bench.take("bob@two pid 2").number()).isEqualTo(2);
  }

  @Test
  void shouldWatchALaterLeaseThatAppears() throws IOException {
    // Given
    bench.take("ann@one pid 1");
    AtomicInteger pauses = new AtomicInteger();
    bench.ticks.meanwhile(
        () -> {
          if (pauses.incrementAndGet() == 10) {
            create(2, "eve@three pid 3");
          }
        });
    long before = bench.ticks.nanoTime();

    // When
    Lease next = bench.take("bob@two pid 2");

    // Then
    assertThat(next.number()).isEqualTo(3);
    assertThat(next.predecessors()).extracting(Lease.Predecessor::number).containsExactly(2L, 1L);
    assertThat(Duration.ofNanos(bench.ticks.nanoTime() - before))
        .isGreaterThanOrEqualTo(LASTS.plus(TIMING.pollEvery().multipliedBy(10)));
    assertThat(bench.notices).hasSize(2);
    assertThat(bench.notices.get(1)).contains("eve@three pid 3");
  }

  @Test
  void shouldWatchTheWinnerOfARace() throws IOException {
    // Given
    bench.take("ann@one pid 1").close();
    whenNextCreating(2, () -> create(2, "eve@three pid 3"));

    // When
    Lease next = bench.take("bob@two pid 2");

    // Then
    assertThat(next.number()).isEqualTo(3);
    assertThat(bench.notices).singleElement().asString().contains("eve@three pid 3");
  }

  @Test
  void shouldNotHoldANumberThatHadItsTurnLongAgo() throws IOException {
    // Given: between this one's look and its creation two others take turns and forget the rest
    bench.take("ann@one pid 1").close();
    whenNextCreating(
        2,
        () -> {
          bench.take("eve@three pid 3").close();
          bench.take("joe@four pid 4").close();
          bench.take("kim@five pid 5").forgetPredecessors();
        });

    // When
    Lease next = bench.take("bob@two pid 2");

    // Then
    assertThat(next.number()).isEqualTo(5);
    assertThat(bench.notices).singleElement().asString().contains("kim@five pid 5");
  }

  @Test
  void shouldTakeAMissingBeatForOneThatStandsStill() throws IOException {
    // Given
    create(7, "eve@three pid 3");
    long before = bench.ticks.nanoTime();

    // When
    Lease next = bench.take("bob@two pid 2");

    // Then
    assertThat(next.number()).isEqualTo(8);
    assertThat(next.predecessors())
        .containsExactly(new Lease.Predecessor(7, Optional.empty(), false));
    assertThat(bench.ticks.nanoTime() - before).isGreaterThanOrEqualTo(LASTS.toNanos());
  }

  @Test
  void shouldTakeADamagedBeatForOneThatStandsStill() throws IOException {
    for (String damaged : List.of("", "{\"beats\":1,\"rel", "null", "{\"released\":\"true\"}")) {
      // Given
      create(7, "eve@three pid 3");
      bench.put("00000007.beat", damaged);
      long before = bench.ticks.nanoTime();

      // When
      Lease next = bench.take("bob@two pid 2");

      // Then
      assertThat(next.predecessors().get(0))
          .isEqualTo(new Lease.Predecessor(7, Optional.empty(), false));
      assertThat(bench.ticks.nanoTime() - before).isGreaterThanOrEqualTo(LASTS.toNanos());
      bench.files().delete(8);
    }
  }

  @Test
  void shouldRefuseWhenABeatThatNobodyUnderstandsChanges() throws IOException {
    // Given
    bench.put("00000007.json", "?");
    bench.ticks.meanwhile(() -> put("00000007.beat", "!"));

    // When, then
    assertThatThrownBy(() -> bench.take("bob@two pid 2"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("an export that does not say who it is");
  }

  @Test
  void shouldNotGiveTheNumberOfAnOldBeatAgain() throws IOException {
    // Given
    bench.take("ann@one pid 1").close();
    bench.put("00000002.beat", "{\"beats\":9,\"released\":true}");

    // When, then
    assertThat(bench.take("bob@two pid 2").number()).isEqualTo(3);
  }

  @Test
  void shouldLeaveOtherFilesAlone() throws IOException {
    // Given
    bench.put("99999999.txt", "");
    bench.put("deep/99999999.json", "");
    bench.put("12.json", "");

    // When, then
    assertThat(bench.take("bob@two pid 2").number()).isEqualTo(1);
  }

  @Test
  void shouldKnowItsOwnLeaseAfterALostAnswer() throws IOException {
    // Given
    bench.faulty.inject(Fault.LOST_ANSWER, RequestKind.CREATE, key -> true, 1);
    bench.faulty.inject(Fault.LOST_ANSWER, RequestKind.WRITE, key -> true, 1);

    // When
    Lease lease = bench.take("bob@two pid 2");

    // Then
    assertThat(lease.number()).isEqualTo(1);
    assertThat(bench.faulty.fired()).isEqualTo(2);
    assertThat(bench.read("00000001.json")).contains("bob@two");
  }

  @Test
  void shouldNotTakeAnothersLeaseForItsOwnAfterALostAnswer() throws IOException {
    // Given: the same words, but for the token
    whenNextCreating(1, () -> create(1, "bob@two pid 2"));
    bench.faulty.inject(Fault.LOST_ANSWER, RequestKind.CREATE, key -> true, 1);

    // When, then
    assertThat(bench.take("bob@two pid 2").number()).isEqualTo(2);
    assertThat(bench.faulty.fired()).isEqualTo(1);
  }

  @Test
  void shouldFailWhenNobodyKnowsWhatBecameOfTheLease() {
    bench.faulty.inject(Fault.LOST_REQUEST, RequestKind.CREATE, key -> true, 1);

    assertThatThrownBy(() -> bench.take("bob@two pid 2"))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNKNOWN));
  }

  @Test
  void shouldFailWhenTheStoreCannotBeListed() {
    bench.faulty.inject(Fault.DENIED, RequestKind.LIST, key -> true);

    assertThatThrownBy(() -> bench.take("bob@two pid 2")).isInstanceOf(StoreException.class);
  }

  @Test
  void shouldStopWaitingWhenItIsInterrupted() throws IOException {
    // Given
    bench.take("ann@one pid 1");
    bench.ticks.meanwhile(
        () -> {
          throw new InterruptedException();
        });

    // When, then
    assertThatThrownBy(() -> bench.waitFor("bob@two pid 2"))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldProveThatAStoreKeepsCreatorsApart() throws IOException {
    assertThat(bench.files().create(record(1))).isEqualTo(LeaseFiles.Creation.EXCLUSIVE);
    assertThat(bench.files().create(record(1))).isEqualTo(LeaseFiles.Creation.TAKEN);
  }

  @Test
  void shouldGoOnWhereEveryCreateSucceeds() throws IOException {
    // Given
    try (var unguarded = TestStores.register(LEDGER, new Unconditional(false))) {
      assertThat(unguarded).isNotNull();

      // When, then
      assertThat(bench.files().create(record(1))).isEqualTo(LeaseFiles.Creation.UNPROVED);
      assertThat(bench.take("bob@two pid 2").number()).isEqualTo(2);
    }
  }

  @Test
  void shouldGoOnWhereNoCreateSucceeds() throws IOException {
    // Given
    try (var unguarded = TestStores.register(LEDGER, new Unconditional(true))) {
      assertThat(unguarded).isNotNull();

      // When, then
      assertThat(bench.take("ann@one pid 1").number()).isEqualTo(1);
      assertThat(bench.files().create(record(1))).isEqualTo(LeaseFiles.Creation.TAKEN);
      assertThat(bench.read("00000001.json")).contains("ann@one");
    }
  }

  @Test
  void shouldSayTimesInWords() {
    assertThat(LeaseTiming.inWords(Duration.ofMinutes(5))).isEqualTo("5 min");
    assertThat(LeaseTiming.inWords(Duration.ofSeconds(90))).isEqualTo("90 s");
    assertThat(LeaseTiming.inWords(Duration.ofMillis(3))).isEqualTo("1 s");
  }

  @Test
  void shouldRefuseTimesThatMakeNoSense() {
    assertThatThrownBy(() -> LeaseTiming.lasting(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LeaseTiming(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(LeaseTiming.lasting(Duration.ofHours(1)).beatEvery())
        .isEqualTo(Duration.ofSeconds(15));
  }

  private static LeaseRecord record(long number) {
    return LeaseBench.record(number, "x");
  }

  private void create(long number, String holder) {
    LeaseRecord made = LeaseBench.record(number, holder);
    put(String.format(Locale.ROOT, "%08d.json", number), new String(made.json(), UTF_8));
  }

  private void put(String name, String content) {
    try {
      bench.put(name, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private interface Happening {
    void run() throws IOException;
  }

  /** Lets something happen once, just before that lease is created. */
  private void whenNextCreating(long number, Happening happening) {
    TestStores.register(
        LEDGER,
        new ForwardingStore(bench.tracking) {
          private boolean happened;

          @Override
          public boolean create(String key, byte[] content, Attributes attributes)
              throws IOException {
            if (!happened && key.endsWith("0" + number + ".json")) {
              happened = true;
              happening.run();
            }
            return super.create(key, content, attributes);
          }
        });
  }

  /** A store without conditional writes: says so, or ignores the condition. */
  private final class Unconditional extends ForwardingStore {
    private final boolean saysSo;

    Unconditional(boolean saysSo) {
      super(bench.memory);
      this.saysSo = saysSo;
    }

    @Override
    public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
      if (saysSo) {
        throw new StoreException(StoreException.Reason.REFUSED, "S3 says 501 NotImplemented.");
      }
      write(key, Body.of(content), attributes);
      return true;
    }
  }
}
