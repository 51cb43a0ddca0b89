package io.spillway.ledger.lease;

import static io.spillway.base.SpillwayException.Kind.REFUSED;

import io.spillway.base.Environment;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.lease.Lease.Predecessor;
import io.spillway.ledger.lease.LeaseFiles.Creation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acquisition of a lease. The lease with the highest number must be released, or its beat must
 * stand still for the lease's time, or its holder's process must provably have ended and have been
 * the only writer; then the next number is created.
 *
 * @param waiting the behavior while the holder beats
 * @param recorded returns numbers of leases whose files may be lost
 */
record Acquisition(
    LeaseFiles files,
    LeaseHolder holder,
    LeaseTiming timing,
    Lease.Waiting waiting,
    Environment ticks,
    Lease.RecordedLeases recorded) {
  private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

  /** A number that may be taken, and the leases below it. */
  private record Vacancy(long number, List<Predecessor> predecessors) {}

  /**
   * A watched beat.
   *
   * @param since the time right after it was first read, so that it cannot have stood still for
   *     less
   * @param holder the process that wrote it
   */
  private record Watched(
      long number, HeartbeatFile.Seen seen, long since, LeaseHolder.Claim holder) {
    Watched again(HeartbeatFile.Seen later, long now) {
      return new Watched(number, later, now, holder);
    }
  }

  /**
   * Takes the lease. The returned lease has beaten once, and its timers are not started yet.
   *
   * @throws SpillwayException (refused) if another export holds it and this one does not wait
   */
  Lease take() throws IOException {
    while (true) {
      Optional<Lease> lease = take(vacancy());
      if (lease.isPresent()) {
        return lease.get();
      }
      pause();
    }
  }

  private Optional<Lease> take(Vacancy vacancy) throws IOException {
    Moment begun = Moment.now(ticks);
    Creation creation =
        files.create(LeaseRecord.of(vacancy.number(), holder, timing.lasts(), ticks));
    if (creation == Creation.TAKEN) {
      return Optional.empty();
    }
    Lease lease = new Lease(files, vacancy.number(), vacancy.predecessors(), timing, ticks, begun);
    // The check for later leases in the first beat matters: a slow creator may have taken a number
    // that was already used long ago, and whose files are deleted.
    lease.tick();
    if (lease.isLost()) {
      return Optional.empty();
    }
    if (creation == Creation.UNPROVED) {
      LOG.warn(
          "{} lies in a store that does not keep two writers of one object apart: that only one"
              + " export at a time writes here is not promised.",
          files.ledger());
    }
    return Optional.of(lease);
  }

  private Vacancy vacancy() throws IOException {
    Watched watched = null;
    while (true) {
      NavigableSet<Long> numbers = files.numbers();
      Optional<Vacancy> vacancy = Optional.empty();
      if (numbers.isEmpty()) {
        vacancy = vacancy(0, List.of());
      } else {
        long asked = ticks.nanoTime();
        HeartbeatFile.Seen seen = files.beat(numbers.last());
        boolean isVacant = seen.released() || stoodStill(watched, numbers.last(), seen, asked);
        if (!isVacant) {
          watched = watch(watched, numbers.last(), seen);
          isVacant = watched.holder().isDead(holder);
        }
        if (isVacant) {
          vacancy = vacancy(numbers.last(), predecessors(numbers, seen));
        } else {
          pause();
        }
      }
      if (vacancy.isPresent()) {
        return vacancy.get();
      }
    }
  }

  /**
   * Returns the next number, or empty if another export has taken the lease meanwhile. All takers
   * that find the lease vacant read equal records, because only a holder changes them. They
   * therefore choose the same number, which only one of them creates.
   *
   * <p>INVARIANT: a number above the next one is chosen only if the records were read while the
   * lease was vacant. Otherwise the higher number may be that of a holder that has just begun.
   */
  private Optional<Vacancy> vacancy(long last, List<Predecessor> predecessors) throws IOException {
    long highest = recorded.highest(predecessors);
    if (highest > last && isTaken(last)) {
      return Optional.empty();
    }
    return Optional.of(new Vacancy(Math.max(last, highest) + 1, predecessors));
  }

  private boolean isTaken(long last) throws IOException {
    NavigableSet<Long> numbers = files.numbers();
    return !numbers.isEmpty() && numbers.last() > last;
  }

  private boolean stoodStill(
      @Nullable Watched watched, long number, HeartbeatFile.Seen seen, long asked) {
    return watched != null
        && watched.number() == number
        && watched.seen().equals(seen)
        && asked - watched.since() >= patience(watched.holder()).toNanos();
  }

  /**
   * Returns the time for which a beat must stand still: the longer of the holder's time and this
   * export's.
   */
  private Duration patience(LeaseHolder.Claim claim) {
    return claim
        .lasts()
        .filter(theirs -> theirs.compareTo(timing.lasts()) > 0)
        .orElse(timing.lasts());
  }

  private Watched watch(@Nullable Watched before, long number, HeartbeatFile.Seen seen)
      throws IOException {
    if (before == null || before.number() != number) {
      LeaseHolder.Claim claim = LeaseHolder.Claim.of(files.claim(number));
      waiting.notice().accept(noticeOf(claim));
      return new Watched(number, seen, ticks.nanoTime(), claim);
    } else if (before.seen().equals(seen)) {
      return before;
    } else if (!waiting.waits()) {
      throw new SpillwayException(
          REFUSED,
          "Another export writes here: the lease of "
              + files.ledger()
              + " is held by "
              + files.holder(number)
              + "; run this one again when that one has ended, or let it wait with --wait.");
    }
    return before.again(seen, ticks.nanoTime());
  }

  private String noticeOf(LeaseHolder.Claim claim) {
    if (claim.isDead(holder)) {
      return "The lease of "
          + files.ledger()
          + " was held by "
          + claim.words()
          + ", whose process has ended without giving it back: taking it over.";
    }
    return "The lease of "
        + files.ledger()
        + " is held by "
        + claim.words()
        + ", whose export still runs or has left it behind: "
        + (waiting.waits()
            ? "waiting until it ends, or has not beaten for "
            : "watching its beat for up to ")
        + LeaseTiming.inWords(patience(claim))
        + ".";
  }

  private List<Predecessor> predecessors(NavigableSet<Long> numbers, HeartbeatFile.Seen newest)
      throws IOException {
    List<Predecessor> predecessors = new ArrayList<>();
    predecessors.add(Predecessor.of(numbers.last(), newest));
    for (long number : numbers.headSet(numbers.last(), false).descendingSet()) {
      predecessors.add(Predecessor.of(number, files.beat(number)));
    }
    return predecessors;
  }

  private void pause() throws InterruptedIOException {
    if (waiting.canceled().getAsBoolean()) {
      throw new InterruptedIOException(
          "Waiting for the lease of " + files.ledger() + " was canceled.");
    }
    try {
      ticks.sleep(timing.pollEvery());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "Waiting for the lease of " + files.ledger() + " was interrupted.");
    }
  }
}
