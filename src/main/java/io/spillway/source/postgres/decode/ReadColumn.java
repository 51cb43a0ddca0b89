package io.spillway.source.postgres.decode;

import io.spillway.rows.Column;
import java.io.Serializable;

/**
 * A column as it is read.
 *
 * @param column what becomes of it
 * @param expression gives its values in SQL, with {@value #NAME} where the column's name goes
 * @param format in which they arrive, or the elements of binary arrays
 */
public record ReadColumn(Column column, String expression, ValueFormat format)
    implements Serializable {
  static final String NAME = "$";

  /**
   * What a query selects to read the column.
   *
   * @param quoted its name as SQL has it, qualified where need be
   */
  public String select(String quoted) {
    return expression.replace(NAME, quoted);
  }
}
