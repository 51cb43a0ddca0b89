package io.spillway.source.postgres.decode;

import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.IntColumn;
import io.spillway.rows.LongColumn;
import java.io.IOException;

/**
 * A decoder of numerics as decimals. It rejects a value that the decimal does not hold exactly.
 *
 * <p>Up to 38 digits fit into 127 bits, so arithmetic on two longs suffices.
 */
public final class DecimalDecoder implements FieldDecoder {
  private static final int LONG_DIGITS = 18;

  /** The powers of ten that fit into a long. */
  private static final long[] TENS = new long[LONG_DIGITS + 1];

  static {
    TENS[0] = 1;
    for (int power = 1; power < TENS.length; power++) {
      TENS[power] = TENS[power - 1] * 10;
    }
  }

  private final Decimal type;
  private final OutOfRange range;
  private final ColumnVector vector;
  private final Digits digits = new Digits();
  private final byte[] bytes = new byte[2 * Long.BYTES];
  private long high;
  private long low;

  DecimalDecoder(Decimal type, OutOfRange range, ColumnVector vector) {
    this.type = type;
    this.range = range;
    this.vector = vector;
  }

  @Override
  public void append(byte[] value, int at, int length) throws IOException {
    digits.of(value, at, length);
    if (!digits.isNumber()) {
      range.append(vector, digits.name() + ", and " + CastType.name(type) + " has no such value");
      return;
    }
    high = 0;
    low = 0;
    unscaled();
    if (digits.isNegative()) {
      negate();
    }
    if (vector instanceof LongColumn longs) {
      longs.append(low);
    } else if (vector instanceof IntColumn ints) {
      ints.append((int) low);
    } else if (vector instanceof BytesColumn wide) {
      Network.int8(bytes, 0, high);
      Network.int8(bytes, Long.BYTES, low);
      wide.append(bytes, bytes.length - type.bytes(), type.bytes());
    }
  }

  /** Adds up the digits. Each stands for a power of ten of the unscaled value. */
  private void unscaled() throws ValueException {
    if (decimalDigits() > type.precision() - type.scale()) {
      throw refused("it has " + decimalDigits() + " digits before the point");
    }
    int power = Digits.WIDTH * digits.weight() + type.scale();
    int shift = 0;
    for (int number = 0; number < digits.count(); number++) {
      int digit = digits.at(number);
      if (power >= 0) {
        add(Digits.BASE, digit);
        shift = power;
      } else {
        int kept = Math.max(0, Digits.WIDTH + power);
        long behind = TENS[Digits.WIDTH - kept];
        if (digit % behind != 0) {
          throw refused("it has more than " + type.scale() + " digits behind the point");
        }
        add(TENS[kept], digit / behind);
        shift = 0;
      }
      power -= Digits.WIDTH;
    }
    for (int left = shift; left > 0; left -= LONG_DIGITS) {
      add(TENS[Math.min(left, LONG_DIGITS)], 0);
    }
  }

  /** Returns the number of decimal digits before the point; 0 for a value less than 1. */
  private int decimalDigits() {
    int first = digits.at(0);
    if (first == 0) {
      return 0;
    }
    int width = first < 10 ? 1 : first < 100 ? 2 : first < 1000 ? 3 : 4;
    return Math.max(0, Digits.WIDTH * digits.weight() + width);
  }

  private void add(long factor, long summand) {
    long carry = Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
    high = high * factor + carry;
    long product = low * factor;
    low = product + summand;
    if (Long.compareUnsigned(low, product) < 0) {
      high++;
    }
  }

  private void negate() {
    high = low == 0 ? -high : ~high;
    low = -low;
  }

  private ValueException refused(String what) {
    return new ValueException(
        range.column(),
        what
            + ", and "
            + CastType.name(type)
            + " has no such value; choose another --numeric where the column declares no digits, or"
            + " another --cast, or leave the column out with --columns");
  }
}
