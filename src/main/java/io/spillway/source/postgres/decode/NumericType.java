package io.spillway.source.postgres.decode;

import io.spillway.base.SpillwayException;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.Plain;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The target type of a {@code numeric} without a declared precision, or with more digits than
 * Parquet's readers support.
 *
 * @param column text or a decimal
 */
public record NumericType(ColumnType column) implements Serializable {
  /** Text as Postgres prints it, without loss. */
  public static final NumericType STRING = new NumericType(Plain.STRING);

  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*([0-9]{1,3})\\s*,\\s*([0-9]{1,3})\\s*\\)");

  /** Parses {@code decimal(P,S)}; empty if the text is not a decimal that Parquet has. */
  static Optional<ColumnType> decimal(String text) {
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = Integer.parseInt(decimal.group(2));
      if (precision >= 1 && precision <= Decimal.MOST_DIGITS && scale <= precision) {
        return Optional.of(new Decimal(precision, scale));
      }
    }
    return Optional.empty();
  }

  /**
   * Parses the value of an option.
   *
   * @param option option with the value, for messages
   * @throws SpillwayException (bad input) if the text is not a numeric type
   */
  public static NumericType parse(String option, String text) {
    if (text.equals("string")) {
      return STRING;
    }
    Optional<ColumnType> decimal = decimal(text);
    if (decimal.isPresent()) {
      return new NumericType(decimal.get());
    }
    throw new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        option
            + " is '"
            + text
            + "': give string, or decimal(P,S) with a precision P of 1 to "
            + Decimal.MOST_DIGITS
            + " digits, S of them behind the point, say decimal(38,18).");
  }
}
