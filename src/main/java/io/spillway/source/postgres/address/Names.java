package io.spillway.source.postgres.address;

import java.util.Locale;

/** Conversions of names for SQL and for comparison. */
public final class Names {
  private Names() {}

  /** Returns a name as a quoted SQL identifier, for any characters: {@code "My ""table"""}. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Returns a qualified name as quoted SQL identifiers. */
  public static String quote(String schema, String name) {
    return quote(schema) + '.' + quote(name);
  }

  /**
   * Returns a text as an SQL string literal. Requires {@code standard_conforming_strings} to be on.
   */
  public static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /** Returns a text in lower case, regardless of the locale of this machine. */
  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
