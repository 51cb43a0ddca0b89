package io.spillway.source.postgres;

import io.spillway.base.SpillwayException;
import io.spillway.base.SpillwayException.Kind;
import io.spillway.rows.RowReadException.Remedy;
import io.spillway.source.postgres.address.PostgresAddress;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What errors of the driver and the server mean (PostgreSQL documentation, "Error Codes"). */
final class SqlErrors {
  static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String UNDEFINED_SCHEMA = "3F000";
  private static final String OUT_OF_MEMORY = "53200";
  private static final String CANCELED = "57014";
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String UNKNOWN_DATABASE = "3D000";
  private static final Set<String> TRANSIENT =
      Set.of(
          CANCELED,
          OUT_OF_MEMORY,
          LOCK_NOT_AVAILABLE,
          // A standby that cannot hold recovery up any longer; a deadlock with somebody's ALTER.
          "40001",
          "40P01");
  private static final Set<String> SESSION_LOST =
      Set.of(
          // Told to go, by an administrator or by a standby; the server stops, or starts.
          "57P01", "57P02", "57P03", "57P05", "25P03", "25P04", TOO_MANY_CONNECTIONS);
  private static final String CONNECTION_CLASS = "08";

  private SqlErrors() {}

  /** The code of an error; empty where it has none. */
  static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /** What the server says, or else the driver: the first sentence, without a full stop. */
  static String said(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    String text = server == null ? e.getMessage() : server.getMessage();
    String plain = text == null || text.isBlank() ? "an error " + state(e) : text.strip();
    plain = plain.startsWith("FATAL: ") ? plain.substring("FATAL: ".length()) : plain;
    int end = plain.indexOf(". ");
    String first = end < 0 ? plain : plain.substring(0, end);
    return first.replaceAll("\\s*\\R\\s*", " ").replaceAll("[.\\s]+$", "");
  }

  /** Whether the server's table of locks is full: fewer at a time may do. */
  static boolean isOutOfLocks(SQLException e) {
    return state(e).equals(OUT_OF_MEMORY) && said(e).contains("shared memory");
  }

  /** Whether the server, the database or the role has no connection left. */
  static boolean isOutOfConnections(SQLException e) {
    return state(e).equals(TOO_MANY_CONNECTIONS);
  }

  /** Whether names in a statement mean nothing, or not what they meant. */
  static boolean isOfNames(SQLException e) {
    return state(e).startsWith("42") || state(e).equals(UNDEFINED_SCHEMA);
  }

  /** What may help a reader. */
  static Remedy remedy(SQLException e) {
    String state = state(e);
    if (state.startsWith(CONNECTION_CLASS) || SESSION_LOST.contains(state)) {
      return Remedy.ANOTHER_SESSION;
    }
    return TRANSIENT.contains(state) ? Remedy.AGAIN : Remedy.NONE;
  }

  /** What may help where a connection could not be made. */
  static Remedy remedyOfConnecting(SQLException e) {
    boolean refused = state(e).startsWith("28") || state(e).equals(UNKNOWN_DATABASE);
    return refused || remedy(e) != Remedy.ANOTHER_SESSION ? Remedy.NONE : Remedy.ANOTHER_SESSION;
  }

  /** For the user, why there is no connection. */
  static String whyNotConnected(PostgresAddress address, SQLException e) {
    String server = "Postgres at " + address.server();
    if (causedBy(e, UnknownHostException.class)) {
      return "Unknown host '" + address.host() + "' in the address " + address + ".";
    }
    if (state(e).equals(UNKNOWN_DATABASE)) {
      return "Unknown database '" + address.database() + "': " + server + " has none of that name.";
    }
    if (state(e).startsWith("28")) {
      return server
          + " refuses the user '"
          + address.user()
          + "' ("
          + said(e)
          + "): check the user, and the password in PGPASSWORD, ~/.pgpass or what"
          + " --password-command prints.";
    }
    if (isOutOfConnections(e)) {
      return server + " has no connection left (" + said(e) + "): end others, or wait.";
    }
    return "Cannot connect to " + server + ": " + said(e) + ".";
  }

  /** The same as what stops an export. */
  static SpillwayException notConnected(PostgresAddress address, SQLException e) {
    Kind kind = Kind.UNREACHABLE;
    if (state(e).equals(UNKNOWN_DATABASE)) {
      kind = Kind.BAD_INPUT;
    } else if (isOutOfConnections(e)) {
      kind = Kind.REFUSED;
    }
    return new SpillwayException(kind, whyNotConnected(address, e), e);
  }

  /** Something that does not work while an export is prepared. */
  static SpillwayException failed(String what, SQLException e) {
    Kind kind = remedy(e) == Remedy.ANOTHER_SESSION ? Kind.UNREACHABLE : Kind.FAILED;
    return new SpillwayException(kind, "Cannot " + what + ": " + said(e) + ".", e);
  }

  /** The password cannot be had. */
  static SpillwayException noPassword(IOException e) {
    return new SpillwayException(Kind.UNREACHABLE, String.valueOf(e.getMessage()), e);
  }

  private static boolean causedBy(@Nullable Throwable e, Class<? extends Throwable> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
