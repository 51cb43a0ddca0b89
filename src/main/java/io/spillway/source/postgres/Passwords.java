package io.spillway.source.postgres;

import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where passwords come from: never from an address, which every process of a machine may see. */
final class Passwords {
  /** What is said of an address that holds one. */
  static final String NOT_IN_THE_URL =
      "The address holds a password, where others can see it: give it as PGPASSWORD, in ~/.pgpass,"
          + " in a Hadoop credential provider or by --password-command instead.";

  private Passwords() {}

  /**
   * Finds the password: a command that was asked for goes before what happens to lie about.
   *
   * @param given what a credential provider had
   * @param environment {@code PGPASSWORD} and {@code PGPASSFILE} of it count
   * @param home where {@code .pgpass} may be
   * @throws SpillwayException (refused) when a file has it that others can read
   */
  static Password find(
      PostgresAddress address,
      Optional<String> given,
      PostgresOptions options,
      Map<String, String> environment,
      Path home)
      throws IOException {
    if (options.passwordCommand().isPresent()) {
      return new Password.Command(options.passwordCommand().get());
    }
    if (given.isPresent()) {
      return new Password.Known(given.get());
    }
    String known = environment.getOrDefault("PGPASSWORD", "");
    if (!known.isEmpty()) {
      return new Password.Known(known);
    }
    String file = environment.getOrDefault("PGPASSFILE", "");
    return PasswordFile.find(file.isEmpty() ? home.resolve(".pgpass") : Path.of(file), address)
        .<Password>map(Password.Known::new)
        .orElse(Password.None.NONE);
  }
}
