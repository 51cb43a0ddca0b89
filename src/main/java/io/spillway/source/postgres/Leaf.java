package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import java.io.Serializable;

/**
 * What rows are read from: a table without partitions, or something like one.
 *
 * @param oid its number
 * @param schema of it
 * @param name within the schema
 */
record Leaf(long oid, String schema, String name) implements Serializable {

  /** For SQL. */
  String quoted() {
    return Names.quote(schema, name);
  }

  /** For messages: {@code public.orders_2024}. */
  String plain() {
    return schema + "." + name;
  }
}
