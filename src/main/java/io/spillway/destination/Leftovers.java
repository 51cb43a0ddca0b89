package io.spillway.destination;

import io.spillway.ledger.ExportId;
import java.io.IOException;
import java.util.Set;

/** The temporary files of exports at a destination. */
public interface Leftovers {
  /** Returns the id of the export that writes here. */
  ExportId export();

  /** Marks the driver's destination for workers that check whether they see it. */
  void raiseFlag() throws IOException;

  /**
   * Removes the temporary files of an export that no longer writes.
   *
   * @throws IOException that names the first object that could not be removed
   */
  void sweep(ExportId ended) throws IOException;

  /**
   * Returns the exports that have left temporary files. Used only if no other record names them.
   */
  Set<ExportId> unswept() throws IOException;
}
