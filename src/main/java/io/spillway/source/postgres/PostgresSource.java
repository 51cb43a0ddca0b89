package io.spillway.source.postgres;

import io.spillway.base.Consistency;
import io.spillway.base.RowSnapshot;
import io.spillway.base.SpillwayException;
import io.spillway.rows.Concurrency;
import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReader;
import io.spillway.rows.RowSource;
import io.spillway.source.postgres.address.Password;
import io.spillway.source.postgres.address.Passwords;
import io.spillway.source.postgres.address.PostgresAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A Postgres database in one state, held by a transaction whose snapshot all readers share. */
public final class PostgresSource implements RowSource {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final int LOCK_SECONDS = 60;

  private final Connector connector;
  private final PostgresOptions options;
  private final SnapshotHolder holder;
  private final List<String> notes;

  private PostgresSource(
      Connector connector, PostgresOptions options, SnapshotHolder holder, List<String> notes) {
    this.connector = connector;
    this.options = options;
    this.holder = holder;
    this.notes = List.copyOf(notes);
  }

  /**
   * Connects to the database and takes the snapshot.
   *
   * @param password password from a credential provider; empty if it has none
   * @param maxConnections maximum number of connections open at once, including that of the
   *     snapshot's holder
   * @throws SpillwayException (bad input) for an unknown database; (unreachable) for an unknown
   *     host or a wrong password; (refused) if the server has too few connections left, or is too
   *     old
   */
  public static RowSource pin(
      PostgresAddress address,
      Optional<String> password,
      PostgresOptions options,
      int maxConnections) {
    if (maxConnections < ConnectionBudget.LEAST) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--max-connections is "
              + maxConnections
              + ": give "
              + ConnectionBudget.LEAST
              + " or more, for one connection holds the snapshot and the others read.");
    }
    return pin(
        new Connector(address, password(address, password, options)),
        options,
        maxConnections,
        BETWEEN_LOOKS);
  }

  static PostgresSource pin(
      Connector connector, PostgresOptions options, int maxConnections, Duration betweenLooks) {
    PostgresAddress address = connector.address();
    try {
      Connection connection = connector.open(Connector.Purpose.HOLDER);
      try {
        refuseOld(connection, address);
        connector.begin(connection, "");
        Optional<String> note = ConnectionBudget.of(connection).compare(maxConnections);
        Connector settled = connector.withMoney(LocalSettings.money(connection));
        // The position is read before the snapshot, so a reader of the log that starts there misses
        // no change.
        String position = SnapshotHolder.position(connection);
        Connector.rollback(connection);
        SnapshotHolder holder =
            SnapshotHolder.take(connection, settled, position, options.snapshot(), betweenLooks);
        List<String> notes = new ArrayList<>(note.stream().toList());
        options
            .snapshot()
            .ifPresent(
                name ->
                    notes.add(
                        "The snapshot "
                            + name
                            + " is of another session: its time is that of its import, and its"
                            + " position in the log is not known."));
        return new PostgresSource(settled, options, holder, notes);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqlErrors.notConnected(address, e);
    } catch (IOException e) {
      throw SqlErrors.noPassword(e);
    }
  }

  private static Password password(
      PostgresAddress address, Optional<String> given, PostgresOptions options) {
    try {
      return Passwords.find(
          address,
          given,
          options.passwordCommand(),
          System.getenv(),
          Path.of(System.getProperty("user.home", ".")));
    } catch (IOException e) {
      throw SqlErrors.noPassword(e);
    }
  }

  private static void refuseOld(Connection connection, PostgresAddress address)
      throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < Connector.OLDEST_VERSION) {
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED,
          "Postgres at "
              + address.server()
              + " has version "
              + connection.getMetaData().getDatabaseProductVersion()
              + ": versions from "
              + Connector.OLDEST_VERSION
              + " on are exported.");
    }
  }

  @Override
  public RowSnapshot snapshot() {
    return holder.snapshot();
  }

  @Override
  public Consistency consistency() {
    return Consistency.of(Consistency.Level.SNAPSHOT);
  }

  @Override
  public Concurrency concurrency() {
    return new Concurrency.Limited(ConnectionBudget.HOLDER);
  }

  @Override
  public RowPlan plan(PlanRequest request) {
    long fileBytes = request.fileBytes();
    if (fileBytes < 1) {
      throw new IllegalArgumentException("Invalid size of files: " + fileBytes);
    }
    try {
      RowPlan plan = new Planner(connector, holder.identity(), options).plan(fileBytes);
      List<String> all = new ArrayList<>(notes);
      all.addAll(plan.notes());
      return new RowPlan(plan.tables(), plan.unreadable(), all);
    } catch (SQLException e) {
      throw SqlErrors.failed("plan the export of " + connector.address(), e);
    } catch (LostSnapshotException e) {
      throw new SpillwayException(SpillwayException.Kind.FAILED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw SqlErrors.noPassword(e);
    }
  }

  @Override
  public RowReader reader() {
    return new PostgresReader(connector, holder.identity(), LOCK_SECONDS);
  }

  @Override
  public void onLoss(Consumer<String> lost) {
    holder.onLoss(lost);
  }

  @Override
  public void confirm() {
    holder.confirm();
  }

  @Override
  public void close() {
    holder.close();
  }
}
