package io.spillway.source.postgres.decode;

import io.spillway.rows.BytesColumn;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.DoubleColumn;
import io.spillway.rows.FloatColumn;
import io.spillway.rows.IntColumn;
import io.spillway.rows.LongColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A parser of numbers in text. It rejects a text that the number's type does not hold exactly. */
final class ParsedNumber {
  /** The text of a number is at most this long, or its digits exceed every type here. */
  private static final int MOST_CHARACTERS = 1_000;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d{1,6})?");

  private static final List<String> NO_NUMBERS = List.of("NaN", "Infinity", "-Infinity");

  private final ColumnType type;
  private final OutOfRange range;
  private final ColumnVector vector;
  private final int scale;

  ParsedNumber(ColumnType type, OutOfRange range, ColumnVector vector) {
    this.type = type;
    this.range = range;
    this.vector = vector;
    this.scale = type instanceof Decimal decimal ? decimal.scale() : 0;
  }

  void append(TextSlice slice) throws IOException {
    String text = slice.length() > MOST_CHARACTERS ? "" : slice.toString().strip();
    boolean isFloat = type == Plain.FLOAT || type == Plain.DOUBLE;
    if (NO_NUMBERS.contains(text)) {
      if (isFloat) {
        appendFloat(text);
      } else {
        range.append(vector, text + ", and " + name() + " has no such value");
      }
      return;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw refused("it is text that is no number");
    }
    if (isFloat) {
      if (new BigDecimal(text).compareTo(new BigDecimal(appendFloat(text))) != 0) {
        throw refused("it has more digits than the type keeps");
      }
    } else {
      appendExact(new BigDecimal(text));
    }
  }

  /** Appends the nearest number, and returns how it is written. */
  private String appendFloat(String text) throws ValueException {
    if (vector instanceof FloatColumn floats) {
      float number = Float.parseFloat(text);
      requireFinite(Float.isInfinite(number) && text.indexOf('I') < 0);
      floats.append(number);
      return Float.toString(number);
    }
    double number = Double.parseDouble(text);
    requireFinite(Double.isInfinite(number) && text.indexOf('I') < 0);
    ((DoubleColumn) vector).append(number);
    return Double.toString(number);
  }

  private void requireFinite(boolean isTooLarge) throws ValueException {
    if (isTooLarge) {
      throw refused("it is too large");
    }
  }

  private void appendExact(BigDecimal number) throws ValueException {
    BigDecimal plain =
        number.signum() == 0 ? BigDecimal.ZERO.setScale(scale) : number.stripTrailingZeros();
    int most = type instanceof Decimal decimal ? decimal.precision() : Decimal.MOST_DIGITS;
    if (number.signum() != 0 && plain.precision() - plain.scale() > most - scale) {
      throw refused("it has " + (plain.precision() - plain.scale()) + " digits before the point");
    }
    if (plain.scale() > scale) {
      throw refused("it has more than " + scale + " digits behind the point");
    }
    BigInteger unscaled = plain.setScale(scale).unscaledValue();
    if (unscaled.bitLength() >= bits()) {
      throw refused("it is too large");
    }
    if (vector instanceof IntColumn ints) {
      ints.append(unscaled.intValue());
    } else if (vector instanceof LongColumn longs) {
      longs.append(unscaled.longValue());
    } else {
      byte[] bytes = new byte[((Decimal) type).bytes()];
      byte[] digits = unscaled.toByteArray();
      Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
      System.arraycopy(digits, 0, bytes, bytes.length - digits.length, digits.length);
      ((BytesColumn) vector).append(bytes, 0, bytes.length);
    }
  }

  /** Returns the bits of the type's values, including that of the sign. */
  private int bits() {
    return type instanceof Decimal decimal
        ? decimal.bytes() * Byte.SIZE
        : type == Plain.INT16 ? Short.SIZE : type == Plain.INT32 ? Integer.SIZE : Long.SIZE;
  }

  private String name() {
    return CastType.name(type);
  }

  private ValueException refused(String what) {
    return new ValueException(
        range.column(),
        what
            + ", and "
            + name()
            + " has no such value; choose another --cast, or leave the column out with --columns");
  }
}
