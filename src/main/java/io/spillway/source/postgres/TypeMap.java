package io.spillway.source.postgres;

import io.spillway.source.Column;
import io.spillway.source.ColumnType.Plain;
import java.util.Map;

/** What becomes of the types of a database. */
final class TypeMap {
  /** Settings of a session that the expressions of {@link ReadColumn} rely on. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "client_encoding", "UTF8",
          "DateStyle", "ISO, YMD",
          "IntervalStyle", "postgres",
          "TimeZone", "UTC",
          "extra_float_digits", "3",
          "bytea_output", "hex",
          "xmlbinary", "base64");

  private final Map<Long, PgType> types;
  private final NumericType numeric;

  TypeMap(Map<Long, PgType> types, NumericType numeric) {
    this.types = Map.copyOf(types);
    this.numeric = numeric;
  }

  /** How a column is read. */
  ReadColumn read(PgColumn column) {
    return new ReadColumn(
        new Column(
            column.name(),
            types.containsKey(column.type()) ? Plain.STRING : numeric.column(),
            column.formatted()),
        "$::pg_catalog.text",
        Wire.TEXT);
  }
}
