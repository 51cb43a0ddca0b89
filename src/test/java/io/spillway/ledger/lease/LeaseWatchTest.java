package io.spillway.ledger.lease;

import static io.spillway.ledger.lease.LeaseBench.LEDGER;
import static io.spillway.ledger.lease.LeaseBench.TIMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.store.FaultyStore.Fault;
import io.spillway.store.ForwardingStore;
import io.spillway.store.RequestKind;
import io.spillway.store.TestStores;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that writes under the lease of another, on clocks that the test moves. */
class LeaseWatchTest {
  private static final Duration TRUSTED = TIMING.trusted();
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final LeaseBench bench = new LeaseBench();
  private final AtomicInteger aborted = new AtomicInteger();
  private Optional<Duration> age = Optional.of(Duration.ZERO);
  private TestStores.Registration aging;
  private Lease holder;
  private LeaseWatch watch;

  @BeforeEach
  void take() throws IOException {
    holder = bench.take("ann@one pid 1");
    aging =
        TestStores.register(
            LEDGER,
            new ForwardingStore(bench.tracking) {
              @Override
              public Optional<Duration> age(String key) {
                return age;
              }
            });
    watch = new LeaseWatch(bench.files(), 1, TIMING, bench.ticks, () -> {});
  }

  @AfterEach
  void close() {
    aging.close();
    bench.close();
  }

  private boolean mayWrite() {
    return watch.refusal().isEmpty();
  }

  @Test
  void shouldPermitTheFirstWriteByTheAgeOfTheBeat() {
    // Given
    age = Optional.of(TRUSTED.minus(SECOND));
    watch.read();

    // When, Then
    assertThat(mayWrite()).isTrue();
    bench.ticks.advance(SECOND);
    assertThat(watch.refusal())
        .hasValue(
            "This process has to stop writing: the last beat of lease 1 of"
                + " memory://lease-bench/root/_spillway that it knows of is 4 min old, so that"
                + " another export may have taken over.");
  }

  @Test
  void shouldNotPermitAWriteByABeatThatIsOld() {
    age = Optional.of(TRUSTED);
    watch.read();

    assertThat(mayWrite()).isFalse();
  }

  @Test
  void shouldTakeABeatThatStandsStillForNoNewConfirmation() {
    // Given: the holder hangs, and the watch goes on reading
    watch.read();

    // When
    Duration passed = Duration.ZERO;
    while (mayWrite()) {
      bench.ticks.advance(TIMING.beatEvery());
      passed = passed.plus(TIMING.beatEvery());
      watch.read();
    }

    // Then
    assertThat(passed).isEqualTo(TRUSTED);
  }

  @Test
  void shouldPermitForAsLongAsTheHolderBeats() {
    for (int i = 0; i < 1_000; i++) {
      bench.ticks.advance(TIMING.beatEvery());
      holder.tick();
      watch.read();
      watch.look();
      assertThat(mayWrite()).isTrue();
    }
  }

  @Test
  void shouldDateABeatByTheReadThatStillShowedTheOneBefore() {
    // Given: the next beat is read long after it was sent
    watch.read();
    Duration lag = TRUSTED.minus(SECOND);
    holder.tick();
    bench.ticks.advance(lag);
    watch.read();

    // When, Then: that read is no proof that it is new
    assertThat(mayWrite()).isTrue();
    bench.ticks.advance(SECOND);
    assertThat(mayWrite()).isFalse();
  }

  @Test
  void shouldStopWhenTheClockOnTheWallSaysSo() {
    // Given: the machine was suspended, and its monotonic clock stood still
    watch.read();
    assertThat(mayWrite()).isTrue();

    // When
    bench.ticks.advanceWall(TRUSTED);

    // Then
    assertThat(mayWrite()).isFalse();
  }

  @Test
  void shouldStopForASuccessorAndAbortWhatIsUnderWay() throws IOException {
    // Given
    watch.read();
    WriteGuard.Permit ended = watch.begin(aborted::incrementAndGet);
    ended.close();
    WriteGuard.Permit permit = watch.begin(aborted::incrementAndGet);
    bench.files().create(LeaseBench.record(3, "bob@two pid 2"));

    // When
    watch.read();

    // Then
    assertThat(watch.refusal()).hasValueSatisfying(why -> assertThat(why).contains("bob@two"));
    assertThat(aborted).hasValue(1);
    permit.close();
    assertThatThrownBy(() -> watch.begin(aborted::incrementAndGet))
        .isInstanceOf(WriteRefusedException.class);
  }

  @Test
  void shouldAbortWhatIsUnderWayWhenItsTimeIsUp() {
    // Given
    watch.read();
    WriteGuard.Permit permit = watch.begin(aborted::incrementAndGet);

    // When
    bench.ticks.advance(TRUSTED);
    watch.look();

    // Then
    assertThat(aborted).hasValue(1);
    permit.close();
  }

  @Test
  void shouldStopWhenTheLeaseWasGivenBack() {
    watch.read();
    holder.close();

    watch.read();

    assertThat(watch.refusal()).hasValueSatisfying(why -> assertThat(why).contains("released"));
  }

  @Test
  void shouldTakeNoConfirmationFromABeatThatIsMissingOrDamaged() throws IOException {
    // Given
    watch.read();
    String beat = bench.read("00000001.beat");

    // When: the beat is unreadable for a while, and is the old one again
    Duration passed = Duration.ZERO;
    while (mayWrite()) {
      bench.put("00000001.beat", "");
      watch.read();
      bench.put("00000001.beat", beat);
      watch.read();
      bench.ticks.advance(TIMING.beatEvery());
      passed = passed.plus(TIMING.beatEvery());
    }

    // Then
    assertThat(passed).isEqualTo(TRUSTED);
  }

  @Test
  void shouldWaitForANewBeatWhereTheStoreTellsNoAge() {
    // Given
    age = Optional.empty();
    watch.read();
    assertThat(mayWrite()).isFalse();

    // When
    holder.tick();
    watch.read();

    // Then
    assertThat(mayWrite()).isTrue();
  }

  @Test
  void shouldOutliveReadsThatFail() {
    // Given
    watch.read();
    bench.faulty.inject(Fault.UNREACHABLE, RequestKind.LIST, key -> true, 2);

    // When
    for (int i = 0; i < 3; i++) {
      bench.ticks.advance(TIMING.beatEvery());
      holder.tick();
      watch.read();
    }

    // Then
    assertThat(mayWrite()).isTrue();
  }

  @Test
  void shouldSayWhyItCannotTell() {
    // Given
    bench.faulty.inject(Fault.DENIED, RequestKind.LIST, key -> true);

    // When
    watch.read();

    // Then
    assertThat(watch.refusal())
        .hasValueSatisfying(
            why -> assertThat(why).contains("no beat of lease 1").contains("403 AccessDenied"));
  }

  @Test
  void shouldReadWithTwoRequestsAfterTheFirst() {
    // Given
    watch.read();
    bench.tracking.forget();

    // When
    watch.read();

    // Then
    assertThat(bench.tracking.requests()).hasSize(2);
  }

  @Test
  void shouldReadWhatAnotherProcessIsGiven() {
    LeaseReference reference = LeaseReference.parse(holder.reference());

    assertThat(reference).isEqualTo(new LeaseReference(LEDGER, 1, TIMING));
    Location odd = Location.parse("file:///a b/ c ");
    String text = new LeaseReference(odd, 1, TIMING).text();
    assertThat(text).isEqualTo(text.strip());
    assertThat(LeaseReference.parse(text).ledger()).isEqualTo(odd);
    assertThatThrownBy(() -> LeaseReference.parse("1 2"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
