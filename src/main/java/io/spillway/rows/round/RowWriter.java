package io.spillway.rows.round;

import io.spillway.base.Messages;
import io.spillway.outcome.WrittenFile;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import io.spillway.rows.TableSplit;
import io.spillway.rows.destination.RowOutput;
import io.spillway.rows.parquet.RowsWritten;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A writer of splits as files, one after another, through one connection to the source at a time. A
 * read that fails is repeated from its first row into a new file. The incomplete file is never
 * visible.
 */
final class RowWriter implements AutoCloseable {
  /**
   * The pauses before the second and later attempts. Database drivers do not retry by themselves.
   */
  private static final List<Long> PAUSES_MILLIS = List.of(200L, 1_000L, 5_000L);

  private final RowJob job;
  private final RowWatch watch;
  private RowReader.@Nullable Session session;

  RowWriter(RowJob job) {
    this.job = job;
    this.watch = RowWatch.start(job);
  }

  /**
   * Writes one split.
   *
   * @return the outcome, including that of a failed split
   * @throws InterruptedException if the export was stopped
   */
  WrittenFile write(RowPack.Item item) throws InterruptedException {
    String name = job.files().nameOf(item.split());
    for (int attempt = 0; ; attempt++) {
      requireGoing();
      try {
        return once(item, name);
      } catch (IOException | RuntimeException e) {
        requireGoing();
        if (!(e instanceof RowReadException read) || read.isBroken()) {
          drop(); // an aborted read may leave unread data in the session
        }
        if (!mayPass(e) || attempt == PAUSES_MILLIS.size()) {
          return failed(
              item, name, Messages.firstLine(e) + (attempt == 0 ? "" : times(attempt + 1)));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSES_MILLIS.get(attempt));
      } catch (OutOfMemoryError e) {
        drop();
        return failed(
            item, name, "its values do not fit into memory: give the JVM more (" + e + ")");
      }
    }
  }

  /**
   * Returns whether another attempt may succeed. A store rejects bytes that were damaged in
   * transit, and no SDK can resend the bytes of a stream.
   */
  private static boolean mayPass(Exception e) {
    if (e instanceof RowReadException read) {
      return read.mayTryAgain();
    }
    return e instanceof StoreException refusal
        && switch (refusal.reason()) {
          case UNKNOWN, REFUSED, UNREACHABLE -> true;
          case NOT_FOUND, NO_CONTAINER, CHANGED, DENIED, UNFIT, LAPSED -> false;
        };
  }

  private WrittenFile once(RowPack.Item item, String name) throws IOException {
    RowReader.Session reading = session();
    TableSplit split = item.split();
    try (RowOutput file = job.files().fileFor(split)) {
      watch.reading(reading, file);
      try {
        reading.read(split, file);
      } finally {
        watch.idle();
      }
      RowOutput.Finished finished = file.finish();
      RowsWritten rows = finished.content();
      watch.advance(rows);
      return new WrittenFile(
          item.table(),
          split.number(),
          name,
          rows.rows(),
          rows.bytes(),
          finished.tag(),
          rows.sums(),
          finished.detail(),
          "");
    }
  }

  private RowReader.Session session() throws IOException {
    RowReader.Session open = session;
    if (open == null) {
      open = job.reader().open();
      session = open;
    }
    return open;
  }

  private void requireGoing() throws InterruptedException {
    if (Thread.interrupted() || watch.isStopped()) {
      throw new InterruptedException("The export was stopped");
    }
  }

  private static WrittenFile failed(RowPack.Item item, String name, String reason) {
    return WrittenFile.failed(item.table(), item.split().number(), name, reason);
  }

  private static String times(int attempts) {
    return " (tried " + attempts + " times)";
  }

  private void drop() {
    RowReader.Session open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // The session is discarded in any case.
      }
    }
  }

  @Override
  public void close() {
    watch.close();
    drop();
  }
}
