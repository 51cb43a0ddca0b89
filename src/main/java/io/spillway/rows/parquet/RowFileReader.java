package io.spillway.rows.parquet;

import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.util.List;

/** A reader of Parquet files that checks that they contain the rows that were written. */
public final class RowFileReader {
  private RowFileReader() {}

  /**
   * The content of a file's footer.
   *
   * @param rows number of rows
   * @param columns columns in file order
   */
  public record Facts(long rows, List<ColumnFact> columns) {
    public Facts {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column of a file.
   *
   * @param name name of the column
   * @param type type as Parquet prints it: {@code int64 (TIMESTAMP(MICROS,true))}
   */
  public record ColumnFact(String name, String type) {}

  /**
   * Reads a file's footer.
   *
   * @param size size of the object in bytes
   * @throws IOException if the file cannot be read, or is not a Parquet file; the message names the
   *     key
   */
  public static Facts facts(ObjectStore store, String key, long size) throws IOException {
    return ParquetReadBack.facts(new StoreInput(store, key, size));
  }

  /**
   * Reads every value of a file, one row group at a time.
   *
   * @param size size of the object in bytes
   * @return the rows, bytes and checksums of the file, as returned by {@link RowFile#finish}
   * @throws IOException if the file cannot be read, or is damaged; the message names the key
   */
  public static RowsWritten sums(ObjectStore store, String key, long size) throws IOException {
    return ParquetReadBack.sums(new StoreInput(store, key, size));
  }
}
