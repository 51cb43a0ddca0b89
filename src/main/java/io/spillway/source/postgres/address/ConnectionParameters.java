package io.spillway.source.postgres.address;

import io.spillway.base.SpillwayException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that an address may contain, by their libpq and driver names. All others are
 * rejected: many of the driver's parameters name classes to load, or change the format of values.
 */
final class ConnectionParameters {
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslnegotiation", "sslNegotiation"),
          Map.entry("channelbinding", "channelBinding"),
          Map.entry("requireauth", "requireAuth"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("krbsrvname", "kerberosServerName"),
          Map.entry("kerberosservername", "kerberosServerName"),
          Map.entry("connecttimeout", "connectTimeout"),
          Map.entry("logintimeout", "loginTimeout"),
          Map.entry("sockettimeout", "socketTimeout"),
          Map.entry("targetservertype", "targetServerType"),
          Map.entry("applicationname", "ApplicationName"),
          Map.entry("options", "options"));

  /** The variables of libpq that stand for a parameter that the address does not give. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "PGSSLMODE", "sslmode",
          "PGSSLROOTCERT", "sslrootcert",
          "PGSSLCERT", "sslcert",
          "PGSSLKEY", "sslkey");

  private ConnectionParameters() {}

  /**
   * Parses the query part of an address, and adds what the environment gives.
   *
   * @throws SpillwayException (bad input) if a parameter is unknown, occurs twice, or is a password
   */
  static Map<String, String> parse(@Nullable String rawQuery, Map<String, String> environment) {
    Map<String, String> parameters = parse(rawQuery);
    VARIABLES.forEach(
        (variable, name) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isEmpty()) {
            parameters.putIfAbsent(name, value);
          }
        });
    return parameters;
  }

  private static Map<String, String> parse(@Nullable String rawQuery) {
    Map<String, String> parameters = new TreeMap<>();
    if (rawQuery == null || rawQuery.isEmpty()) {
      return parameters;
    }
    for (String one : rawQuery.split("&", -1)) {
      int equals = one.indexOf('=');
      String name = Percent.decode(equals < 0 ? one : one.substring(0, equals));
      String value = equals < 0 ? "" : Percent.decode(one.substring(equals + 1));
      if (parameters.put(known(name), value) != null) {
        throw bad("The address gives " + name + " twice.");
      }
    }
    return parameters;
  }

  private static String known(String name) {
    String plain = Names.lower(name).replace("_", "");
    if (plain.equals("password") || plain.equals("sslpassword")) {
      throw bad(
          plain.equals("password")
              ? Passwords.NOT_IN_THE_URL
              : "The address holds the password of a key (sslpassword), where it would be seen:"
                  + " give a key without one, which only its owner can read.");
    }
    String known = KNOWN.get(plain);
    if (known == null) {
      throw bad(
          "Unknown parameter '"
              + name
              + "' of the address: known are "
              + KNOWN.values().stream().distinct().sorted().collect(Collectors.joining(", "))
              + ".");
    }
    return known;
  }

  private static SpillwayException bad(String message) {
    return new SpillwayException(SpillwayException.Kind.BAD_INPUT, message);
  }
}
