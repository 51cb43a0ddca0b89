package io.spillway.source.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * A name in the catalogue. A database of encoding {@code SQL_ASCII} may hold names that are not
 * UTF-8, which the server refuses to send as text. There, names are requested as hexadecimal
 * digits.
 *
 * @param text name; bytes that are not UTF-8 are shown as {@code \xE4}
 * @param isUtf8 whether SQL can contain the name
 */
record CatalogueName(String text, boolean isUtf8) {
  /** The reason why what has such a name cannot be read, as the end of a sentence. */
  static final String OBSTACLE =
      "is not UTF-8, as in a database of encoding SQL_ASCII, and no statement can contain it;"
          + " rename it";

  /** Returns whether the names of a database are requested as hexadecimal digits. */
  static boolean isInHex(Connection connection) throws SQLException {
    return "SQL_ASCII"
        .equals(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
  }

  /**
   * Returns a query whose names arrive in a form that {@link #read} accepts.
   *
   * @param expressions expressions of names, each first in the query's select list
   */
  static String query(Connection connection, String sql, String... expressions)
      throws SQLException {
    String query = sql;
    if (isInHex(connection)) {
      for (String one : expressions) {
        int at = query.indexOf(one);
        query =
            query.substring(0, at)
                + "pg_catalog.encode(pg_catalog.convert_to("
                + one
                + "::pg_catalog.text, 'SQL_ASCII'), 'hex')"
                + query.substring(at + one.length());
      }
    }
    return query;
  }

  /** Reads a name. */
  static CatalogueName read(ResultSet result, int column) throws SQLException {
    String text = result.getString(column);
    if (!isInHex(result.getStatement().getConnection())) {
      return new CatalogueName(text, true);
    }
    byte[] bytes = HexFormat.of().parseHex(text);
    try {
      return new CatalogueName(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), true);
    } catch (CharacterCodingException e) {
      StringBuilder shown = new StringBuilder();
      for (byte one : bytes) {
        shown.append(
            one >= 0 ? String.valueOf((char) one) : String.format(Locale.ROOT, "\\x%02X", one));
      }
      return new CatalogueName(shown.toString(), false);
    }
  }
}
