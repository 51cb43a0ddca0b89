package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;
import java.io.Serializable;

/**
 * A relation that stores rows: a table without partitions, or a relation read like one.
 *
 * @param oid OID of the relation
 * @param schema schema of the relation
 * @param name name within the schema
 */
record Leaf(long oid, String schema, String name) implements Serializable {

  /** Returns the qualified name as quoted SQL identifiers. */
  String quoted() {
    return Names.quote(schema, name);
  }

  /** Returns the qualified name for messages: {@code public.orders_2024}. */
  String plain() {
    return schema + "." + name;
  }
}
