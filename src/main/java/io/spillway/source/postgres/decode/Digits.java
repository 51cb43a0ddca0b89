package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.Network.int2;

import java.io.IOException;

/**
 * A numeric as it is sent: how many digits of base 10,000, the weight of the first (0 for ones), a
 * sign, how many decimal digits are shown behind the point, and the digits. No zeros lead.
 *
 * <p>It is filled anew for each value, so that none is allocated.
 */
final class Digits {
  /** The base of a digit. */
  static final int BASE = 10_000;

  /** How many decimal digits one of them is. */
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

  /** Looks at a value; it stays the caller's. */
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

  /** How many there are. */
  int count() {
    return count;
  }

  /** The power of {@link #BASE} that the first stands for. */
  int weight() {
    return weight;
  }

  /** How many decimal digits behind the point Postgres prints. */
  int scale() {
    return scale;
  }

  boolean isNegative() {
    return sign == NEGATIVE;
  }

  /** One of them; 0 where there is none. */
  int at(int number) {
    return number >= 0 && number < count ? int2(bytes, begin + Short.BYTES * number) : 0;
  }

  /** Whether it is a number, which NaN and the infinities are not. */
  boolean isNumber() {
    return sign < NAN;
  }

  /** What it is when it is no number. */
  String name() {
    return switch (sign) {
      case POSITIVE_INFINITY -> "Infinity";
      case NEGATIVE_INFINITY -> "-Infinity";
      default -> "NaN";
    };
  }
}
