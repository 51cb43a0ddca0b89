package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.Network.int4;

import io.spillway.rows.ListColumn;
import java.io.IOException;

/**
 * A decoder of arrays of one dimension, with any lower bound.
 *
 * <p>The server sends the number of dimensions, a flag for nulls and the element type; then per
 * dimension its length and lower bound; then the elements, each preceded by its length.
 *
 * @param element decoder of the elements
 * @param column index of the column
 * @param lists vector that receives the arrays
 */
record ArrayDecoder(FieldDecoder element, int column, ListColumn lists) implements FieldDecoder {
  private static final int HEAD = 12;
  private static final int DIMENSION = 8;

  @Override
  public void append(byte[] bytes, int at, int length) throws IOException {
    if (length < HEAD) {
      throw broken();
    }
    int dimensions = int4(bytes, at);
    if (dimensions > 1) {
      throw tooManyDimensions(column, dimensions);
    }
    if (dimensions == 1) {
      elements(bytes, at, at + length);
    }
    lists.endList();
  }

  /** Returns the exception for an array that does not fit into a list of one dimension. */
  static ValueException tooManyDimensions(int column, int dimensions) {
    return new ValueException(
        column,
        "it is an array of "
            + dimensions
            + " dimensions in a column whose type in the catalogue has one; Postgres does not"
            + " always keep what was declared: --cast of the column to json keeps all dimensions,"
            + " or leave it out with --columns");
  }

  private void elements(byte[] bytes, int at, int end) throws IOException {
    int next = at + HEAD + DIMENSION;
    if (next > end) {
      throw broken();
    }
    for (int left = int4(bytes, at + HEAD); left > 0; left--) {
      if (end - next < Integer.BYTES) {
        throw broken();
      }
      int size = int4(bytes, next);
      next += Integer.BYTES;
      if (size > end - next) {
        throw broken();
      }
      if (size < 0) {
        lists.elements().appendNull();
      } else {
        element.append(bytes, next, size);
        next += size;
      }
    }
  }

  private static IOException broken() {
    return new IOException("An array is not as Postgres sends arrays");
  }
}
