package io.spillway.parquet;

import java.io.Serializable;
import java.util.List;

/**
 * What went into a file.
 *
 * @param rows how many
 * @param bytes of the whole file
 * @param sums one checksum per column, of its values in any order: those of two files add up,
 *     modulo 2<sup>64</sup>, to that of all their rows
 */
public record RowsWritten(long rows, long bytes, List<Long> sums) implements Serializable {
  public RowsWritten {
    sums = List.copyOf(sums);
  }
}
