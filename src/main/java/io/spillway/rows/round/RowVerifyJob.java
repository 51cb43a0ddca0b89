package io.spillway.rows.round;

import io.spillway.base.Location;
import io.spillway.ledger.ExportId;
import io.spillway.spark.JobRun;
import io.spillway.store.Stores;
import java.io.Serializable;

/**
 * The description of a comparison of row files for the workers.
 *
 * @param stores stores to read from
 * @param root root of the export
 * @param readsContent whether every value is read
 * @param id id of the export
 */
record RowVerifyJob(Stores stores, Location root, boolean readsContent, ExportId id)
    implements JobRun, Serializable {
  @Override
  public String run() {
    return id() + "/verify";
  }
}
