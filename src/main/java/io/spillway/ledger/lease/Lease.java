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
 * The right to write to a destination, which one export has at a time. The file formats are
 * described in {@code docs/reference/ledger.md}.
 *
 * <p>The holder rewrites a small file, its beat. Another export takes over after it has seen that
 * beat stand still for {@link LeaseTiming#lasts} on its own clock: times of two machines are never
 * compared. A lost lease stays lost and writes nothing more: stores that are {@linkplain
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
   * A lease with a lower number whose files still exist.
   *
   * @param exportId the id of its holder's export; empty if it named none, or if its beat is
   *     damaged
   * @param released whether its holder released it, so that none of its tasks still writes; false
   *     if it was taken over while it was held, or if its beat is missing or damaged
   */
  public record Predecessor(long number, Optional<String> exportId, boolean released) {
    static Predecessor of(long number, HeartbeatFile.Seen beat) {
      return new Predecessor(number, beat.exportId(), beat.released());
    }
  }

  /**
   * Creates a lease whose file exists and which has not beaten yet.
   *
   * @param begun a moment before its file was created
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
   * Takes the lease of a destination, and beats from then on. If no lease exists or the last one
   * was released, this takes six requests; otherwise it watches the holder's beat.
   *
   * @param ledger the folder that contains the lease; one per destination
   * @param holder the name of this process for other exports to read: {@code user@host pid 123}
   * @param alone whether nothing outside of this process ever writes under this lease, so that the
   *     lease of a process that has provably ended may be taken immediately
   * @param waiting the behavior while another export holds it
   * @param recorded returns the highest lease number in the records
   * @throws io.spillway.base.SpillwayException (refused) if another export holds it and this one
   *     does not wait
   * @throws IOException if the store fails, or the thread is interrupted
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
   * The behavior of an export that finds the lease held.
   *
   * @param waits whether to wait while another export holds it
   * @param notice receives one sentence that names the holder
   * @param canceled polled during the wait
   */
  public record Waiting(boolean waits, Consumer<String> notice, BooleanSupplier canceled) {}

  /**
   * Finds lease numbers that are already used although their files may be lost. Called when a lease
   * may be taken, before its number is chosen. Numbers order the records, so they must only
   * increase.
   */
  @FunctionalInterface
  public interface RecordedLeases {
    /** The recorded leases of a folder without records. */
    RecordedLeases NONE = predecessors -> 0;

    /**
     * Returns the highest lease number in the records, or 0.
     *
     * @param predecessors the leases whose files exist, newest first
     */
    long highest(List<Predecessor> predecessors) throws IOException;
  }

  /**
   * Starts the timers. A second thread checks the clock, because the first may hang in a request
   * for longer than the lease lasts.
   */
  private void start() {
    // Counted as requests of the driver. Urgent, so that beats never wait behind the copies of a
    // driver that runs its tasks itself.
    Meter meter = Meter.current();
    timers = ticks.timers("spillway-lease", 2, work -> Urgent.work(meter.counting(work)));
    timers.every(timing.beatEvery(), timing.beatEvery(), this::tick);
    timers.every(timing.lookEvery(), timing.lookEvery(), this::look);
  }

  /**
   * Returns all leases that still exist, newest first, for callers that only read the ledger.
   *
   * @throws IOException if the store fails
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
   * Returns the holder of the newest lease as a part of a sentence. The holder is a running export,
   * or one that was killed. Returns empty if the lease is released or does not exist.
   *
   * @throws IOException if the store fails
   */
  public static Optional<String> holder(Stores stores, Location ledger) throws IOException {
    LeaseFiles files = new LeaseFiles(stores, ledger);
    NavigableSet<Long> numbers = files.numbers();
    return numbers.isEmpty() || !LeaseSeen.read(files, numbers.last()).held()
        ? Optional.empty()
        : Optional.of(files.holder(numbers.last()));
  }

  /**
   * Returns a reference to this lease for {@link Stores#guardedBy}. Stores opened with it write
   * only while the lease is trusted, in this process and in any other.
   */
  public String reference() {
    return new LeaseReference(files.ledger(), number, timing).text();
  }

  /** Returns the time since the lease was taken, by the monotonic clock. */
  public Duration held() {
    return Duration.ofNanos(ticks.nanoTime() - begun.nanos());
  }

  /**
   * Returns the lease's time: the time for which its beat must stand still before another export
   * takes over.
   */
  public Duration lasts() {
    return timing.lasts();
  }

  /** Returns the number of this lease, which is higher than all earlier ones. */
  public long number() {
    return number;
  }

  /** Returns the leases with lower numbers that existed when this one was taken, newest first. */
  public List<Predecessor> predecessors() {
    return predecessors;
  }

  /**
   * Sets the id of the export in an immediate beat and in all later ones.
   *
   * @throws IOException if the store did not acknowledge the beat, or the lease is lost
   */
  public void name(String exportId) throws IOException {
    pulse.name(exportId);
    pulse.beat();
  }

  /**
   * Registers a listener that receives one sentence when the lease is lost. It is called once, by
   * the thread that detects the loss, or immediately if the lease is already lost. Work at the
   * destination must stop then.
   */
  public void onLoss(Consumer<String> listener) {
    pulse.loss().listen(listener);
  }

  /**
   * Sends a beat and confirms that the lease is still held, before signing. A beat that fails is
   * sent again for as long as the lease can be trusted.
   *
   * @throws LeaseLostException if it is lost: nothing must be signed
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
   * Deletes the files of all leases with lower numbers.
   *
   * @throws IOException if the store fails, or the lease is lost
   */
  public void forgetPredecessors() throws IOException {
    pulse.look();
    for (long lower : files.numbers().headSet(number, false)) {
      files.delete(lower);
    }
  }

  /**
   * Abandons the lease instead of releasing it: the next export waits until its beat has stood
   * still for its time. Used by an export that cannot tell whether its workers still write.
   */
  public void abandon() {
    pulse.abandon();
  }

  /**
   * Releases the lease, unless it is lost or abandoned; the next export takes it immediately. Never
   * throws.
   */
  @Override
  public void close() {
    if (timers != null) {
      timers.close();
    }
    // An interrupted export releases its lease like any other.
    boolean interrupted = Thread.interrupted();
    try {
      pulse.end();
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The next export will have to wait, as {} could not be released: {}",
          pulse.name(),
          e.getMessage());
    } finally {
      guarding.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sends the next beat. A beat that fails is sent again at the next tick. */
  void tick() {
    try {
      pulse.beat();
    } catch (LeaseLostException e) {
      LOG.debug("There is nothing to beat for", e);
    } catch (IOException | RuntimeException e) {
      pulse.missed(e);
    }
  }

  /** Checks the time since the last beat, without a request to the store. */
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
