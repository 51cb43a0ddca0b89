package io.spillway.source.postgres.address;

import io.spillway.base.SpillwayException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database and its user: {@code postgresql://[USER@][HOST][:PORT]/[DATABASE][?…]}.
 *
 * @param host host name or IP address; an IPv6 address without brackets; or the folder of a Unix
 *     socket of this machine, which begins with a slash
 * @param port port of the server
 * @param database name of the database
 * @param user user that connects, whose privileges apply
 * @param parameters connection parameters, by their names in the driver
 */
public record PostgresAddress(
    String host, int port, String database, String user, Map<String, String> parameters)
    implements Serializable {
  /** The URI schemes of an address. */
  public static final List<String> SCHEMES = List.of("postgresql", "postgres");

  private static final int USUAL_PORT = 5432;
  private static final int LAST_PORT = 65_535;

  public PostgresAddress {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Parses the address that a user gave. Names are percent-encoded where necessary. Missing parts
   * come from {@code PGHOST}, {@code PGPORT}, {@code PGUSER} and {@code PGDATABASE}; without them,
   * the host is localhost and the user that of the operating system.
   *
   * @throws SpillwayException (bad input) if the address is invalid, or contains a password; the
   *     message does not repeat it
   */
  public static PostgresAddress parse(String uri) {
    return parse(uri, System.getenv());
  }

  static PostgresAddress parse(String text, Map<String, String> environment) {
    if (SCHEMES.stream().noneMatch(scheme -> text.startsWith(scheme + ":"))) {
      throw bad("it does not begin with postgresql://");
    }
    URI uri = uri(text);
    String authority = uri.getRawAuthority();
    if (uri.isOpaque()) {
      throw bad("the host is missing");
    }
    String all = authority == null ? "" : authority;
    String given = all.substring(0, all.lastIndexOf('@') + 1);
    String user = given.isEmpty() ? "" : user(given.substring(0, given.length() - 1));
    String place = all.substring(given.length());
    return new PostgresAddress(
        host(place, environment),
        port(place, environment),
        database(uri.getRawPath(), environment),
        user.isEmpty() ? usualUser(environment) : user,
        ConnectionParameters.parse(uri.getRawQuery(), environment));
  }

  private static URI uri(String text) {
    URI uri;
    try {
      // Without any part, it is no URI.
      uri = new URI(text.endsWith("://") ? text + "/" : text);
    } catch (URISyntaxException e) {
      // The exception contains the text, and the text may contain a password.
      throw bad("it is not a valid URI; percent-encode special characters, a space as %20");
    }
    if (uri.getRawFragment() != null) {
      throw bad("a # in a name is written %23");
    }
    return uri;
  }

  private static String user(String raw) {
    if (raw.indexOf(':') >= 0) {
      throw new SpillwayException(SpillwayException.Kind.BAD_INPUT, Passwords.NOT_IN_THE_URL);
    }
    return Percent.decode(raw);
  }

  private static String usualUser(Map<String, String> environment) {
    String user = environment.get("PGUSER");
    return user == null || user.isEmpty() ? System.getProperty("user.name", "postgres") : user;
  }

  private static String host(String place, Map<String, String> environment) {
    int bracket = place.indexOf(']');
    if (place.startsWith("[") && bracket > 0) {
      return place.substring(1, bracket);
    }
    int colon = place.indexOf(':');
    String host = Percent.decode(colon < 0 ? place : place.substring(0, colon));
    if (host.isEmpty()) {
      host = environment.getOrDefault("PGHOST", "");
      host = host.isEmpty() ? "localhost" : host;
    }
    if (host.indexOf(',') >= 0) {
      throw bad("it names several hosts, where one snapshot is of one server");
    }
    if (host.indexOf('/') > 0) {
      throw bad("the folder of a socket begins with a slash, which is written %2F");
    }
    return host;
  }

  private static int port(String place, Map<String, String> environment) {
    String rest = place.substring(place.startsWith("[") ? place.indexOf(']') + 1 : 0);
    int colon = rest.indexOf(':');
    String usual = environment.getOrDefault("PGPORT", "");
    boolean isGiven = colon >= 0 && colon < rest.length() - 1;
    if (!isGiven && usual.isEmpty()) {
      return USUAL_PORT;
    }
    String digits = isGiven ? rest.substring(colon + 1) : usual;
    if (digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int port = Integer.parseInt(digits);
      if (port > 0 && port <= LAST_PORT) {
        return port;
      }
    }
    throw bad("the port is not a number from 1 to " + LAST_PORT);
  }

  private static String database(@Nullable String rawPath, Map<String, String> environment) {
    String name = rawPath == null || rawPath.isEmpty() ? "" : rawPath.substring(1);
    if (name.isEmpty()) {
      String usual = environment.getOrDefault("PGDATABASE", "");
      if (usual.isEmpty()) {
        throw bad("the database is missing, and PGDATABASE is not set");
      }
      return usual;
    }
    if (name.indexOf('/') >= 0) {
      throw bad("one database is exported at a time; a / in its name is written %2F");
    }
    return Percent.decode(name);
  }

  private static SpillwayException bad(String why) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        "Invalid address of a Postgres database: "
            + why
            + ". Give postgresql://USER@HOST:PORT/DATABASE.");
  }

  /** Returns whether the server is reached by a Unix socket of this machine. */
  public boolean isSocket() {
    return host.startsWith("/");
  }

  /**
   * Returns the address without user and parameters, as in ledgers: {@code
   * postgresql://host:5432/shop}.
   */
  public String source() {
    String server = isSocket() ? Percent.encode(host, ".") + ":" + port : server();
    return "postgresql://" + server + "/" + Percent.encode(database, "");
  }

  /** Returns host and port for messages: {@code host:5432}. */
  public String server() {
    return (host.indexOf(':') >= 0 && !isSocket() ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns the JDBC URL. The driver receives all other parameters as properties. */
  public String jdbcUrl() {
    String server = isSocket() ? "localhost:" + port : server();
    return "jdbc:postgresql://" + server + "/" + Percent.encode(database, "");
  }

  /** Returns the properties by which the driver reaches a socket; empty for a host. */
  public Map<String, String> socketProperties() {
    return isSocket()
        ? Map.of(
            "socketFactory",
            UnixSocketFactory.class.getName(),
            "socketFactoryArg",
            host + "/.s.PGSQL." + port,
            "sslmode",
            "disable",
            "gssEncMode",
            "disable")
        : Map.of();
  }

  @Override
  public String toString() {
    return source();
  }
}
