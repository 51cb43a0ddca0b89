package io.spillway.source.postgres.decode;

import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Plain;

/**
 * The way in which values of a type are read.
 *
 * @param type exported type
 * @param format format of the values, or of the elements of binary arrays
 * @param printed whether the type's output function converts them to text; false if they are sent
 *     in binary
 */
record ReadExpression(ColumnType type, ValueFormat format, boolean printed) {
  /**
   * Calls the output function of any type, and no cast: a cast to text may be a function written by
   * the owner of the type. {@code format} alone turns null into an empty text, and {@code IS NULL}
   * is true for a composite value whose fields are all null. The parser turns this comparison with
   * NULL into a plain null test, which looks up no operator.
   */
  private static final String PRINTED =
      "case when $ is not distinct from null then null else pg_catalog.format('%s', $) end";

  /** Reads any type as text. */
  static final ReadExpression TEXT = new ReadExpression(Plain.STRING, WireFormat.TEXT, true);

  /** Reads an enum as its label. */
  static final ReadExpression LABEL = plain(Plain.STRING, WireFormat.TEXT);

  /** Reads an enum as its label, annotated as such. */
  static final ReadExpression ENUM = plain(Plain.ENUM, WireFormat.TEXT);

  /** Returns the expression for values that are sent in binary. */
  static ReadExpression plain(ColumnType type, WireFormat wire) {
    return new ReadExpression(type, wire, false);
  }

  /** Returns the expression for values with an inner structure, which become JSON. */
  static ReadExpression json(PrintedType type) {
    return new ReadExpression(Plain.JSON, type, true);
  }

  /**
   * Returns the SQL expression of a value, with {@value ReadColumn#NAME} as a placeholder for the
   * column.
   */
  String expression() {
    return printed ? PRINTED : ReadColumn.NAME;
  }
}
