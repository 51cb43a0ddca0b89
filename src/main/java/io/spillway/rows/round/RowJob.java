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
 * @param run name of this run, unique in this process even if another export has a chosen id too
 */
public record RowJob(ExportId id, String destination, RowFiles files, RowReader reader, String run)
    implements JobRun, Serializable {}
