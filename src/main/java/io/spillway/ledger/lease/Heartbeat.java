package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beats of one lease, and the check that they were in time, by the monotonic clock and the wall
 * clock. A beat takes two requests: a listing, which shows later leases, and the write.
 *
 * <p>Takers count from the time at which they saw a beat. The holder counts from the time before it
 * sent the beat, which is earlier, and trusts the beat for less time than takers wait. The holder
 * therefore detects its loss before another export takes over, without a request to the store.
 */
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final LeaseFiles files;
  private final long number;
  private final LeaseTiming timing;
  private final Environment ticks;
  private final LeaseLoss loss = new LeaseLoss();
  private final Lock beating;
  private volatile Moment sentAt;
  private volatile String trouble = "";
  private volatile String exportId = "";
  private volatile boolean ended;
  private long beats;

  /**
   * Creates the beats of a lease. The first is not sent yet.
   *
   * @param begun a moment before the lease's file was created
   */
  Heartbeat(LeaseFiles files, long number, LeaseTiming timing, Environment ticks, Moment begun) {
    this.files = files;
    this.number = number;
    this.timing = timing;
    this.ticks = ticks;
    this.beating = ticks.lock();
    this.sentAt = begun;
  }

  LeaseLoss loss() {
    return loss;
  }

  /** Sets the export that all later beats name. */
  void name(String id) {
    exportId = id;
  }

  /**
   * Sends a beat.
   *
   * @throws LeaseLostException if the lease is lost or was released
   * @throws IOException if the store did not acknowledge the beat
   */
  void beat() throws IOException {
    beat(false);
  }

  /**
   * Sends the last beat, which releases the lease. Does nothing if the beats have already ended or
   * the lease is lost.
   */
  void end() throws IOException {
    if (!ended && !loss.happened()) {
      ended = true;
      beat(true);
    }
  }

  /** Stops the beats without releasing the lease. */
  void abandon() {
    ended = true;
  }

  private void beat(boolean last) throws IOException {
    beating.lock();
    try {
      if (ended && !last) {
        throw new LeaseLostException("This export has released " + name() + ".");
      }
      checkTime();
      checkFiles();
      Moment sending = Moment.now(ticks);
      Optional<String> id = Optional.of(exportId).filter(given -> !given.isEmpty());
      files.write(number, new HeartbeatFile(++beats, id, last));
      // If the beat is acknowledged after the previous one is no longer trusted, it may be too
      // late: a taker may have read the file just before.
      checkTime();
      sentAt = sending;
      trouble = "";
    } finally {
      beating.unlock();
      loss.tell();
    }
  }

  /** Records that a beat failed. It is sent again at the next tick. */
  void missed(Exception failure) {
    trouble = String.valueOf(failure.getMessage());
    LOG.warn("A beat of {} failed and will be sent again: {}", name(), trouble);
  }

  /**
   * Checks the time since the last beat, without a request to the store.
   *
   * @throws LeaseLostException if too much time has passed
   */
  void look() throws LeaseLostException {
    try {
      checkTime();
    } finally {
      loss.tell();
    }
  }

  /**
   * Returns why nothing may be written any more, or empty while writes are allowed. Sends no
   * request.
   */
  Optional<String> objection() {
    if (ended) {
      return Optional.of("This export has released " + name() + ".");
    }
    try {
      look();
      return Optional.empty();
    } catch (LeaseLostException e) {
      return loss.sentence();
    }
  }

  private void checkTime() throws LeaseLostException {
    Optional<String> before = loss.sentence();
    if (before.isPresent()) {
      throw new LeaseLostException(before.get());
    }
    Duration still = sentAt.age(ticks);
    if (still.compareTo(timing.trusted()) >= 0) {
      throw loss.happens(
          "This export has to stop: no beat of "
              + name()
              + " was acknowledged for "
              + LeaseTiming.inWords(still)
              + ", so that another export may have taken over"
              + (trouble.isEmpty() ? "." : "; the last trouble was: " + trouble));
    }
  }

  /**
   * Checks that no later lease exists and that this one's file is not deleted. The listing shows a
   * later lease even if those in between were deleted.
   */
  private void checkFiles() throws IOException {
    NavigableSet<Long> numbers = files.numbers();
    if (!numbers.isEmpty() && numbers.last() > number) {
      throw loss.happens(
          "This export has to stop: "
              + name()
              + " was taken over by "
              + taker(numbers.last())
              + ".");
    }
    if (!numbers.contains(number) && !files.isThere(number)) {
      throw loss.happens(
          "This export has to stop: the file of "
              + name()
              + " was deleted, so that another export may begin.");
    }
  }

  private String taker(long later) {
    try {
      return files.holder(later);
    } catch (IOException e) {
      LOG.debug("Cannot read who took the lease over", e);
      return "another export";
    }
  }

  /** Returns the name of the lease for sentences. */
  String name() {
    return "lease " + number + " of " + files.ledger();
  }
}
