package io.spillway.rows.destination;

import io.spillway.destination.Leftovers;
import io.spillway.outcome.Failures;
import io.spillway.rows.RowPlan;
import io.spillway.rows.Table;
import java.io.IOException;
import java.util.Optional;

/**
 * The writing of one export at its destination, on the driver, under the destination's lease. After
 * {@link #commit} readers see all files; without it, the export fails. Not thread-safe.
 */
public interface RowTransaction extends AutoCloseable {
  /** Returns the files that the workers write. */
  RowFiles files();

  /** Returns the temporary files of exports at this destination. */
  Leftovers leftovers();

  /**
   * Returns the arrangement of files and records, which the export's record keeps for {@link
   * RowDestination#compare}; empty for a folder of files per export.
   */
  Optional<String> layout();

  /** Returns the place of a table's rows as ledgers name it. */
  String placeOf(Table table);

  /**
   * Prepares the destination for a plan before any row is read.
   *
   * @return the tables that it cannot take, and why; if there are any, nothing was changed
   */
  Failures prepare(RowPlan plan);

  /**
   * Makes the written files visible and removes those that they replace. All files are written and
   * recorded. A commit that is repeated after a failure has no further effect.
   *
   * @return what could not be made visible or removed; the export fails if there is anything
   * @throws IOException if the destination cannot be reached
   */
  Failures commit(RowCommit commit) throws IOException;

  /**
   * Gives up an export that has failed. Removes files that readers must not see, as far as
   * possible.
   */
  default void abort() {}

  /** Releases resources. */
  @Override
  default void close() {}
}
