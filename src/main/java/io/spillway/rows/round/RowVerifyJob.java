package io.spillway.rows.round;

import io.spillway.ledger.ExportId;
import io.spillway.rows.destination.RowDestination.FileLocations;
import io.spillway.spark.JobRun;
import io.spillway.store.Stores;
import java.io.Serializable;

/**
 * The description of a comparison of row files for the workers.
 *
 * @param stores stores to read from
 * @param locations locations of its files
 * @param readsContent whether every value is read
 * @param id id of the export
 */
record RowVerifyJob(Stores stores, FileLocations locations, boolean readsContent, ExportId id)
    implements JobRun, Serializable {
  @Override
  public String run() {
    return id() + "/verify";
  }
}
