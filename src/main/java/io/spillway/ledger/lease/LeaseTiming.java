package io.spillway.ledger.lease;

import java.time.Duration;

/**
 * The times of a lease for holders and takers. A taker waits for the longer of its own time and the
 * holder's, which the lease's file contains.
 *
 * @param lasts the time for which a taker sees the beat of a lease stand still before it takes
 *     over. Every writing process stops a fifth of it earlier, independently of Spark. The fifth
 *     must exceed the time for which a server may process a request that its sender has aborted
 * @param beatEvery the time from one beat to the next; at most a third of {@code lasts}, so that a
 *     single failed beat does no harm
 */
public record LeaseTiming(Duration lasts, Duration beatEvery) {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** The default, which no setting of Spark affects. */
  public static final LeaseTiming DEFAULT = lasting(Duration.ofMinutes(5));

  public LeaseTiming {
    if (beatEvery.isNegative() || beatEvery.isZero()) {
      throw new IllegalArgumentException("Invalid time between beats: " + beatEvery);
    }
    if (beatEvery.multipliedBy(3).compareTo(lasts) > 0) {
      throw new IllegalArgumentException(
          "Invalid time of a lease: " + lasts + " is less than three times " + beatEvery);
    }
  }

  /**
   * Returns the timing of a lease with ten beats in its time, or with a beat every 15 seconds if
   * that is more often.
   */
  public static LeaseTiming lasting(Duration lasts) {
    Duration tenth = lasts.dividedBy(10);
    return new LeaseTiming(lasts, tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE);
  }

  /**
   * Returns the time for which a writing process trusts a beat: the holder one that the store
   * acknowledged, other processes one that they read. It is a fifth less than takers wait, which
   * leaves time to abort requests and covers clocks that run at different speeds.
   */
  Duration trusted() {
    return lasts.minus(lasts.dividedBy(5));
  }

  /** Returns the time between two checks of the holder's clock. */
  Duration lookEvery() {
    return lasts.dividedBy(20);
  }

  /** Returns the time between two reads of the holder's beat by a taker. */
  Duration pollEvery() {
    return beatEvery.dividedBy(3);
  }

  /** Returns the time in words: whole minutes as minutes, other times as seconds. */
  static String inWords(Duration time) {
    long seconds = Math.max(1, time.toSeconds());
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
