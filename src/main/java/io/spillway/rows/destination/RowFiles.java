package io.spillway.rows.destination;

import io.spillway.rows.TableSplit;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.Serializable;

/** The files of an export, serialized to the workers. */
public interface RowFiles extends Serializable {
  /** Returns the stores of the files, which write while the lease is held. */
  Stores stores();

  /**
   * Checks that this worker writes to the driver's destination.
   *
   * @throws IOException if it does not
   */
  void check() throws IOException;

  /** Returns the name of a split's file as the ledger lists it. */
  String nameOf(TableSplit split);

  /**
   * Begins the file of a split. Another attempt may have begun or written it before.
   *
   * @throws IOException if it cannot be written
   */
  RowOutput fileFor(TableSplit split) throws IOException;
}
