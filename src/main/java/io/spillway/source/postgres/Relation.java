package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;

/**
 * A table, or a relation read like one, as the catalogue describes it in the snapshot.
 *
 * @param oid OID of the relation
 * @param schema schema of the relation
 * @param name name within the schema
 * @param kind kind of relation
 * @param parent OID of the partitioned table whose partition it is, or 0
 * @param cut whether its rows are stored in blocks that can be read separately
 * @param pages number of pages according to its last statistics; 0 without statistics
 * @param toastPages number of pages of its long values according to the last statistics
 * @param rows number of rows according to the last statistics, or -1
 * @param live number of rows counted since, or 0
 * @param access what this role may read of it
 * @param obstacle reason why its rows cannot be read in the snapshot; empty if they can
 */
record Relation(
    long oid,
    String schema,
    String name,
    Kind kind,
    long parent,
    boolean cut,
    long pages,
    long toastPages,
    double rows,
    long live,
    Access access,
    String obstacle) {

  /** The kind of a relation: {@code pg_class.relkind}. */
  enum Kind {
    TABLE('r'),
    PARTITIONED('p'),
    VIEW('v'),
    MATERIALIZED_VIEW('m'),
    FOREIGN('f');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Kind of(String letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter.charAt(0)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("Unknown kind of relation: " + letter);
    }

    /** Returns whether the relation is a table that is exported without being named. */
    boolean isTable() {
      return this == TABLE || this == PARTITIONED;
    }
  }

  /** The privileges of a role on a relation. */
  enum Access {
    /** The role may read every column. */
    ALL,
    /** The role may read some columns. */
    COLUMNS,
    /** The role has no privilege on the relation. */
    NONE,
    /** The role has no privilege on its schema. */
    NO_SCHEMA,
    /**
     * The snapshot contains the relation, but it was dropped since, so its privileges are unknown.
     */
    DROPPED
  }

  boolean isPartition() {
    return parent != 0;
  }

  /** Returns the qualified name as quoted SQL identifiers. */
  String quoted() {
    return Names.quote(schema, name);
  }

  /** Returns the qualified name for messages: {@code public.orders}. */
  String plain() {
    return schema + "." + name;
  }
}
