package io.spillway.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record of whether a server answers, shared by all its requests in this process. It warns once
 * of each outage, however many requests wait for its end.
 */
public final class ServerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  /** Shorter waits are not worth a line. */
  private static final Duration UNNOTICED = Duration.ofSeconds(1);

  /** Warnings within this time belong to one outage. */
  private static final Duration OUTAGE = Duration.ofMinutes(2);

  private static final long NEVER = Long.MIN_VALUE;

  private final String name;
  private final LongSupplier nanoTime;
  private final AtomicLong warned = new AtomicLong(NEVER);
  private volatile boolean answered;
  private volatile boolean lost;
  private volatile long lastServed = NEVER;

  /**
   * Creates a record of a server that has not answered yet.
   *
   * @param name for warnings: {@code lakeFS at http://…}
   */
  public ServerWatch(String name) {
    this(name, System::nanoTime);
  }

  /**
   * Creates a record that takes the time from a clock.
   *
   * @param nanoTime like {@link System#nanoTime}
   */
  public ServerWatch(String name, LongSupplier nanoTime) {
    this.name = name;
    this.nanoTime = nanoTime;
  }

  /** Records that the server exists: it sent an answer, though maybe of a failure. */
  public void answered() {
    answered = true;
  }

  /** Records that the server served a request, or refused it for another reason than a failure. */
  public void served() {
    answered = true;
    lost = false;
    lastServed = nanoTime.getAsLong();
  }

  /** Records the status of an answer. */
  public void answered(int status) {
    if (Retries.isPassing(status)) {
      answered();
    } else {
      served();
    }
  }

  /** Returns whether the server has answered, and no request was given up since. */
  public boolean isKnown() {
    return answered && !lost;
  }

  /**
   * Returns the pause before a failing request is sent again; empty if it is given up. If the
   * server served no other request meanwhile, further requests are given up at their first failure
   * until it does: an export must not wait again for each object.
   *
   * @param why the reason of the failure, for a warning
   * @param asked the pause that the server asked for; zero if none
   */
  public Optional<Duration> pause(
      RetryPolicy policy, Retries.Failing failing, String why, Duration asked) {
    long now = nanoTime.getAsLong();
    Duration elapsed = Duration.ofNanos(now - failing.since());
    Duration budget = budget(policy);
    Optional<Duration> pause =
        RetryPolicy.pause(
            failing.failures(), elapsed, asked, budget, ThreadLocalRandom.current().nextDouble());
    if (pause.isPresent()) {
      warn(now, why, elapsed.plus(pause.get()), budget);
    } else if (answered && (lastServed == NEVER || lastServed - failing.since() <= 0)) {
      lost = true;
    }
    return pause;
  }

  private Duration budget(RetryPolicy policy) {
    if (lost) {
      return Duration.ZERO;
    }
    return answered ? policy.total() : RetryPolicy.least(policy.total(), RetryPolicy.UNSEEN);
  }

  private void warn(long now, String why, Duration waited, Duration budget) {
    long last = warned.get();
    boolean isNew = last == NEVER || now - last > OUTAGE.toNanos();
    if (waited.compareTo(UNNOTICED) < 0 || !isNew || !warned.compareAndSet(last, now)) {
      return;
    }
    LOG.warn(
        "{} does not serve requests ({}): they are sent again for up to {} s (--retry-for).",
        name,
        why,
        budget.toSeconds());
  }
}
