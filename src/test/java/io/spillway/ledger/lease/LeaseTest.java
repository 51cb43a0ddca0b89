package io.spillway.ledger.lease;

import static io.spillway.ledger.lease.LeaseBench.LASTS;
import static io.spillway.ledger.lease.LeaseBench.LEDGER;
import static io.spillway.ledger.lease.LeaseBench.TIMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore.Fault;
import io.spillway.store.ForwardingStore;
import io.spillway.store.RequestKind;
import io.spillway.store.TestStores;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteRefusedException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final LeaseBench bench = new LeaseBench();
  private final List<String> losses = new ArrayList<>();
  private Lease lease;

  @BeforeEach
  void take() throws IOException {
    lease = bench.take("ann@one pid 1");
    lease.onLoss(losses::add);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldBeatInTwoRequests() throws IOException {
    // Given
    bench.tracking.forget();

    // When
    lease.tick();

    // Then
    assertThat(bench.tracking.requests()).hasSize(2);
    assertThat(bench.read("00000001.beat")).isEqualTo("{\"beats\":2,\"released\":false}");
  }

  @Test
  void shouldNameItsExportInEveryBeat() throws IOException {
    // When, then
    lease.name("e1");
    assertThat(beat()).isEqualTo("{\"beats\":2,\"exportId\":\"e1\",\"released\":false}");
    lease.tick();
    assertThat(beat()).isEqualTo("{\"beats\":3,\"exportId\":\"e1\",\"released\":false}");
    lease.close();
    assertThat(beat()).isEqualTo("{\"beats\":4,\"exportId\":\"e1\",\"released\":true}");
  }

  @Test
  void shouldNotBeginUnderANameThatTheStoreDoesNotHold() {
    bench.faulty.inject(Fault.SLOW_DOWN, RequestKind.WRITE, key -> true, 1);

    assertThatThrownBy(() -> lease.name("e1")).isInstanceOf(IOException.class);
  }

  @Test
  void shouldHoldForAsLongAsItBeats() throws IOException {
    for (int i = 0; i < 1000; i++) {
      bench.ticks.advance(TIMING.beatEvery());
      lease.look();
      lease.tick();
    }

    lease.confirm();
    assertThat(losses).isEmpty();
  }

  @Test
  void shouldNotConfirmAfterAPauseThoughNobodyTookOver() throws IOException {
    // Given
    bench.ticks.advance(TIMING.trusted());
    bench.tracking.forget();

    // When, then
    assertThatThrownBy(lease::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessage(
            "This export has to stop: no beat of lease 1 of"
                + " memory://lease-bench/root/_spillway was acknowledged for 4 min, so that another"
                + " export may have taken over.");
    assertThat(losses).hasSize(1);
    assertThat(bench.tracking.requests()).isEmpty();
  }

  @Test
  void shouldNotConfirmAfterTheMachineWasSuspended() throws IOException {
    // Given: the monotonic clock stood still, and nobody has taken over
    bench.ticks.advanceWall(TIMING.trusted());
    bench.tracking.forget();

    // When, Then
    assertThatThrownBy(lease::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("was acknowledged for 4 min");
    assertThat(losses).hasSize(1);
    assertThat(bench.tracking.requests()).isEmpty();
  }

  @Test
  void shouldPermitNothingToItsOwnProcessWhenItIsLost() {
    // Given
    Heartbeat pulse = new Heartbeat(bench.files(), 1, TIMING, bench.ticks, Moment.now(bench.ticks));
    HolderGuard guard = new HolderGuard(pulse);
    AtomicInteger aborted = new AtomicInteger();
    WriteGuard.Permit permit = guard.begin(aborted::incrementAndGet);
    assertThat(guard.refusal()).isEmpty();

    // When
    bench.ticks.advanceWall(TIMING.trusted());

    // Then
    assertThatThrownBy(() -> guard.begin(() -> {})).isInstanceOf(WriteRefusedException.class);
    assertThat(guard.refusal()).isPresent();
    assertThat(aborted).hasValue(1);
    permit.close();
  }

  @Test
  void shouldPermitNothingToItsOwnProcessWhenItIsGivenBackOrLeftBehind() throws IOException {
    Heartbeat ended = new Heartbeat(bench.files(), 1, TIMING, bench.ticks, Moment.now(bench.ticks));
    Heartbeat left = new Heartbeat(bench.files(), 1, TIMING, bench.ticks, Moment.now(bench.ticks));

    ended.end();
    left.abandon();

    assertThat(new HolderGuard(ended).refusal()).isPresent();
    assertThat(new HolderGuard(left).refusal()).isPresent();
  }

  @Test
  void shouldConfirmJustBeforeItsTimeIsUp() throws IOException {
    bench.ticks.advance(TIMING.trusted().minusNanos(1));

    lease.confirm();

    assertThat(lease.isLost()).isFalse();
  }

  @Test
  void shouldStopForASuccessorThatItsClockSawNothingOf() throws IOException {
    // Given: the machine slept, and its clock with it
    bench.files().create(LeaseBench.record(2, "bob@two pid 2"));

    // When, then
    assertThatThrownBy(lease::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessage(
            "This export has to stop: lease 1 of memory://lease-bench/root/_spillway was taken over"
                + " by bob@two pid 2 since 2026-11-21T09:15:42.118Z.");
    assertThat(losses).hasSize(1);
  }

  @Test
  void shouldStopForALaterSuccessorThatForgotTheOthers() throws IOException {
    // Given
    bench.files().delete(1);
    bench.files().create(LeaseBench.record(3, "bob@two pid 2"));

    // When
    lease.tick();

    // Then
    assertThat(losses).singleElement().asString().contains("taken over by bob@two");
    assertThat(bench.names()).containsExactly("00000003.json");
  }

  @Test
  void shouldStopWhenItsFileIsDeleted() throws IOException {
    // Given
    bench.memory.delete(LeaseBench.key("00000001.json"));
    bench.memory.delete(LeaseBench.key("00000001.beat"));

    // When
    lease.tick();

    // Then
    assertThat(losses).singleElement().asString().contains("was deleted");
    assertThat(bench.names()).isEmpty();
  }

  @Test
  void shouldStayLostAndWriteNothingMore() throws IOException {
    // Given
    bench.ticks.advance(LASTS);
    lease.tick();
    bench.ticks.advance(LASTS.negated());
    String before = beat();

    // When
    lease.tick();
    lease.look();
    lease.close();

    // Then
    assertThatThrownBy(lease::confirm).isInstanceOf(LeaseLostException.class);
    assertThatThrownBy(() -> lease.name("e1")).isInstanceOf(LeaseLostException.class);
    assertThatThrownBy(lease::forgetPredecessors).isInstanceOf(LeaseLostException.class);
    assertThat(beat()).isEqualTo(before);
    assertThat(losses).hasSize(1);
  }

  @Test
  void shouldTellWhoAsksWhenItIsLostAlready() {
    // Given
    bench.ticks.advance(LASTS);
    lease.look();
    List<String> late = new ArrayList<>();

    // When
    lease.onLoss(late::add);

    // Then
    assertThat(late).isEqualTo(losses).hasSize(1);
  }

  @Test
  void shouldOutliveABeatThatFails() throws IOException {
    // Given
    bench.faulty.inject(Fault.SLOW_DOWN, RequestKind.WRITE, key -> true, 1);
    bench.faulty.inject(Fault.UNREACHABLE, RequestKind.LIST, key -> true, 1);

    // When
    for (int i = 0; i < 3; i++) {
      bench.ticks.advance(TIMING.beatEvery());
      lease.tick();
    }
    bench.ticks.advance(TIMING.trusted().minusNanos(1));

    // Then
    lease.confirm();
    assertThat(bench.faulty.fired()).isEqualTo(2);
  }

  @Test
  void shouldStopWhenItCannotBeat() {
    // Given
    bench.faulty.inject(Fault.DENIED, RequestKind.WRITE, key -> true);
    Duration still = Duration.ZERO;

    // When
    while (losses.isEmpty()) {
      bench.ticks.advance(TIMING.lookEvery());
      still = still.plus(TIMING.lookEvery());
      lease.tick();
      lease.look();
    }

    // Then
    assertThat(still).isEqualTo(TIMING.trusted());
    assertThat(losses).singleElement().asString().contains("403 AccessDenied");
  }

  @Test
  void shouldNotTrustABeatThatIsAcknowledgedTooLate() {
    // Given
    try (var slow = slowWrites(TIMING.trusted())) {
      assertThat(slow).isNotNull();
      Lease held = takeSlowly();

      // When, then
      assertThatThrownBy(held::confirm).isInstanceOf(LeaseLostException.class);
    }
  }

  @Test
  void shouldCountFromWhenABeatWasSent() throws IOException {
    // Given
    Duration half = TIMING.trusted().dividedBy(2);
    try (var slow = slowWrites(half)) {
      assertThat(slow).isNotNull();
      Lease held = takeSlowly();
      held.confirm();

      // When
      bench.ticks.advance(half);
      held.look();

      // Then
      assertThat(held.isLost()).isTrue();
    }
  }

  @Test
  void shouldConfirmAgainWhenABeatFails() throws IOException {
    // Given
    bench.faulty.inject(Fault.LOST_REQUEST, RequestKind.WRITE, key -> true, 3);

    // When
    lease.confirm();

    // Then
    assertThat(bench.faulty.fired()).isEqualTo(3);
    assertThat(beat()).isEqualTo("{\"beats\":5,\"released\":false}");
  }

  @Test
  void shouldNotConfirmWhenNoBeatGetsThrough() {
    // Given
    bench.faulty.inject(Fault.LOST_REQUEST, RequestKind.WRITE, key -> true);

    // When, then
    assertThatThrownBy(lease::confirm).isInstanceOf(LeaseLostException.class);
    assertThat(losses).hasSize(1);
  }

  @Test
  void shouldNotConfirmWhenItIsInterrupted() {
    // Given
    bench.faulty.inject(Fault.LOST_REQUEST, RequestKind.WRITE, key -> true, 1);
    bench.ticks.meanwhile(
        () -> {
          throw new InterruptedException();
        });

    // When, then
    assertThatThrownBy(lease::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldDoNothingAfterItWasGivenBack() throws IOException {
    // Given
    lease.close();
    String before = beat();

    // When
    lease.close();
    lease.tick();

    // Then
    assertThat(beat()).isEqualTo(before).contains("\"released\":true");
    assertThatThrownBy(lease::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("released");
    assertThat(losses).isEmpty();
  }

  @Test
  void shouldCloseWithoutAWordWhenTheStoreFails() {
    bench.faulty.inject(Fault.UNREACHABLE, RequestKind.WRITE, key -> true);

    lease.close();

    assertThat(bench.faulty.fired()).isEqualTo(1);
  }

  @Test
  void shouldGiveBackAlsoWhenItIsInterrupted() throws IOException {
    // When
    Thread.currentThread().interrupt();
    lease.close();

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(beat()).contains("\"released\":true");
  }

  @Test
  void shouldForgetOnlyItsPredecessors() throws IOException {
    // Given
    lease.close();
    bench.take("bob@two pid 2").close();
    Lease third = bench.take("eve@three pid 3");
    bench.put("00000001.txt", "");

    // When
    third.forgetPredecessors();

    // Then
    assertThat(bench.names()).containsExactly("00000001.txt", "00000003.beat", "00000003.json");
  }

  private String beat() throws IOException {
    return bench.read("00000001.beat");
  }

  private Lease takeSlowly() {
    return new Lease(bench.files(), 1, List.of(), TIMING, bench.ticks, Moment.now(bench.ticks));
  }

  /** Each write takes that long to be acknowledged. */
  private TestStores.Registration slowWrites(Duration time) {
    return TestStores.register(
        LEDGER,
        new ForwardingStore(bench.memory) {
          @Override
          public WrittenObject write(String key, Body body, Attributes attributes)
              throws IOException {
            WrittenObject written = super.write(key, body, attributes);
            bench.ticks.advance(time);
            return written;
          }
        });
  }
}
