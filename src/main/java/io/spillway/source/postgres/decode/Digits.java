package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.Network.int2;

import java.io.IOException;

/**
 * A numeric as the server sends it: the number of base-10,000 digits, the weight of the first (0
 * for ones), a sign, the number of decimal digits printed behind the point, and the digits. The
 * digits have no leading zeros.
 *
 * <p>One instance is reused for all values, to avoid allocation.
 */
final class Digits {
  /** The base of a digit. */
  static final int BASE = 10_000;

  /** The number of decimal digits per base-10,000 digit. */
  static final int WIDTH = 4;

  private static final int HEAD = 8;
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int POSITIVE_INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;

  private byte[] bytes = {};
  private int begin;
  private int count;
  private int weight;
  private int sign;
  private int scale;

  /** Reads a value. The array is not copied and remains the caller's. */
  void of(byte[] value, int at, int length) throws IOException {
    if (length < HEAD || length != HEAD + Short.BYTES * int2(value, at)) {
      throw new IOException("A numeric is not as Postgres sends them");
    }
    bytes = value;
    begin = at + HEAD;
    count = int2(value, at);
    weight = int2(value, at + 2);
    sign = int2(value, at + 4) & 0xFFFF;
    scale = int2(value, at + 6);
  }

  /** Returns the number of digits. */
  int count() {
    return count;
  }

  /** Returns the exponent of {@link #BASE} for the first digit. */
  int weight() {
    return weight;
  }

  /** Returns the number of decimal digits that Postgres prints behind the point. */
  int scale() {
    return scale;
  }

  boolean isNegative() {
    return sign == NEGATIVE;
  }

  /** Returns a digit by its index; 0 outside of the digits. */
  int at(int number) {
    return number >= 0 && number < count ? int2(bytes, begin + Short.BYTES * number) : 0;
  }

  /** Returns whether the value is a number, and not NaN or an infinity. */
  boolean isNumber() {
    return sign < NAN;
  }

  /** Returns the name of a value that is not a number. */
  String name() {
    return switch (sign) {
      case POSITIVE_INFINITY -> "Infinity";
      case NEGATIVE_INFINITY -> "-Infinity";
      default -> "NaN";
    };
  }
}
