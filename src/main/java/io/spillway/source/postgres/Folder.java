package io.spillway.source.postgres;

import io.spillway.source.postgres.address.Percent;

/**
 * The folder of a table's files: {@code database/schema.table}. ASCII letters, digits and {@code
 * _-$} are kept, and so is a dot in the table's name. All other characters are percent-encoded, so
 * that every store accepts the folder and no two tables share one. Names that differ only in case
 * have folders that differ only in case; a case-insensitive file system treats these as one folder.
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
