package io.spillway.source.postgres;

import io.spillway.base.RowSnapshot;
import io.spillway.base.SpillwayException;
import io.spillway.rows.RowReadException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that holds a snapshot, which exists as long as its connection does. A thread
 * checks periodically that the transaction is alive. No other query runs on the connection.
 */
final class SnapshotHolder implements AutoCloseable {
  private static final int MOST_MILLIS_TO_ANSWER = 30_000;
  private static final Executor DIRECTLY = Runnable::run;

  private final Connection connection;
  private final SnapshotIdentity identity;
  private final RowSnapshot snapshot;
  private final Thread watch;
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private @Nullable String lost;
  private boolean closed;

  private SnapshotHolder(
      Connection connection, SnapshotIdentity identity, RowSnapshot snapshot, Duration between) {
    this.connection = connection;
    this.identity = identity;
    this.snapshot = snapshot;
    this.watch = new Thread(() -> watch(between), "spillway-snapshot");
  }

  /**
   * Takes a snapshot on a connection, which the holder owns from then on.
   *
   * @param position position in the server's log, read before the snapshot
   * @param given name of a snapshot that another session holds; empty for a new one
   * @param between time between two checks
   */
  static SnapshotHolder take(
      Connection connection,
      Connector connector,
      String position,
      Optional<String> given,
      Duration between)
      throws SQLException {
    if (given.isPresent()) {
      importSnapshot(connection, connector, given.get());
    } else {
      connector.begin(connection, "");
    }
    // A snapshot that was imported is exported again, so that the other session may end.
    SnapshotIdentity identity = SnapshotIdentity.export(connection);
    RowSnapshot snapshot =
        new RowSnapshot(
            connector.address().source(),
            given.orElse(identity.name()),
            given.isPresent() ? "" : position,
            time(connection));
    SnapshotHolder holder = new SnapshotHolder(connection, identity, snapshot, between);
    holder.watch.setDaemon(true);
    holder.watch.start();
    return holder;
  }

  private static void importSnapshot(Connection connection, Connector connector, String name)
      throws SQLException {
    try {
      connector.beginIn(connection, name);
    } catch (SQLException e) {
      if (SqlErrors.remedy(e) != RowReadException.Remedy.NONE) {
        throw e;
      }
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--snapshot '"
              + name
              + "' cannot be read ("
              + SqlErrors.said(e)
              + "): a session of this database exports it with pg_export_snapshot(), and keeps its"
              + " transaction open until the export has begun.",
          e);
    }
  }

  /**
   * Returns the position in the server's log, or an empty string if the server does not report it.
   * After a failure the transaction cannot be used.
   */
  static String position(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select case when pg_catalog.pg_is_in_recovery()"
                    + " then pg_catalog.pg_last_wal_replay_lsn()"
                    + " else pg_catalog.pg_current_wal_lsn() end")) {
      result.next();
      String position = result.getString(1);
      return position == null ? "" : position;
    } catch (SQLException e) {
      // Some roles may not ask, and some services have no such log.
      return "";
    }
  }

  private static Instant time(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select extract(epoch from pg_catalog.transaction_timestamp())")) {
      result.next();
      BigDecimal seconds = new BigDecimal(result.getString(1));
      BigDecimal nanos = seconds.movePointRight(9);
      return Instant.ofEpochSecond(0).plusNanos(nanos.longValueExact());
    }
  }

  SnapshotIdentity identity() {
    return identity;
  }

  RowSnapshot snapshot() {
    return snapshot;
  }

  private void watch(Duration between) {
    try {
      while (ask()) {
        Thread.sleep(between.toMillis());
      }
    } catch (InterruptedException e) {
      // The holder was closed.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Checks that the transaction is alive, and notifies the listeners once if it is not.
   *
   * @return whether it is alive
   */
  private boolean ask() {
    List<Consumer<String>> told;
    String why;
    synchronized (this) {
      if (closed || lost != null) {
        return false;
      }
      try {
        ping();
        return true;
      } catch (SQLException e) {
        why = why(e);
        lost = why;
        told = List.copyOf(listeners);
      }
    }
    told.forEach(listener -> listener.accept(why));
    return false;
  }

  private void ping() throws SQLException {
    // The query fails if either the connection or the transaction has failed.
    connection.setNetworkTimeout(DIRECTLY, MOST_MILLIS_TO_ANSWER);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }

  private static String why(SQLException e) {
    return "The snapshot's holder has lost its connection ("
        + SqlErrors.said(e)
        + "): what is not yet read can no longer be read in the same state. Export again.";
  }

  /**
   * Registers a listener that is notified once if the snapshot is lost, or immediately if it
   * already is.
   */
  void onLoss(Consumer<String> listener) {
    String why;
    synchronized (this) {
      why = lost;
      listeners.add(listener);
    }
    if (why != null) {
      listener.accept(why);
    }
  }

  /**
   * Checks the snapshot now.
   *
   * @throws SpillwayException (failed) if it is gone
   */
  void confirm() {
    if (!ask()) {
      synchronized (this) {
        throw new SpillwayException(
            SpillwayException.Kind.FAILED, lost == null ? "The snapshot was let go." : lost);
      }
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    synchronized (this) {
      closed = true;
      try {
        connection.close();
      } catch (SQLException e) {
        // The connection is gone either way.
        return;
      }
    }
  }
}
