package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Percent;

/**
 * The folder of a table's files: {@code database/schema.table}. Letters and digits of ASCII and
 * {@code _-$} stay, and a dot of the table's name; all else is percent-encoded, so that every store
 * takes it and no two tables have the same. Names that differ in their capitals have folders that
 * do so too: a file system that knows no capitals takes them for one.
 */
final class Folder {
  private Folder() {}

  static String of(String database, String schema, String table) {
    return Percent.encode(database, "")
        + "/"
        + Percent.encode(schema, "")
        + "."
        + Percent.encode(table, ".");
  }
}
