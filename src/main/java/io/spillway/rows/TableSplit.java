package io.spillway.rows;

import java.io.Serializable;

/**
 * Rows of a table that a single worker reads and writes as one file.
 *
 * @param table table of the rows
 * @param number number among the splits of the table, from 0
 * @param bytes approximate number of bytes to read
 * @param piece source-specific identification of the rows
 */
public record TableSplit(Table table, int number, long bytes, Piece piece) implements Serializable {

  /** A description of a table's rows, specific to the source's own reader. */
  public interface Piece extends Serializable {}
}
