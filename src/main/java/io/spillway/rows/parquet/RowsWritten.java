package io.spillway.rows.parquet;

import java.io.Serializable;
import java.util.List;

/**
 * The content of a written file.
 *
 * @param rows the number of rows
 * @param bytes the size of the whole file
 * @param sums one checksum per column, independent of the order of its values: those of two files
 *     add up, modulo 2<sup>64</sup>, to that of all their rows
 */
public record RowsWritten(long rows, long bytes, List<Long> sums) implements Serializable {
  public RowsWritten {
    sums = List.copyOf(sums);
  }
}
