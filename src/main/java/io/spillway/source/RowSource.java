package io.spillway.source;

import io.spillway.SpillwayException;
import java.util.function.Consumer;

/**
 * A pinned state of a source whose content is rows. It lives on the driver and holds the state
 * until it is closed: what its readers read is that state and no other.
 */
public interface RowSource extends AutoCloseable {
  /** Which state. */
  RowSnapshot snapshot();

  /**
   * Finds out what there is to read. Whoever reads a split makes one file of it.
   *
   * @param fileBytes about how much is read for one file
   * @throws SpillwayException when a name that was given is none (bad input), or the source cannot
   *     be read
   */
  RowPlan plan(long fileBytes);

  /** What workers read through. */
  RowReader reader();

  /**
   * Watches over the state.
   *
   * @param lost is told why it is gone, once, on some other thread: nothing that is read after that
   *     can be trusted to be of one state
   */
  void onLoss(Consumer<String> lost);

  /**
   * Makes sure that the state is still held.
   *
   * @throws SpillwayException (failed) when it is not
   */
  void confirm();

  /** Lets the state go. */
  @Override
  void close();
}
