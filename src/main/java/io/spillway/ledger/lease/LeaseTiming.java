package io.spillway.ledger.lease;

import java.time.Duration;

/**
 * How patient holders and takers of a lease are. A taker waits for the longer of its own time and
 * the holder's, which the lease's file tells.
 *
 * @param lasts how long a taker sees the beat of a lease stand still before it takes over. Every
 *     process that writes stops a fifth of it earlier, whatever Spark knows of it. That fifth has
 *     to exceed the time for which a server may work on a request whose sender has given it up
 * @param beatEvery from one beat to the next; at most a third of {@code lasts}, so that a single
 *     beat that fails does no harm
 */
public record LeaseTiming(Duration lasts, Duration beatEvery) {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  public LeaseTiming {
    if (beatEvery.isNegative() || beatEvery.isZero()) {
      throw new IllegalArgumentException("Invalid time between beats: " + beatEvery);
    }
    if (beatEvery.multipliedBy(3).compareTo(lasts) > 0) {
      throw new IllegalArgumentException(
          "Invalid time of a lease: " + lasts + " is less than three times " + beatEvery);
    }
  }

  /** A lease of that time with ten beats in it, or with one every 15 seconds if that is more. */
  public static LeaseTiming lasting(Duration lasts) {
    Duration tenth = lasts.dividedBy(10);
    return new LeaseTiming(lasts, tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE);
  }

  /**
   * How long a process that writes trusts a beat: the holder one that the store acknowledged, and
   * others one that they read. A fifth less than takers wait, which leaves time to abort what is
   * under way and covers clocks that run at different speeds.
   */
  Duration trusted() {
    return lasts.minus(lasts.dividedBy(5));
  }

  /** How often the holder looks at its own clock. */
  Duration lookEvery() {
    return lasts.dividedBy(20);
  }

  /** How often a taker looks at the holder's beat. */
  Duration pollEvery() {
    return beatEvery.dividedBy(3);
  }

  /** Whole minutes as such, else seconds. */
  static String inWords(Duration time) {
    long seconds = Math.max(1, time.toSeconds());
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
