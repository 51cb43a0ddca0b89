package io.spillway.store;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The policy for requests that fail for a reason that may pass (no connection, 429, 500, 502, 503,
 * 504): they are sent again after growing pauses, for as long as the policy says. It holds for the
 * source's server and for object stores alike.
 *
 * <p>A server that has never answered is more likely to have another address than to be restarting,
 * so requests to it are given up after {@link #UNSEEN}.
 *
 * @param total the time since the first failure of a request after which it is not sent again; zero
 *     to send each request once
 */
public record RetryPolicy(Duration total) implements Serializable {
  /** The name of {@link #total} among settings, in milliseconds. */
  public static final String SETTING = "spillway.retry.for";

  // First, because the constants below are checked against it.
  private static final Duration LONGEST = Duration.ofDays(1);

  /** The default: two minutes, because a restart of a server may take longer than one. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(Duration.ofMinutes(2));

  /** The policy that sends each request once. */
  public static final RetryPolicy NONE = new RetryPolicy(Duration.ZERO);

  /** The maximum time for a server that has not answered any request of this process. */
  public static final Duration UNSEEN = Duration.ofSeconds(5);

  /** The maximum pause, also if a server asks for a longer one. */
  public static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_GROWN_PAUSE = Duration.ofSeconds(10);
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final int MOST_DOUBLINGS = 10;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,8})(ms|s|m|h)|0");

  public RetryPolicy {
    if (total.isNegative() || total.compareTo(LONGEST) > 0) {
      throw new SpillwayException(BAD_INPUT, "--retry-for is " + total + ": give 0 to 24h.");
    }
  }

  /**
   * Parses a duration as users write it: {@code 90s}, {@code 2m}, {@code 0}.
   *
   * @param option for the message
   * @throws SpillwayException (bad input) if it is invalid
   */
  public static RetryPolicy parse(String option, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new SpillwayException(
          BAD_INPUT,
          option + " is '" + text + "': give a time such as 90s or 2m, or 0 for no retries.");
    }
    if (matcher.group(1) == null) {
      return NONE;
    }
    long count = Long.parseLong(matcher.group(1));
    return new RetryPolicy(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        });
  }

  /** Returns this policy as users write it. */
  public String text() {
    return total.toMillis() % MILLIS_PER_SECOND == 0
        ? total.toSeconds() + "s"
        : total.toMillis() + "ms";
  }

  /** Returns the policy among settings, or the default. */
  public static RetryPolicy in(Settings settings) {
    return settings
        .find(SETTING)
        .map(millis -> new RetryPolicy(Duration.ofMillis(Long.parseLong(millis))))
        .orElse(DEFAULT);
  }

  /** Returns the settings with this policy added. */
  public Settings addedTo(Settings settings) {
    return settings.with(SETTING, String.valueOf(total.toMillis()));
  }

  /**
   * Returns the pause before a request is sent again; empty if it is not.
   *
   * @param failures the number of its failed attempts, 1 or more
   * @param elapsed the time since the first of them
   * @param asked the pause that the server asked for; zero if none
   * @param budget the time since the first of them after which it is given up
   * @param jitter a number from 0 to 1
   */
  static Optional<Duration> pause(
      int failures, Duration elapsed, Duration asked, Duration budget, double jitter) {
    Duration left = budget.minus(elapsed);
    if (left.isNegative() || left.isZero()) {
      return Optional.empty();
    }
    Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration longest = least(grown, LONGEST_GROWN_PAUSE);
    Duration own = Duration.ofNanos((long) (longest.toNanos() * (0.5 + jitter / 2)));
    Duration wanted = asked.compareTo(own) > 0 ? least(asked, LONGEST_PAUSE) : own;
    return Optional.of(least(wanted, left));
  }

  static Duration least(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
