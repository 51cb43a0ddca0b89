package io.spillway.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes values, so that the values of a column have a sum that is the same in any order. Ledgers
 * record such sums: what is computed here never changes.
 *
 * <p>All arithmetic is modulo 2<sup>64</sup>. {@code fold(a, b)} is the upper half of the signed
 * 128-bit product of both, exclusive-or the lower half. Numbers, and booleans as 0 and 1, are the
 * finalizer of splitmix64 of their 64 bits plus {@code K0}; a float is a double's bits, and any NaN
 * is one NaN. Bytes are read as 64-bit words, least byte first, two at a time, the last of them
 * filled up with zeros: {@code h = fold(w0 ^ K1, w1 ^ h)}, from {@code K0} on, and at the end
 * {@code fold(h ^ K2, length ^ K3)}. A list begins as {@code K1}, takes each element as {@code h =
 * fold(h ^ K2, element ^ K3)}, and ends with the finalizer of {@code h + elements}. What is absent
 * counts as {@code K2}.
 */
final class Checksum {
  private static final long K0 = 0xA0761D6478BD642FL;
  private static final long K1 = 0xE7037ED1A0B428DBL;
  private static final long K2 = 0x8EBC6AF09C88C6E3L;
  private static final long K3 = 0x589965CC75374CC3L;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Of what is absent. */
  static final long NULL = K2;

  /** Of a list, before its first element. */
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

  /** Of a list with one more element. */
  static long with(long list, long element) {
    return fold(list ^ K2, element ^ K3);
  }

  /** Of a list that has ended. */
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
