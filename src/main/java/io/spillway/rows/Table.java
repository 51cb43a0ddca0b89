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
