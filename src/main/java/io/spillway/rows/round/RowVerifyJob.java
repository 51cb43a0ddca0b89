package io.spillway.rows.round;

import io.spillway.base.Location;
import io.spillway.ledger.ExportId;
import io.spillway.spark.JobRun;
import io.spillway.store.Stores;
import java.io.Serializable;

/**
 * Everything that a worker must know to compare files of rows.
 *
 * @param root the root of the export
 * @param readsContent whether every value is read
 * @param id the id of the export
 */
record RowVerifyJob(Stores stores, Location root, boolean readsContent, ExportId id)
    implements JobRun, Serializable {
  @Override
  public String run() {
    return id() + "/verify";
  }
}
