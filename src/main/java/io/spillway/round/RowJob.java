package io.spillway.round;

import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.parquet.Compression;
import io.spillway.source.RowReader;
import io.spillway.source.Table;
import io.spillway.source.TableSplit;
import java.io.Serializable;
import java.util.Locale;

/**
 * All that a worker must know of an export of rows.
 *
 * @param destination where to; the files lie in a folder that is called by the export's id
 * @param reader what rows are read through
 * @param compression of the files
 * @param lease the number of this run's lease
 * @param maxConcurrency requests in flight per executor
 */
public record RowJob(
    Prefix destination, RowReader reader, Compression compression, long lease, int maxConcurrency)
    implements Errand, Serializable {
  private static final String SUCCESS = "/_SUCCESS";

  /** The file of a split, below the root. */
  public String path(TableSplit split) {
    return path(id(), split, compression);
  }

  /** The file of a split in an export by that id, below the root. */
  static String path(ExportId id, TableSplit split, Compression compression) {
    return id
        + "/"
        + split.table().folder()
        + String.format(Locale.ROOT, "/part-%05d", split.number())
        + compression.suffix();
  }

  /** What says that all files of a table are there, below the root. */
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
