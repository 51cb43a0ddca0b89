package io.spillway.rows.round;

import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.rows.RowReader;
import io.spillway.rows.Table;
import io.spillway.rows.TableSplit;
import io.spillway.rows.parquet.Compression;
import io.spillway.spark.JobRun;
import java.io.Serializable;
import java.util.Locale;

/**
 * The description of an export of rows for the workers.
 *
 * @param destination destination prefix; the files are in a folder named after the export's id
 * @param reader reader of the rows
 * @param compression compression of the files
 * @param lease number of this run's lease
 * @param maxConcurrency maximum requests in flight per executor
 */
public record RowJob(
    Prefix destination, RowReader reader, Compression compression, long lease, int maxConcurrency)
    implements JobRun, Serializable {
  private static final String SUCCESS = "/_SUCCESS";

  /** Returns the path of a split's file, relative to the root. */
  public String path(TableSplit split) {
    return path(id(), split, compression);
  }

  /** Returns the path of a split's file in the export with the given id, relative to the root. */
  static String path(ExportId id, TableSplit split, Compression compression) {
    return id
        + "/"
        + split.table().folder()
        + String.format(Locale.ROOT, "/part-%05d", split.number())
        + compression.suffix();
  }

  /** Returns the path of a table's success marker, relative to the root. */
  String success(Table table) {
    return id() + "/" + table.folder() + SUCCESS;
  }

  @Override
  public ExportId id() {
    return destination.export();
  }

  @Override
  public String run() {
    return id() + "/" + lease;
  }
}
