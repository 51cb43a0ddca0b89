package io.spillway.rows.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;

/**
 * The checksum of one leaf of a column, computed from its values and their levels. The checksum of
 * a column is the sum of the checksums of its leaves.
 *
 * <p>A row of a plain column has the hash of its value, and a row of a list of plain values has the
 * hash of that list. A row of any other leaf is hashed as a list, too. Its elements are the values,
 * including nulls and empty lists, each preceded by a number that combines both levels. The hash
 * starts with the leaf's number.
 */
final class LeafChecksum {
  private static final int EMPTY_LIST = 1;

  private final Kind kind;
  private final long begin;
  private long sum;
  private long row;
  private int elements;
  private boolean inRow;

  private enum Kind {
    PLAIN,
    LIST,
    NESTED
  }

  private LeafChecksum(Kind kind, int number) {
    this.kind = kind;
    this.begin = Checksum.LIST + number;
  }

  /** Returns the checksum of a leaf before its first row. */
  static LeafChecksum of(MessageType schema, ColumnDescriptor leaf) {
    String[] path = leaf.getPath();
    if (path.length == 1) {
      return new LeafChecksum(Kind.PLAIN, 0);
    }
    if (path.length == 3
        && schema.getType(path[0]).getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      return new LeafChecksum(Kind.LIST, 0);
    }
    int number = 0;
    for (ColumnDescriptor other : schema.getColumns()) {
      if (other.equals(leaf)) {
        break;
      }
      number += other.getPath()[0].equals(path[0]) ? 1 : 0;
    }
    return new LeafChecksum(Kind.NESTED, number);
  }

  /** Adds a value of a plain column. */
  void add(long hash) {
    sum += hash;
  }

  /**
   * Adds a value.
   *
   * @param hash hash of the value, or {@link Checksum#NULL} for a null
   */
  void add(int repetition, int definition, long hash) {
    switch (kind) {
      case PLAIN -> sum += hash;
      case LIST -> addToList(repetition, definition, hash);
      case NESTED -> {
        startRow(repetition);
        row = Checksum.with(row, ((long) repetition << Integer.SIZE) + definition);
        row = Checksum.with(row, hash);
        elements++;
      }
    }
  }

  private void addToList(int repetition, int definition, long hash) {
    if (definition == 0) {
      endRow();
      sum += hash;
      return;
    }
    startRow(repetition);
    if (definition > EMPTY_LIST) {
      row = Checksum.with(row, hash);
      elements++;
    }
  }

  private void startRow(int repetition) {
    if (repetition == 0) {
      endRow();
      inRow = true;
      row = begin;
      elements = 0;
    }
  }

  private void endRow() {
    if (inRow) {
      sum += Checksum.ended(row, elements);
      inRow = false;
    }
  }

  /** Ends the last row, and returns the checksum of all rows. */
  long sum() {
    endRow();
    return sum;
  }
}
