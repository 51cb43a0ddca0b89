package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import io.spillway.store.ChangesUnderWay;
import io.spillway.store.Urgent;
import io.spillway.store.WriteGuard;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard of a process that writes under a lease which another process holds. It reads the
 * holder's beat itself, and trusts each beat for as long as the holder does. It sends two requests
 * for each time between beats, and one more at its beginning.
 *
 * <p>A beat confirms the lease as of a moment before it was written, never as of the moment at
 * which it was read. A beat that stands still therefore confirms nothing new, and the processes of
 * a hanging holder stop before another export takes over. The moment of confirmation is the later
 * of two:
 *
 * <ul>
 *   <li>the time at which the last read was sent that still showed the previous beat: the new beat
 *       came later;
 *   <li>for the first beat that this process sees, the time at which its age was requested, minus
 *       that age by the clock of the store. Clocks of two machines are not compared, and the first
 *       write does not wait for another beat. If the store reports no age, the first write waits.
 * </ul>
 *
 * <p>Takers count from the time at which they saw a beat, which is later, and wait longer. An age
 * that the holder measured and sent along would not confirm anything, because the time for which a
 * task travels is unbounded.
 */
final class LeaseWatch implements WriteGuard {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);

  private final LeaseFiles files;
  private final long number;
  private final LeaseTiming timing;
  private final Environment ticks;
  private final Runnable idle;
  private final LeaseLoss loss = new LeaseLoss();
  private final ChangesUnderWay changes = new ChangesUnderWay();
  private volatile @Nullable Moment confirmed;
  private volatile long used;
  private volatile String trouble = "";
  private @Nullable Shown shown;
  private Environment.@Nullable Timers timers;

  /** A beat according to the last read, and the time at which that read was sent. */
  private record Shown(HeartbeatFile.Seen beat, Moment asked) {}

  /**
   * Creates a watch, which does not read yet.
   *
   * @param timing the holder's
   * @param idle runs if no permission was requested in two times between beats
   */
  LeaseWatch(LeaseFiles files, long number, LeaseTiming timing, Environment ticks, Runnable idle) {
    this.files = files;
    this.number = number;
    this.timing = timing;
    this.ticks = ticks;
    this.idle = idle;
    this.used = ticks.nanoTime();
    loss.listen(LOG::warn);
    loss.listen(why -> changes.abort());
  }

  /**
   * Starts the watch. A second thread checks the clocks, because the first may hang in a request.
   */
  synchronized void start() {
    timers = ticks.timers("spillway-lease-watch", 2, Urgent::work);
    timers.every(Duration.ZERO, timing.beatEvery(), this::tick);
    timers.every(timing.lookEvery(), timing.lookEvery(), this::look);
  }

  private void stop() {
    synchronized (this) {
      if (timers != null) {
        timers.close();
      }
    }
    idle.run();
  }

  private void tick() {
    long unused = ticks.nanoTime() - used;
    if (changes.isEmpty() && unused > 2 * timing.beatEvery().toNanos()) {
      stop();
      return;
    }
    read();
  }

  /** Reads the beat and looks for a later lease. A failed read is repeated at the next tick. */
  void read() {
    try {
      confirmed(files);
      trouble = "";
    } catch (IOException | RuntimeException e) {
      trouble = String.valueOf(e.getMessage());
      LOG.warn("The beat of {} cannot be read and will be read again: {}", name(), trouble);
    } finally {
      loss.tell();
      wake();
    }
  }

  private void confirmed(LeaseFiles lease) throws IOException {
    Moment asked = Moment.now(ticks);
    // The age and the listing precede the beat, so that a lease released meanwhile is seen as
    // released.
    Optional<Duration> age = confirmed == null ? lease.age(number) : Optional.empty();
    NavigableSet<Long> numbers = lease.numbers();
    if (!numbers.isEmpty() && numbers.last() > number) {
      throw lost("was taken over by " + files.holder(numbers.last()));
    }
    Moment reading = Moment.now(ticks);
    HeartbeatFile.Seen seen = lease.beat(number);
    if (seen.released()) {
      throw lost("was released");
    }
    if (seen.beat().isEmpty()) {
      return; // a missing or damaged beat confirms nothing; the previous one may come again
    }
    Shown before = shown;
    shown = new Shown(seen, reading);
    if (before != null && !before.beat().equals(seen)) {
      confirmed = before.asked();
    } else if (age.isPresent()) {
      confirmed = asked.minus(age.get());
    }
  }

  private LeaseLostException lost(String what) {
    return loss.happens("This process has to stop writing: " + name() + " " + what + ".");
  }

  /** Checks the clocks. Ends the watch if the last confirmation is too old. */
  void look() {
    Moment last = confirmed;
    if (last == null || loss.happened()) {
      return;
    }
    Duration age = last.age(ticks);
    if (age.compareTo(timing.trusted()) >= 0) {
      LeaseLostException unused =
          loss.happens(
              "This process has to stop writing: the last beat of "
                  + name()
                  + " that it knows of is "
                  + LeaseTiming.inWords(age)
                  + " old, so that another export may have taken over"
                  + (trouble.isEmpty() ? "." : "; the last trouble was: " + trouble));
      loss.tell();
      wake();
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public Optional<String> refusal() {
    used = ticks.nanoTime();
    if (confirmed == null && !loss.happened()) {
      awaitFirst();
    }
    look();
    if (confirmed == null && !loss.happened()) {
      return Optional.of(
          "no beat of "
              + name()
              + " was seen that is known to be new"
              + (trouble.isEmpty() ? "." : "; the last trouble was: " + trouble));
    }
    return loss.sentence();
  }

  /** Waits for the first confirmation, but no longer than a confirmation would be trusted. */
  private synchronized void awaitFirst() {
    long end = ticks.nanoTime() + timing.trusted().toNanos();
    try {
      for (long left = end - ticks.nanoTime();
          timers != null && confirmed == null && !loss.happened() && left > 0;
          left = end - ticks.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Permit begin(Runnable abort) {
    return Refusals.begin(changes, abort, this);
  }

  private String name() {
    return "lease " + number + " of " + files.ledger();
  }
}
