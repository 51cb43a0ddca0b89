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
 * Everything that a worker must know of an export of rows.
 *
 * @param destination the prefix to write to; the files lie in a folder named by the export's id
 * @param reader reads the rows
 * @param compression the compression of the files
 * @param lease the number of this run's lease
 * @param maxConcurrency requests in flight per executor
 */
public record RowJob(
    Prefix destination, RowReader reader, Compression compression, long lease, int maxConcurrency)
    implements JobRun, Serializable {
  private static final String SUCCESS = "/_SUCCESS";

  /** Returns the path of the file of a split, below the root. */
  public String path(TableSplit split) {
    return path(id(), split, compression);
  }

  /** Returns the path of the file of a split in the export with the given id, below the root. */
  static String path(ExportId id, TableSplit split, Compression compression) {
    return id
        + "/"
        + split.table().folder()
        + String.format(Locale.ROOT, "/part-%05d", split.number())
        + compression.suffix();
  }

  /** Returns the path of the object that marks all files of a table as written, below the root. */
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
