package io.spillway.source.postgres.decode;

import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Plain;

/**
 * How values of a type are read.
 *
 * @param type what they become
 * @param format in which they arrive, or the elements of binary arrays
 * @param printed whether the type's output function makes text of them; else they are sent as they
 *     are
 */
record ReadExpression(ColumnType type, ValueFormat format, boolean printed) {
  /**
   * Calls the output function of any type, and no cast: a cast to text may be a function that the
   * owner of the type wrote. {@code format} alone makes an empty text of null, and {@code IS NULL}
   * is true of a composite value whose fields are all null; the parser turns this comparison with
   * NULL into a plain test, which looks for no operator.
   */
  private static final String PRINTED =
      "case when $ is not distinct from null then null else pg_catalog.format('%s', $) end";

  /** The text of any type. */
  static final ReadExpression TEXT = new ReadExpression(Plain.STRING, WireFormat.TEXT, true);

  /** The label of an enum. */
  static final ReadExpression ENUM = plain(Plain.ENUM, WireFormat.TEXT);

  /** Values that are sent in a form of their own. */
  static ReadExpression plain(ColumnType type, WireFormat wire) {
    return new ReadExpression(type, wire, false);
  }

  /** Values with an inner structure, which become JSON. */
  static ReadExpression json(PrintedType type) {
    return new ReadExpression(Plain.JSON, type, true);
  }

  /** The expression of a value, with {@value ReadColumn#NAME} for the column. */
  String expression() {
    return printed ? PRINTED : ReadColumn.NAME;
  }
}
