package io.spillway.rows.parquet;

import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.util.List;

/** A reader of Parquet files, which checks that they hold the rows that were written. */
public final class RowFileReader {
  private RowFileReader() {}

  /**
   * The facts in a file's footer.
   *
   * @param rows the number of rows
   * @param columns in file order
   */
  public record Facts(long rows, List<ColumnFact> columns) {
    public Facts {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column.
   *
   * @param name its name
   * @param type as Parquet writes it: {@code int64 (TIMESTAMP(MICROS,true))}
   */
  public record ColumnFact(String name, String type) {}

  /**
   * Reads a file's footer.
   *
   * @param size the size of the object in bytes
   * @throws IOException if the file cannot be read, or is not a Parquet file; names the key
   */
  public static Facts facts(ObjectStore store, String key, long size) throws IOException {
    return ParquetReadBack.facts(new StoreInput(store, key, size));
  }

  /**
   * Reads every value of a file, one row group at a time.
   *
   * @param size the size of the object in bytes
   * @return the rows, bytes and checksums of the file, as {@link RowFile#finish} returns them
   * @throws IOException if the file cannot be read, or is damaged; names the key
   */
  public static RowsWritten sums(ObjectStore store, String key, long size) throws IOException {
    return ParquetReadBack.sums(new StoreInput(store, key, size));
  }
}
