package io.spillway.source.postgres.decode;

import java.io.IOException;

/** A decoder of the values of one column, which are not null. For one thread. */
interface FieldDecoder {
  /**
   * Appends a value to the column.
   *
   * @param at where it begins in {@code bytes}
   * @param length of it
   * @throws ValueException if it cannot be exported
   * @throws IOException if it is not as the column's values are sent
   */
  void append(byte[] bytes, int at, int length) throws IOException;
}
