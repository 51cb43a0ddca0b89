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

/**
 * A classification of errors of the driver and the server (PostgreSQL documentation, "Error
 * Codes").
 */
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
          // A standby that cannot delay recovery any longer; a deadlock with an ALTER of another
          // session.
          "40001",
          "40P01");
  private static final Set<String> SESSION_LOST =
      Set.of(
          // Terminated by an administrator or by a standby; the server is stopping or starting.
          "57P01", "57P02", "57P03", "57P05", "25P03", "25P04", TOO_MANY_CONNECTIONS);
  private static final String CONNECTION_CLASS = "08";

  private SqlErrors() {}

  /** Returns the SQLSTATE of an error; empty if it has none. */
  static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /**
   * Returns the message of the server, or else of the driver: its first sentence without a full
   * stop.
   */
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

  /** Returns whether the server's lock table is full. Fewer locks at a time may fit. */
  static boolean isOutOfLocks(SQLException e) {
    return state(e).equals(OUT_OF_MEMORY) && said(e).contains("shared memory");
  }

  /** Returns whether the server, the database or the role has no connection left. */
  static boolean isOutOfConnections(SQLException e) {
    return state(e).equals(TOO_MANY_CONNECTIONS);
  }

  /**
   * Returns whether a name in a statement is unknown or no longer refers to the expected object.
   */
  static boolean isOfNames(SQLException e) {
    return state(e).startsWith("42") || state(e).equals(UNDEFINED_SCHEMA);
  }

  /** Returns the remedy for an error of a reader. */
  static Remedy remedy(SQLException e) {
    String state = state(e);
    if (state.startsWith(CONNECTION_CLASS) || SESSION_LOST.contains(state)) {
      return Remedy.ANOTHER_SESSION;
    }
    return TRANSIENT.contains(state) ? Remedy.AGAIN : Remedy.NONE;
  }

  /** Returns the remedy for a connection that could not be opened. */
  static Remedy remedyOfConnecting(SQLException e) {
    boolean refused = state(e).startsWith("28") || state(e).equals(UNKNOWN_DATABASE);
    return refused || remedy(e) != Remedy.ANOTHER_SESSION ? Remedy.NONE : Remedy.ANOTHER_SESSION;
  }

  /** Returns the reason why there is no connection, for the user. */
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

  /** Returns the exception for a connection that could not be opened. */
  static SpillwayException notConnected(PostgresAddress address, SQLException e) {
    Kind kind = Kind.UNREACHABLE;
    if (state(e).equals(UNKNOWN_DATABASE)) {
      kind = Kind.BAD_INPUT;
    } else if (isOutOfConnections(e)) {
      kind = Kind.REFUSED;
    }
    return new SpillwayException(kind, whyNotConnected(address, e), e);
  }

  /**
   * Returns the exception for a step that failed while the export was prepared.
   *
   * @param what the failed step, as the rest of "Cannot …"
   */
  static SpillwayException failed(String what, SQLException e) {
    Kind kind = remedy(e) == Remedy.ANOTHER_SESSION ? Kind.UNREACHABLE : Kind.FAILED;
    return new SpillwayException(kind, "Cannot " + what + ": " + said(e) + ".", e);
  }

  /** Returns the exception for a password that cannot be obtained. */
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
