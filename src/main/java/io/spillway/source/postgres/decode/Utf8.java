package io.spillway.source.postgres.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A validator of UTF-8 text. */
final class Utf8 {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bits that are zero in every ASCII character. */
  private static final long BEYOND_ASCII = 0x8080808080808080L;

  private Utf8() {}

  /**
   * Returns whether the bytes are valid UTF-8: the shortest form of each character, and no
   * surrogates.
   */
  static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      at = afterAscii(bytes, at, end);
      if (at < end) {
        int size = size(bytes, at, end);
        if (size == 0) {
          return false;
        }
        at += size;
      }
    }
    return true;
  }

  private static int afterAscii(byte[] bytes, int from, int end) {
    int at = from;
    while (end - at >= Long.BYTES && ((long) WORD.get(bytes, at) & BEYOND_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Returns the number of bytes of the non-ASCII character at an index; 0 if it is invalid. */
  private static int size(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (end - at < size) {
      return 0;
    }
    for (int next = at + 1; next < at + size; next++) {
      if ((bytes[next] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return isShortest(first, bytes[at + 1] & 0xFF) ? size : 0;
  }

  /**
   * Returns whether the character has its shortest form. Also rejects surrogates, and code points
   * beyond the last character.
   */
  private static boolean isShortest(int first, int second) {
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second < 0xA0;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second < 0x90;
      default -> true;
    };
  }
}
