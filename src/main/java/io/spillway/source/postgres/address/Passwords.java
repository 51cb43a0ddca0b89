package io.spillway.source.postgres.address;

import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A finder of passwords. A password never comes from a URL, which every process of a machine can
 * see.
 */
public final class Passwords {
  /** The message for a URL that contains a password. */
  static final String NOT_IN_THE_URL =
      "The address holds a password, where others can see it: give it as PGPASSWORD, in ~/.pgpass,"
          + " in a Hadoop credential provider or by --password-command instead.";

  private Passwords() {}

  /**
   * Finds the password. The order is: command, credential provider, environment, password file.
   *
   * @param given password from a credential provider
   * @param command command that prints the password
   * @param environment environment variables, of which {@code PGPASSWORD} and {@code PGPASSFILE}
   *     are used
   * @param home folder of {@code .pgpass}
   * @throws SpillwayException (refused) if the password is in a file that other users can read
   */
  public static Password find(
      PostgresAddress address,
      Optional<String> given,
      Optional<String> command,
      Map<String, String> environment,
      Path home)
      throws IOException {
    if (command.isPresent()) {
      return new Password.Command(command.get());
    }
    if (given.isPresent()) {
      return new Password.Fixed(given.get());
    }
    String known = environment.getOrDefault("PGPASSWORD", "");
    if (!known.isEmpty()) {
      return new Password.Fixed(known);
    }
    String file = environment.getOrDefault("PGPASSFILE", "");
    return PasswordFile.find(file.isEmpty() ? home.resolve(".pgpass") : Path.of(file), address)
        .<Password>map(Password.Fixed::new)
        .orElse(Password.None.NONE);
  }
}
