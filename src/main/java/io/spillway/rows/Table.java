package io.spillway.rows;

import java.io.Serializable;
import java.util.List;

/**
 * A table as it is exported.
 *
 * @param name as users write it: {@code shop.public.orders}
 * @param folder the folder of its files, below the export's own: {@code shop/public.orders}; unique
 *     among the tables
 * @param columns in table order; names are unique, and the list may be empty
 */
public record Table(String name, String folder, List<Column> columns) implements Serializable {
  public Table {
    columns = List.copyOf(columns);
  }

  @Override
  public String toString() {
    return name;
  }
}
