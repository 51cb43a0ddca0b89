package io.spillway.source;

import java.io.Serializable;
import java.util.List;

/**
 * A table as it is exported.
 *
 * @param name as users write it: {@code shop.public.orders}
 * @param folder of its files, below the export's own: {@code shop/public.orders}; no two tables
 *     have the same
 * @param columns in their order; names are unique, and there may be none
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
