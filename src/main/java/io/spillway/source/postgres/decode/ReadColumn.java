package io.spillway.source.postgres.decode;

import io.spillway.rows.Column;
import java.io.Serializable;

/**
 * A column and how it is read.
 *
 * @param column exported column
 * @param expression SQL expression of its values, with {@value #NAME} as a placeholder for the
 *     column's name
 * @param format format of the values, or of the elements of binary arrays
 * @param nullsOutOfRange whether a value that the exported type does not have becomes null;
 *     otherwise it is a failure
 */
public record ReadColumn(
    Column column, String expression, ValueFormat format, boolean nullsOutOfRange)
    implements Serializable {
  static final String NAME = "$";

  /**
   * Returns the SQL expression that reads the column.
   *
   * @param quoted the column's name as quoted SQL, qualified where necessary
   */
  public String select(String quoted) {
    return expression.replace(NAME, quoted);
  }
}
