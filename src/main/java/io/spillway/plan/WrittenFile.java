package io.spillway.plan;

import java.io.Serializable;
import java.util.List;

/**
 * What became of the rows of one split.
 *
 * @param table the number of its table in the plan
 * @param split the number of the split in its table
 * @param key of the file, below the export's folder
 * @param rows in it
 * @param bytes of it
 * @param tag that the store gave it; empty where it has none
 * @param sums a checksum per column of the values in it
 * @param failure why there is no such file; empty when there is
 */
public record WrittenFile(
    int table,
    int split,
    String key,
    long rows,
    long bytes,
    String tag,
    List<Long> sums,
    String failure)
    implements Serializable {
  public WrittenFile {
    sums = List.copyOf(sums);
  }

  /** There is no such file. */
  public static WrittenFile failed(int table, int split, String key, String reason) {
    return new WrittenFile(table, split, key, 0, 0, "", List.of(), reason);
  }

  /** Whether the file is there. */
  public boolean isThere() {
    return failure.isEmpty();
  }
}
