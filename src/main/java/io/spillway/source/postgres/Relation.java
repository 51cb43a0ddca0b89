package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Names;

/**
 * A table, or what is read like one, as the catalogue has it in the snapshot.
 *
 * @param oid its number
 * @param schema of it
 * @param name within the schema
 * @param kind what it is
 * @param parent whose partition it is, or 0
 * @param cut whether its rows lie in blocks that can be read apart
 * @param pages of it, when its statistics were last taken; 0 before
 * @param toastPages the same of its long values
 * @param rows by those statistics, or -1
 * @param live rows as they have been counted since, or 0
 * @param access what this role may read of it
 * @param obstacle why its rows cannot be read in the snapshot; empty when they can
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

  /** {@code pg_class.relkind}. */
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

    /** Whether it is a table that is exported without being named. */
    boolean isTable() {
      return this == TABLE || this == PARTITIONED;
    }
  }

  /** What a role may read. */
  enum Access {
    /** Every column. */
    ALL,
    /** Some columns. */
    COLUMNS,
    /** Nothing of it. */
    NONE,
    /** Nothing of its schema. */
    NO_SCHEMA,
    /** The snapshot knows it, and it was dropped since: no right is known. */
    DROPPED
  }

  boolean isPartition() {
    return parent != 0;
  }

  /** For SQL. */
  String quoted() {
    return Names.quote(schema, name);
  }

  /** For messages: {@code public.orders}. */
  String plain() {
    return schema + "." + name;
  }
}
