package io.spillway.parquet;

import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.util.List;

/** Reads Parquet files back, to find out whether they hold what was written. */
public final class RowFileReader {
  private RowFileReader() {}

  /**
   * What a file's footer says.
   *
   * @param rows how many
   * @param columns in their order
   */
  public record Facts(long rows, List<ColumnFact> columns) {
    public Facts {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column.
   *
   * @param name of it
   * @param type as Parquet writes it: {@code int64 (TIMESTAMP(MICROS,true))}
   */
  public record ColumnFact(String name, String type) {}

  /**
   * Reads a file's footer.
   *
   * @param size of the object in bytes
   * @throws IOException when it cannot be read, or is no Parquet file; names the key
   */
  public static Facts facts(ObjectStore store, String key, long size) throws IOException {
    return FileBack.facts(new StoreInput(store, key, size));
  }

  /**
   * Reads every value of a file, a row group at a time.
   *
   * @param size of the object in bytes
   * @return what is in it, with the sums that {@link RowFile#finish} told
   * @throws IOException when it cannot be read, or is damaged; names the key
   */
  public static RowsWritten sums(ObjectStore store, String key, long size) throws IOException {
    return FileBack.sums(new StoreInput(store, key, size));
  }
}
