package io.spillway.ledger;

import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A log of the outcomes of one task while it runs, so that they need not be repeated if the run
 * breaks. One instance per task attempt, safe for use by many threads.
 *
 * <p>Lines are collected in chunks, each of one block of slices. The thread whose line fills a
 * chunk writes it, while the others continue. At most {@value #MAX_OPEN} chunks of at most {@value
 * #MAX_LINES} lines are kept in memory: slices usually come in ascending order, and copies of the
 * previous block may end a little later.
 *
 * <p>The lines of a chunk that could not be written are dropped. Their work is done all the same,
 * and a later run repeats it.
 */
public final class OutcomeLog implements Closeable {
  static final int MAX_LINES = 192;
  static final int MAX_OPEN = 4;

  private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The bytes of content whose copies are not repeated for the lack of a line: 256 MiB. */
  private static final long MAX_BYTES = 256L << 20;

  private static final Attributes GZIP = Attributes.ofType("application/gzip");

  private final ObjectStore store;
  private final String stepFolder;
  private final long lease;
  private final long taskAttempt;
  private final LongSupplier nanos;

  private final Map<Integer, Gathering> open = new LinkedHashMap<>();
  private int sequence;
  private boolean closed;

  /**
   * Creates a log without lines, which writes nothing yet.
   *
   * @param stepFolder the key of {@code …/outcomes/<step>}, without a slash at its end
   * @param lease the number of this run's lease
   * @param taskAttempt unique among all tasks of this run
   * @param nanos a monotonic clock, as {@link System#nanoTime}
   */
  public OutcomeLog(
      ObjectStore store, String stepFolder, long lease, long taskAttempt, LongSupplier nanos) {
    if (lease < 0 || taskAttempt < 0) {
      throw new IllegalArgumentException(
          "Invalid outcome log: lease " + lease + ", task attempt " + taskAttempt + ".");
    }
    this.store = store;
    this.stepFolder = stepFolder;
    this.lease = lease;
    this.taskAttempt = taskAttempt;
    this.nanos = nanos;
  }

  /**
   * Adds a line. A line may be marked as done only if the destination has acknowledged the action.
   * The call writes the chunks that are due: full ones, those about 256 MiB of content, and those
   * whose first line has waited for 5 seconds.
   *
   * @param slice the number of the slice in the plan
   * @throws IOException if a chunk that this line made due could not be written
   * @throws IllegalStateException after {@link #close}
   */
  public void add(int slice, OutcomeLine line) throws IOException {
    if (slice < 0) {
      throw new IllegalArgumentException("Invalid slice: " + slice + " is negative.");
    }
    write(take(slice, line));
  }

  /**
   * Writes all collected lines, except those that another thread's {@link #add} is writing at this
   * moment.
   *
   * @throws IOException if one of the chunks could not be written; the others are written
   */
  public void flush() throws IOException {
    write(takeAll());
  }

  /** Writes all lines as {@link #flush} does; no more lines can be added. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    flush();
  }

  /** The collected lines of one block. */
  private static final class Gathering {
    private final long since;
    private final List<OutcomeLine> lines = new ArrayList<>();
    private int first = Integer.MAX_VALUE;
    private int last;
    private long bytes;

    Gathering(long since) {
      this.since = since;
    }

    void add(int slice, OutcomeLine line) {
      first = Math.min(first, slice);
      last = Math.max(last, slice);
      bytes += Math.max(0, line.size());
      lines.add(line);
    }

    boolean isDue(long now) {
      return lines.size() >= MAX_LINES || bytes >= MAX_BYTES || now - since >= MAX_AGE_NANOS;
    }
  }

  /** The content of one file, to which no more lines are added. */
  private record Sealed(String key, List<OutcomeLine> lines) {}

  private synchronized List<Sealed> take(int slice, OutcomeLine line) {
    if (closed) {
      throw new IllegalStateException("The log of the outcomes is closed");
    }
    long now = nanos.getAsLong();
    open.computeIfAbsent(OutcomeChunk.block(slice), block -> new Gathering(now)).add(slice, line);
    // If too many chunks are open, the one that was begun first is sealed.
    return seal(chunk -> chunk.isDue(now) || open.size() > MAX_OPEN);
  }

  private synchronized List<Sealed> takeAll() {
    return seal(chunk -> true);
  }

  /**
   * Seals chunks. Callers hold the lock, because this fixes the names and the order of the files.
   */
  private List<Sealed> seal(Predicate<Gathering> which) {
    List<Sealed> sealed = new ArrayList<>();
    for (Iterator<Gathering> chunks = open.values().iterator(); chunks.hasNext(); ) {
      Gathering chunk = chunks.next();
      if (which.test(chunk)) {
        chunks.remove();
        OutcomeChunk name =
            new OutcomeChunk(chunk.first, chunk.last, lease, taskAttempt, sequence++);
        sealed.add(new Sealed(name.key(stepFolder), chunk.lines));
      }
    }
    return sealed;
  }

  private void write(List<Sealed> chunks) throws IOException {
    IOException failure = null;
    for (Sealed chunk : chunks) {
      try {
        write(chunk);
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void write(Sealed chunk) throws IOException {
    byte[] content = OutcomeText.encode(chunk.lines());
    try {
      store.write(chunk.key(), Body.of(content), GZIP);
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.UNKNOWN || !isThere(chunk.key(), content)) {
        throw e;
      }
    }
  }

  /**
   * Returns whether a chunk was written, after a lost answer. Only this chunk has the key, so equal
   * content there is this chunk.
   */
  private boolean isThere(String key, byte[] content) {
    try (OpenObject there = store.open(key, 0)) {
      return BoundedRead.holds(there, content);
    } catch (IOException e) {
      return false;
    }
  }
}
