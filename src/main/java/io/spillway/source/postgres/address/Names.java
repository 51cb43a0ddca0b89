package io.spillway.source.postgres.address;

import java.util.Locale;

/** Names as SQL and people write them. */
public final class Names {
  private Names() {}

  /** As an identifier of SQL, whatever letters it has: {@code "My ""table"""}. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The same of a name within a schema. */
  public static String quote(String schema, String name) {
    return quote(schema) + '.' + quote(name);
  }

  /** As a text of SQL, with {@code standard_conforming_strings} on. */
  public static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /** In lower case, whatever the language of this machine. */
  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
