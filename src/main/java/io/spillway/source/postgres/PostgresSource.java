package io.spillway.source.postgres;

import io.spillway.SpillwayException;
import io.spillway.source.RowPlan;
import io.spillway.source.RowReader;
import io.spillway.source.RowSnapshot;
import io.spillway.source.RowSource;
import java.util.Optional;
import java.util.function.Consumer;

/** A Postgres database, held in one state by a transaction whose snapshot all readers share. */
public final class PostgresSource implements RowSource {
  private final RowSnapshot snapshot;

  private PostgresSource(RowSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * Connects and takes the snapshot.
   *
   * @param password what a credential provider has for it, where there is one
   * @param maxConnections most that are open at once, that of the snapshot's holder included
   * @throws SpillwayException (bad input) for an unknown database; (unreachable) for an unknown
   *     host or a wrong password; (refused) when the server has too few connections left, or is too
   *     old
   */
  public static RowSource pin(
      PostgresAddress address,
      Optional<String> password,
      PostgresOptions options,
      int maxConnections) {
    if (maxConnections < 2) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT, "Too few connections: " + maxConnections);
    }
    return new PostgresSource(new RowSnapshot(address.source(), "", "", java.time.Instant.EPOCH));
  }

  @Override
  public RowSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public RowPlan plan(long fileBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RowReader reader() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onLoss(Consumer<String> lost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void confirm() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
