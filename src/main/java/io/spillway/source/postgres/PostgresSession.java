package io.spillway.source.postgres;

import io.spillway.rows.ColumnBatch;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReadException.Remedy;
import io.spillway.rows.RowReader;
import io.spillway.rows.TableSplit;
import io.spillway.source.postgres.decode.ValueException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * A connection that reads. It reads a split in transactions of a few leaves each, all in one
 * snapshot. Each leaf that a transaction reads takes a lock in the server's small lock table until
 * the transaction ends.
 */
final class PostgresSession implements RowReader.Session {
  /**
   * The maximum number of locks per transaction. A server with default settings has about 6,400
   * locks for all sessions.
   */
  private static final int MOST_LOCKS = 256;

  private static final int TIMES_TO_CANCEL = 10;
  private static final long MILLIS_BETWEEN = 200;

  private final PostgresReader reader;
  private final Connection connection;
  private int locks = MOST_LOCKS;
  private volatile CountDownLatch reading = new CountDownLatch(0);
  private volatile boolean canceled;
  private boolean broken;

  PostgresSession(PostgresReader reader, Connection connection) {
    this.reader = reader;
    this.connection = connection;
  }

  @Override
  public void read(TableSplit split, ColumnBatch.Sink sink) throws IOException {
    if (!(split.piece() instanceof LeafPiece piece)) {
      throw new IllegalArgumentException("No split of a Postgres database: " + split.piece());
    }
    if (broken) {
      throw new RowReadException(
          "The connection was lost before.", Remedy.ANOTHER_SESSION, new IOException("lost"));
    }
    CountDownLatch mine = new CountDownLatch(1);
    reading = mine;
    try {
      List<LeafRange> ranges = piece.ranges();
      int leaves = Math.max(1, locks / piece.query().locks());
      for (int from = 0; from < ranges.size(); from += leaves) {
        int to = Math.min(ranges.size(), from + leaves);
        readWhenUnlocked(piece.query(), ranges.subList(from, to), sink);
      }
    } finally {
      mine.countDown();
    }
  }

  /**
   * Reads a batch. While another session locks one of its tables, the read is repeated, and holds
   * no lock in between.
   */
  private void readWhenUnlocked(TableQuery query, List<LeafRange> ranges, ColumnBatch.Sink sink)
      throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(reader.lockSeconds());
    boolean read = false;
    while (!read) {
      read = readBatch(new CopyStatement(query, ranges), sink, end);
    }
  }

  /**
   * Reads a batch if its tables can be locked. A locked table is a failure once {@code end} has
   * passed.
   *
   * @param end deadline in terms of {@link System#nanoTime}
   * @return false if the read did not begin because a table was locked
   */
  private boolean readBatch(CopyStatement batch, ColumnBatch.Sink sink, long end)
      throws IOException {
    TableQuery query = batch.query();
    try {
      stopIfCanceled(query);
      reader.begin(connection, query);
      batch.lock(connection);
      Optional<LeafChange> change = LeafChange.ofLeaves(connection, batch);
      if (change.isEmpty()) {
        batch.copy(connection, sink, () -> stopIfCanceled(query));
        change = LeafChange.firstOf(connection, batch);
      }
      end("commit");
      if (change.isPresent()) {
        throw new RowReadException(change.get().message());
      }
      return true;
    } catch (LostSnapshotException e) {
      end("rollback");
      throw new RowReadException("Table " + query.name() + ": " + e.getMessage(), Remedy.NONE, e);
    } catch (SQLException e) {
      end("rollback");
      if (isLocked(e) && !batch.begun() && System.nanoTime() - end < 0) {
        return false;
      }
      throw failure(batch, e);
    } catch (ValueException e) {
      end("rollback");
      throw new FailingValueFinder(reader, connection, batch).ofValue(e);
    } catch (OutOfMemoryError e) {
      // The rest of the row is still in transit, so the connection can no longer be used.
      broken = true;
      abort();
      throw FailingValueFinder.ofMemory(reader, batch, e);
    } catch (IOException | RuntimeException e) {
      end("rollback");
      throw e;
    }
  }

  private static boolean isLocked(SQLException e) {
    return SqlErrors.state(e).equals(SqlErrors.LOCK_NOT_AVAILABLE);
  }

  private void stopIfCanceled(TableQuery query) throws RowReadException {
    if (canceled) {
      throw new RowReadException("Table " + query.name() + ": reading was canceled.");
    }
  }

  private RowReadException failure(CopyStatement batch, SQLException e) throws IOException {
    stopIfCanceled(batch.query());
    if (SqlErrors.isOutOfLocks(e)) {
      locks = Math.max(1, locks / 2);
    }
    Remedy remedy = SqlErrors.remedy(e);
    broken |= remedy == Remedy.ANOTHER_SESSION;
    if (remedy == Remedy.NONE && !broken) {
      return new FailingValueFinder(reader, connection, batch).ofServer(e);
    }
    String blocked = isLocked(e) ? Blockers.of(connection, batch) : "";
    return new RowReadException(
        "Table " + batch.query().name() + ": " + SqlErrors.said(e) + blocked + ".", remedy, e);
  }

  private void end(String command) throws RowReadException {
    if (broken) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException e) {
      broken = true;
      if (command.equals("commit")) {
        throw new RowReadException(
            "Cannot end a transaction: " + SqlErrors.said(e) + ".", Remedy.ANOTHER_SESSION, e);
      }
    }
  }

  @Override
  public void cancel() {
    canceled = true;
    try {
      // The server does not know a statement yet that begins just now, so the cancellation is
      // repeated until the read ends.
      for (int time = 0; time < TIMES_TO_CANCEL && reading.getCount() > 0; time++) {
        connection.unwrap(PGConnection.class).cancelQuery();
        if (reading.await(MILLIS_BETWEEN, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (SQLException e) {
      abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort();
    }
    if (reading.getCount() > 0) {
      abort();
    }
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // The connection is gone either way.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException("Cannot close a connection: " + SqlErrors.said(e) + ".", e);
    }
  }
}
