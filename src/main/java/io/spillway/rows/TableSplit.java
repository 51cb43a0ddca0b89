package io.spillway.rows;

import java.io.Serializable;

/**
 * Rows of a table that one worker reads alone and writes as one file.
 *
 * @param table the table
 * @param number the number among the splits of the table, from 0
 * @param bytes the approximate number of bytes to read
 * @param piece identifies the rows
 */
public record TableSplit(Table table, int number, long bytes, Piece piece) implements Serializable {

  /** A description of a table's rows that only the source's own reader understands. */
  public interface Piece extends Serializable {}
}
