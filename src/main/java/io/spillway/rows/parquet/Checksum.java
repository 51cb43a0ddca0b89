package io.spillway.rows.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes of values. The sum of the hashes of a column does not depend on the order of rows. Ledgers
 * record such sums, so the hashes never change.
 *
 * <p>All arithmetic is modulo 2<sup>64</sup>. {@code fold(a, b)} is the upper half of the signed
 * 128-bit product of both, exclusive-or the lower half. The hash of a number, or of a boolean as 0
 * or 1, is the finalizer of splitmix64 of its 64 bits plus {@code K0}; a float is widened to a
 * double, and all NaNs are equal. Bytes are read as little-endian 64-bit words, two at a time, the
 * last pair padded with zeros: {@code h = fold(w0 ^ K1, w1 ^ h)}, beginning with {@code K0} and
 * ending with {@code fold(h ^ K2, length ^ K3)}. A list begins as {@code K1}, adds each element as
 * {@code h = fold(h ^ K2, element ^ K3)}, and ends with the finalizer of {@code h + elements}. The
 * hash of null is {@code K2}.
 */
final class Checksum {
  private static final long K0 = 0xA0761D6478BD642FL;
  private static final long K1 = 0xE7037ED1A0B428DBL;
  private static final long K2 = 0x8EBC6AF09C88C6E3L;
  private static final long K3 = 0x589965CC75374CC3L;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The hash of null. */
  static final long NULL = K2;

  /** The hash of a list before its first element. */
  static final long LIST = K1;

  private Checksum() {}

  static long of(boolean value) {
    return of(value ? 1L : 0L);
  }

  static long of(long value) {
    return finish(value + K0);
  }

  static long of(double value) {
    return of(Double.doubleToLongBits(value));
  }

  static long of(byte[] bytes, int offset, int length) {
    long hash = K0;
    int at = offset;
    int end = offset + length;
    for (; end - at >= 16; at += 16) {
      hash = fold((long) WORD.get(bytes, at) ^ K1, (long) WORD.get(bytes, at + 8) ^ hash);
    }
    if (at < end) {
      hash = fold(word(bytes, at, end) ^ K1, word(bytes, at + 8, end) ^ hash);
    }
    return fold(hash ^ K2, length ^ K3);
  }

  /** Returns the hash of a list after one more element. */
  static long with(long list, long element) {
    return fold(list ^ K2, element ^ K3);
  }

  /** Returns the final hash of a list. */
  static long ended(long list, int elements) {
    return finish(list + elements);
  }

  private static long word(byte[] bytes, int from, int end) {
    if (end - from >= 8) {
      return (long) WORD.get(bytes, from);
    }
    long word = 0;
    for (int at = end - 1; at >= from; at--) {
      word = (word << 8) | (bytes[at] & 0xFF);
    }
    return word;
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }

  private static long finish(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
