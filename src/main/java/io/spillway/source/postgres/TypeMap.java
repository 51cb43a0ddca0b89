package io.spillway.source.postgres;

import io.spillway.source.Column;
import io.spillway.source.ColumnType.Decimal;
import java.util.Map;

/** What becomes of the types of a database: {@code docs/reference/postgres-types.md}. */
final class TypeMap {
  /**
   * Settings that each session needs, so that the text of a value depends on no server, database or
   * role. {@code lc_monetary} is not among them: it says how many digits of an amount of money are
   * behind the point, so that another than the database's own would change amounts.
   */
  static final Map<String, String> SETTINGS =
      Map.of(
          "client_encoding", "UTF8",
          "DateStyle", "ISO, YMD",
          "IntervalStyle", "postgres",
          "TimeZone", "UTC",
          "extra_float_digits", "3",
          "bytea_output", "hex",
          "array_nulls", "on");

  /** Below it a type modifier of numeric says nothing. */
  private static final int TYPMOD_HEAD = 4;

  private static final int PRECISION_SHIFT = 16;
  private static final int SCALE_MASK = 0x7FF;
  private static final int SCALE_SIGN = 0x400;

  private final Map<Long, PgType> types;
  private final NumericType numeric;

  /**
   * A map.
   *
   * @param types of the database, by number; one that is missing is exported as text
   */
  TypeMap(Map<Long, PgType> types, NumericType numeric) {
    this.types = Map.copyOf(types);
    this.numeric = numeric;
  }

  /** How a column is read. */
  ReadColumn read(PgColumn column) {
    Form form = form(column.type(), column.typmod(), column.dimensions());
    return new ReadColumn(
        new Column(column.name(), form.type(), column.formatted()), form.one(), form.wire());
  }

  private Form form(long oid, int typmod, int dimensions) {
    PgType type = types.get(oid);
    return Known.of(oid)
        .map(known -> known == Known.NUMERIC ? numeric(typmod) : known.form())
        .orElseGet(() -> type == null ? Form.TEXT : other(type, typmod, dimensions));
  }

  private Form other(PgType type, int typmod, int dimensions) {
    if (type.element() != 0) {
      return dimensions > 1 ? Form.JSON : form(type.element(), typmod, 0).array();
    }
    return switch (type.kind()) {
      case 'd' -> form(type.base(), type.typmod(), dimensions);
      case 'e' -> Form.ENUM;
      case 'c' -> Form.JSON;
      default -> Form.TEXT;
    };
  }

  /**
   * Digits that are declared make a decimal, if Parquet's readers hold as many. The scale may be
   * less than 0, or more than the precision: then the decimal has the zeros too.
   */
  private Form numeric(int typmod) {
    if (typmod >= TYPMOD_HEAD) {
      int packed = typmod - TYPMOD_HEAD;
      int precision = packed >> PRECISION_SHIFT;
      int scale = ((packed & SCALE_MASK) ^ SCALE_SIGN) - SCALE_SIGN;
      int digits = Math.max(precision, scale) - Math.min(scale, 0);
      if (digits <= Decimal.MOST_DIGITS) {
        return Form.plain(new Decimal(digits, Math.max(scale, 0)), Wire.NUMERIC);
      }
    }
    return Form.plain(numeric.column(), Wire.NUMERIC);
  }
}
