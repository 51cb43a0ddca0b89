package io.spillway.source.postgres.decode;

import io.spillway.base.SpillwayException;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.Plain;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of a {@code numeric} that says nothing of its digits, or has more than Parquet's
 * readers hold.
 *
 * @param column text, or decimals
 */
public record NumericType(ColumnType column) implements Serializable {
  /** Text, as Postgres prints it: nothing is lost. */
  public static final NumericType STRING = new NumericType(Plain.STRING);

  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*([0-9]{1,3})\\s*,\\s*([0-9]{1,3})\\s*\\)");

  /**
   * Reads what a user gave.
   *
   * @param option what says so, as the message names it
   * @throws SpillwayException (bad input) when it is none
   */
  public static NumericType parse(String option, String text) {
    if (text.equals("string")) {
      return STRING;
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = Integer.parseInt(decimal.group(2));
      if (precision >= 1 && precision <= Decimal.MOST_DIGITS && scale <= precision) {
        return new NumericType(new Decimal(precision, scale));
      }
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
