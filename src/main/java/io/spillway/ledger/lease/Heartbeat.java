package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beats of one lease, and whether they were in time, by the monotonic clock and by the one on
 * the wall. A beat takes two requests: a listing, which tells of later leases, and the write.
 *
 * <p>Takers count from a beat that they have seen; the holder counts from before it was sent, which
 * is earlier, and trusts it for less time than takers wait. So it knows of its loss before anybody
 * takes over, without a word from the store.
 */
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final LeaseFiles files;
  private final long number;
  private final LeaseTiming timing;
  private final Environment ticks;
  private final LeaseLoss loss = new LeaseLoss();
  private final ReentrantLock beating = new ReentrantLock();
  private volatile Moment sentAt;
  private volatile String trouble = "";
  private volatile String exportId = "";
  private volatile boolean ended;
  private long beats;

  /**
   * @param begun before the lease's file was created
   */
  Heartbeat(LeaseFiles files, long number, LeaseTiming timing, Environment ticks, Moment begun) {
    this.files = files;
    this.number = number;
    this.timing = timing;
    this.ticks = ticks;
    this.sentAt = begun;
  }

  LeaseLoss loss() {
    return loss;
  }

  /** All beats from the next on name that export. */
  void name(String id) {
    exportId = id;
  }

  /**
   * Beats.
   *
   * @throws LeaseLostException when the lease is lost, or was given back
   * @throws IOException when the store did not acknowledge it
   */
  void beat() throws IOException {
    beat(false);
  }

  /** The last beat, which gives the lease back. Does nothing when there was one, or it is lost. */
  void end() throws IOException {
    if (!ended && !loss.happened()) {
      ended = true;
      beat(true);
    }
  }

  /** No beat follows, and the lease is not given back. */
  void abandon() {
    ended = true;
  }

  private void beat(boolean last) throws IOException {
    beating.lock();
    try {
      if (ended && !last) {
        throw new LeaseLostException("This export has given back " + name() + ".");
      }
      checkTime();
      checkFiles();
      Moment sending = Moment.now(ticks);
      Optional<String> id = Optional.of(exportId).filter(given -> !given.isEmpty());
      files.write(number, new HeartbeatFile(++beats, id, last));
      // Acknowledged when the beat before it is no longer trusted, it may have come too late: a
      // taker may have looked just before.
      checkTime();
      sentAt = sending;
      trouble = "";
    } finally {
      beating.unlock();
      loss.tell();
    }
  }

  /** A beat failed, and will be sent again. */
  void missed(Exception failure) {
    trouble = String.valueOf(failure.getMessage());
    LOG.warn("A beat of {} failed and will be sent again: {}", name(), trouble);
  }

  /** Finds out whether too much time has passed, without asking the store. */
  void look() throws LeaseLostException {
    try {
      checkTime();
    } finally {
      loss.tell();
    }
  }

  /** Returns why nothing may be written any more, without asking the store; empty while it may. */
  Optional<String> objection() {
    if (ended) {
      return Optional.of("This export has given back " + name() + ".");
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

  /** The listing also tells of a later lease when those between were forgotten. */
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

  /** What the lease is called in a sentence. */
  String name() {
    return "lease " + number + " of " + files.ledger();
  }
}
