package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowTest {
  private final Deque<Long> inFlight = new ArrayDeque<>();

  @Test
  void shouldBeginModerateAndNeverAboveTheCeiling() {
    assertThat(new Window(64).size()).isEqualTo(16);
    assertThat(new Window(5).size()).isEqualTo(5);
  }

  @Test
  void shouldDoubleWithEachRoundUntilTheCeiling() {
    // Given
    Window window = new Window(100);

    // When, Then
    for (int expected : List.of(32, 64, 100, 100)) {
      round(window);
      assertThat(window.size()).isEqualTo(expected);
    }
  }

  @Test
  void shouldNotGrowWhileItHoldsNothingBack() {
    // Given
    Window window = new Window(64);

    // When
    for (int i = 0; i < 1_000; i++) {
      long begun = window.begin();
      window.keptUp(begun, false);
    }

    // Then
    assertThat(window.size()).isEqualTo(16);
  }

  @Test
  void shouldHalveOnceForAllRequestsThatBeganBefore() {
    // Given
    Window window = new Window(64);
    fill(window);

    // When
    while (!inFlight.isEmpty()) {
      window.tooBusy(inFlight.pop());
    }

    // Then
    assertThat(window.size()).isEqualTo(8);

    // When
    window.tooBusy(window.begin());

    // Then
    assertThat(window.size()).isEqualTo(4);
  }

  @Test
  void shouldGrowByAboutOneARoundAfterItHalved() {
    // Given
    Window window = new Window(64);
    window.tooBusy(window.begin());
    assertThat(window.size()).isEqualTo(8);

    // When
    for (int i = 0; i < 10; i++) {
      round(window);
    }

    // Then
    assertThat(window.size()).isBetween(15, 18);
  }

  @Test
  void shouldGrowWhileOthersWaitThoughTheirPlacesAreNotTakenYet() {
    // Given
    Window window = new Window(64);
    long begun = window.begin();

    // When
    window.keptUp(begun, true);

    // Then
    assertThat(window.size()).isEqualTo(Window.START + 1);
  }

  @Test
  void shouldNotGrowByRequestsFromBeforeItHalved() {
    // Given
    Window window = new Window(64);
    fill(window);
    window.tooBusy(inFlight.pop());

    // When
    while (!inFlight.isEmpty()) {
      window.keptUp(inFlight.pop(), false);
    }

    // Then
    assertThat(window.size()).isEqualTo(8);
  }

  @Test
  void shouldPauseForAsLongAsTheStoreAsksAndALittleMore() {
    // Given
    Window window = new Window(64);

    // When
    window.pause(100, Duration.ofSeconds(2), 0);
    window.pause(100, Duration.ofSeconds(1), 0);

    // Then
    assertThat(window.pauseLeft(100)).isEqualTo(2_000_000_000L);
    assertThat(window.pauseLeft(2_000_000_099L)).isEqualTo(1);
    assertThat(window.pauseLeft(2_000_000_100L)).isZero();

    // When
    window.pause(0, Duration.ofSeconds(2), 1);

    // Then
    assertThat(window.pauseLeft(0)).isEqualTo(2_500_000_000L);
  }

  @Test
  void shouldNotPauseForHours() {
    // Given
    Window window = new Window(64);

    // When
    window.pause(0, Duration.ofHours(5), 0);

    // Then
    assertThat(window.pauseLeft(0)).isEqualTo(Window.LONGEST_PAUSE.toNanos());
  }

  private enum Event {
    BEGIN,
    KEPT_UP,
    TOO_BUSY,
    UNANSWERED
  }

  @Provide
  Arbitrary<List<Event>> events() {
    return Arbitraries.of(Event.class).list().ofMaxSize(400);
  }

  @Property(tries = 300)
  void shouldStayBetweenOneAndTheCeilingWhateverHappens(
      @ForAll("events") List<Event> events, @ForAll @IntRange(min = 1, max = 200) int ceiling) {
    Window window = new Window(ceiling);
    Deque<Long> places = new ArrayDeque<>();
    for (Event event : events) {
      if (event == Event.BEGIN) {
        if (window.hasRoom()) {
          places.add(window.begin());
        }
      } else if (!places.isEmpty()) {
        end(window, places.poll(), event);
      }
      assertThat(window.size()).isBetween(1, ceiling);
      assertThat(window.inFlight()).isEqualTo(places.size());
      assertThat(window.inFlight()).isLessThanOrEqualTo(ceiling);
    }
  }

  private static void end(Window window, long begun, Event event) {
    switch (event) {
      case KEPT_UP -> window.keptUp(begun, false);
      case TOO_BUSY -> window.tooBusy(begun);
      case UNANSWERED, BEGIN -> window.unanswered();
    }
  }

  private void fill(Window window) {
    while (window.hasRoom()) {
      inFlight.add(window.begin());
    }
  }

  /** As many answers as were in flight, each followed by requests as many as there is room for. */
  private void round(Window window) {
    fill(window);
    int answers = window.size();
    for (int i = 0; i < answers; i++) {
      window.keptUp(inFlight.pop(), false);
      fill(window);
    }
  }
}
