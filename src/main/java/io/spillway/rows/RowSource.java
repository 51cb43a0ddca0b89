package io.spillway.rows;

import io.spillway.base.Consistency;
import io.spillway.base.RowSnapshot;
import io.spillway.base.SpillwayException;
import java.util.function.Consumer;

/**
 * A pinned state of a source that consists of rows. It lives on the driver and holds the state
 * until it is closed. Its readers read exactly that state.
 */
public interface RowSource extends AutoCloseable {
  /** Returns the pinned state. */
  RowSnapshot snapshot();

  /** Returns the consistency of the rows. */
  Consistency consistency();

  /** Returns the number of splits that may be read at once. */
  Concurrency concurrency();

  /**
   * Returns the tables and splits to read. Each split becomes one file.
   *
   * @throws SpillwayException if a requested name does not exist (bad input), or the source cannot
   *     be read
   */
  RowPlan plan(PlanRequest request);

  /** Returns the reader for the workers. */
  RowReader reader();

  /**
   * Registers a callback for the loss of the state. Rows read after the loss are not guaranteed to
   * belong to one state.
   *
   * @param lost receiver of the reason, called once, on another thread
   */
  void onLoss(Consumer<String> lost);

  /**
   * Checks that the state is still held.
   *
   * @throws SpillwayException (failed) if it is not
   */
  void confirm();

  /** Releases the state. */
  @Override
  void close();
}
