package io.spillway.rows.round;

import io.spillway.ledger.ExportId;
import io.spillway.rows.RowReader;
import io.spillway.rows.destination.RowFiles;
import io.spillway.spark.JobRun;
import java.io.Serializable;

/**
 * The description of an export of rows for the workers.
 *
 * @param id id of the export
 * @param destination destination as messages name it
 * @param files files to write
 * @param reader reader of the rows
 * @param lease number of this run's lease
 */
public record RowJob(ExportId id, String destination, RowFiles files, RowReader reader, long lease)
    implements JobRun, Serializable {
  @Override
  public String run() {
    return id() + "/" + lease;
  }
}
