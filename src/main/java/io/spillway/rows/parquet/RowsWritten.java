package io.spillway.rows.parquet;

import java.io.Serializable;
import java.util.List;

/**
 * The content of a written file.
 *
 * @param rows number of rows
 * @param bytes size of the whole file
 * @param sums one checksum per column, independent of the order of its values; the checksums of two
 *     files add up, modulo 2<sup>64</sup>, to the checksum of all their rows
 */
public record RowsWritten(long rows, long bytes, List<Long> sums) implements Serializable {
  public RowsWritten {
    sums = List.copyOf(sums);
  }
}
