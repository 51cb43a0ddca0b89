package io.spillway.outcome;

import java.io.Serializable;
import java.util.List;

/**
 * The outcome of writing the rows of one split.
 *
 * @param table the number of its table in the plan
 * @param split the number of the split in its table
 * @param key the name of the file as its destination finds it; below the root if it is a folder
 * @param rows the number of rows in the file
 * @param bytes the size of the file
 * @param tag the store's tag; empty if it has none
 * @param sums a checksum per column, of the values in the file
 * @param detail a note of the destination for its commit; empty if it needs none
 * @param failure why there is no such file; empty if there is
 */
public record WrittenFile(
    int table,
    int split,
    String key,
    long rows,
    long bytes,
    String tag,
    List<Long> sums,
    String detail,
    String failure)
    implements Serializable {
  public WrittenFile {
    sums = List.copyOf(sums);
  }

  /** Returns the outcome of a split without a file. */
  public static WrittenFile failed(int table, int split, String key, String reason) {
    return new WrittenFile(table, split, key, 0, 0, "", List.of(), "", reason);
  }

  /** Returns whether the file was written. */
  public boolean isThere() {
    return failure.isEmpty();
  }
}
