package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.store.Meter;
import io.spillway.store.Stores;
import io.spillway.store.Urgent;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteGuards;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write to a destination, which one export has at a time. The formats of its files are
 * in {@code docs/reference/ledger.md}.
 *
 * <p>Who holds it rewrites a small file, its beat. Another export takes over when it has seen that
 * beat stand still for {@link LeaseTiming#lasts} on its own clock: times of two machines are never
 * compared. Once lost, a lease stays lost and writes nothing more: stores that are {@linkplain
 * Stores#guardedBy guarded} by it refuse every change.
 *
 * <p>Safe for use by many threads.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final LeaseFiles files;
  private final long number;
  private final List<Predecessor> predecessors;
  private final LeaseTiming timing;
  private final Environment ticks;
  private final Heartbeat pulse;
  private final Moment begun;
  private Environment.@Nullable Timers timers;
  private WriteGuard.Permit guarding = () -> {};

  /**
   * A lease below ours whose files are still there.
   *
   * @param exportId what its holder exported; nothing when it named none, or its beat is damaged
   * @param released whether its holder gave it back, so that nothing of it still writes; false for
   *     one that was taken over while it was held, and where its beat is missing or damaged
   */
  public record Predecessor(long number, Optional<String> exportId, boolean released) {
    static Predecessor of(long number, HeartbeatFile.Seen beat) {
      return new Predecessor(number, beat.exportId(), beat.released());
    }
  }

  /**
   * A lease whose file was created and that has not beaten yet.
   *
   * @param begun before its file was created
   */
  Lease(
      LeaseFiles files,
      long number,
      List<Predecessor> predecessors,
      LeaseTiming timing,
      Environment ticks,
      Moment begun) {
    this.files = files;
    this.number = number;
    this.predecessors = List.copyOf(predecessors);
    this.timing = timing;
    this.ticks = ticks;
    this.begun = begun;
    this.pulse = new Heartbeat(files, number, timing, ticks, begun);
  }

  /**
   * Takes the lease of a destination, and beats from then on. When there is no other or the last
   * one was released, this takes six requests; otherwise it watches the holder's beat.
   *
   * @param ledger the folder that the lease is kept in; one per destination
   * @param holder who we are, for others to read: {@code user@host pid 123}
   * @param alone whether nothing outside of this process ever writes under this lease, so that the
   *     lease of a process that has provably ended may be taken at once
   * @param waiting what to do while another export holds it
   * @param recorded knows the highest number of a lease that a record has
   * @throws io.spillway.base.SpillwayException (refused) when another export holds it and this one
   *     does not wait
   * @throws IOException when the store fails, or the thread is interrupted
   */
  public static Lease acquire(
      Stores stores,
      Location ledger,
      String holder,
      boolean alone,
      LeaseTiming timing,
      Waiting waiting,
      Environment environment,
      RecordedLeases recorded)
      throws IOException {
    LeaseFiles files = new LeaseFiles(stores, ledger);
    LeaseHolder self = new LeaseHolder(holder, ProcessIdentity.current(), alone);
    Lease lease = new Acquisition(files, self, timing, waiting, environment, recorded).take();
    lease.guarding = WriteGuards.hold(lease.reference(), new HolderGuard(lease.pulse));
    lease.start();
    return lease;
  }

  /** Takes the lease of a folder that has no records. */
  public static Lease acquire(
      Stores stores,
      Location ledger,
      String holder,
      boolean alone,
      LeaseTiming timing,
      boolean wait,
      Consumer<String> notice)
      throws IOException {
    return acquire(
        stores,
        ledger,
        holder,
        alone,
        timing,
        new Waiting(wait, notice, () -> false),
        Environment.system(),
        RecordedLeases.NONE);
  }

  /**
   * The behaviour of an export that finds the lease held.
   *
   * @param waits whether to wait while another export holds it
   * @param notice is told in one sentence what is waited for
   * @param canceled polled while it waits
   */
  public record Waiting(boolean waits, Consumer<String> notice, BooleanSupplier canceled) {}

  /**
   * Tells which numbers of leases are spent although their files may be lost. Asked when a lease
   * may be taken, before its number is chosen: numbers order the records, so they only rise.
   */
  @FunctionalInterface
  public interface RecordedLeases {
    /** Where nothing is recorded. */
    RecordedLeases NONE = predecessors -> 0;

    /**
     * Returns the highest number that a record has, or 0.
     *
     * @param predecessors the leases whose files are there, newest first
     */
    long highest(List<Predecessor> predecessors) throws IOException;
  }

  /**
   * Beats by itself from now on. A second thread looks at the clock, because the first may hang in
   * a request for longer than the lease lasts.
   */
  private void start() {
    // Counted as the driver's, and never behind the copies of a driver that runs its tasks itself.
    Meter meter = Meter.current();
    timers = ticks.timers("spillway-lease", 2, work -> Urgent.work(meter.counting(work)));
    timers.every(timing.beatEvery(), timing.beatEvery(), this::tick);
    timers.every(timing.lookEvery(), timing.lookEvery(), this::look);
  }

  /**
   * All leases that are still there, newest first, for who only wants to read the ledger.
   *
   * @throws IOException when the store fails
   */
  public static List<Predecessor> history(Stores stores, Location ledger) throws IOException {
    LeaseFiles files = new LeaseFiles(stores, ledger);
    List<Predecessor> history = new ArrayList<>();
    for (long number : files.numbers().descendingSet()) {
      history.add(Predecessor.of(number, files.beat(number)));
    }
    return history;
  }

  /**
   * Who has taken the newest lease and not given it back, in words that go into a sentence: an
   * export that runs, or one that was killed; nothing when nobody has.
   *
   * @throws IOException when the store fails
   */
  public static Optional<String> holder(Stores stores, Location ledger) throws IOException {
    LeaseFiles files = new LeaseFiles(stores, ledger);
    NavigableSet<Long> numbers = files.numbers();
    return numbers.isEmpty() || !LeaseSeen.read(files, numbers.last()).held()
        ? Optional.empty()
        : Optional.of(files.holder(numbers.last()));
  }

  /**
   * Names this lease to {@link Stores#guardedBy}: what is opened so writes while the lease is
   * trusted and no longer, in this process and in any other.
   */
  public String reference() {
    return new LeaseReference(files.ledger(), number, timing).text();
  }

  /** Returns for how long it has been held, by the monotonic clock. */
  public Duration held() {
    return Duration.ofNanos(ticks.nanoTime() - begun.nanos());
  }

  /** Returns the lease's time: how long its beat stands still before another takes over. */
  public Duration lasts() {
    return timing.lasts();
  }

  /** Which lease this is; it is higher than all that came before. */
  public long number() {
    return number;
  }

  /** The leases below ours that were there when it was taken, newest first. */
  public List<Predecessor> predecessors() {
    return predecessors;
  }

  /**
   * Says what is exported, in a beat at once and in all later ones.
   *
   * @throws IOException when the store did not acknowledge it, or the lease is lost
   */
  public void name(String exportId) throws IOException {
    pulse.name(exportId);
    pulse.beat();
  }

  /**
   * The listener is told in one sentence when the lease is lost: once, by the thread that finds it
   * out, or at once if it is lost already. Work at the destination must stop then.
   */
  public void onLoss(Consumer<String> listener) {
    pulse.loss().listen(listener);
  }

  /**
   * Beats, and makes sure that the lease still holds: for the moment before signing. A beat that
   * fails is sent again for as long as the lease can be trusted.
   *
   * @throws LeaseLostException when it is lost: nothing must be signed
   */
  public void confirm() throws LeaseLostException {
    while (true) {
      try {
        pulse.beat();
        return;
      } catch (LeaseLostException e) {
        throw e;
      } catch (IOException e) {
        pulse.missed(e);
      }
      try {
        ticks.sleep(timing.pollEvery());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LeaseLostException(
            "Nobody can tell whether this export still holds "
                + pulse.name()
                + ": it was interrupted.");
      }
    }
  }

  /**
   * Deletes the files of all leases below ours.
   *
   * @throws IOException when the store fails, or the lease is lost
   */
  public void forgetPredecessors() throws IOException {
    pulse.look();
    for (long lower : files.numbers().headSet(number, false)) {
      files.delete(lower);
    }
  }

  /**
   * Leaves the lease behind instead of giving it back: the next export waits until it has stood
   * still for its time. For an export that cannot tell whether its workers still write.
   */
  public void abandon() {
    pulse.abandon();
  }

  /**
   * Gives the lease back, unless it is lost or left behind: the next export takes it at once. Never
   * throws.
   */
  @Override
  public void close() {
    if (timers != null) {
      timers.close();
    }
    // An export that is interrupted gives its lease back like any other.
    boolean interrupted = Thread.interrupted();
    try {
      pulse.end();
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The next export will have to wait, as {} could not be given back: {}",
          pulse.name(),
          e.getMessage());
    } finally {
      guarding.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A beat whose time has come; one that fails is sent again at the next tick. */
  void tick() {
    try {
      pulse.beat();
    } catch (LeaseLostException e) {
      LOG.debug("There is nothing to beat for", e);
    } catch (IOException | RuntimeException e) {
      pulse.missed(e);
    }
  }

  /** Finds out whether too much time has passed, without asking the store. */
  void look() {
    try {
      pulse.look();
    } catch (LeaseLostException e) {
      LOG.debug("There is no more time", e);
    }
  }

  boolean isLost() {
    return pulse.loss().happened();
  }
}
