package io.spillway.rows;

import java.io.Serializable;
import java.util.List;

/**
 * An exported table.
 *
 * @param name name as users write it: {@code shop.public.orders}
 * @param folder folder of its files, below the export's own folder: {@code shop/public.orders};
 *     unique among the tables
 * @param columns columns in table order, with unique names; may be empty
 * @param groupBytes approximate bytes of a row group in its files
 */
public record Table(String name, String folder, List<Column> columns, int groupBytes)
    implements Serializable {
  /** The usual size of a row group. */
  public static final int GROUP_BYTES = 64 * 1024 * 1024;

  public Table {
    columns = List.copyOf(columns);
  }

  /** Creates a table with row groups of the usual size. */
  public Table(String name, String folder, List<Column> columns) {
    this(name, folder, columns, GROUP_BYTES);
  }

  @Override
  public String toString() {
    return name;
  }
}
