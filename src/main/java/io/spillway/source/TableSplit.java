package io.spillway.source;

import java.io.Serializable;

/**
 * Rows of a table that one worker reads alone and writes as one file.
 *
 * @param table whose
 * @param number among the splits of the table, from 0 on
 * @param bytes how much there is to read, about
 * @param piece which rows
 */
public record TableSplit(Table table, int number, long bytes, Piece piece) implements Serializable {

  /** Which rows of a table, in words that only the source's own reader understands. */
  public interface Piece extends Serializable {}
}
