package io.spillway.source.postgres.decode;

import io.spillway.rows.RowSink;
import java.io.IOException;

/** Understands the values of one column, which are not null. For one thread. */
interface FieldDecoder {
  /**
   * Puts a value.
   *
   * @param column the index of its column
   * @param at where it begins in {@code bytes}
   * @param length of it
   * @throws ValueException when it cannot be exported
   * @throws IOException when it is not as the column's values are sent, or what the sink throws
   */
  void put(RowSink sink, int column, byte[] bytes, int at, int length) throws IOException;
}
