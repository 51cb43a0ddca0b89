package io.spillway.source.postgres.decode;

import java.io.IOException;

/** A decoder of the non-null values of one column. Not thread-safe. */
interface FieldDecoder {
  /**
   * Appends a value to the column.
   *
   * @param at index of its first byte in {@code bytes}
   * @param length length in bytes
   * @throws ValueException if the value cannot be exported
   * @throws IOException if the bytes are not in the column's format
   */
  void append(byte[] bytes, int at, int length) throws IOException;
}
