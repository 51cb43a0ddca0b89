package io.spillway.source.postgres.address;

import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The password file of libpq. A line is {@code host:port:database:user:password}, {@code *} matches
 * anything, a backslash escapes a colon or a backslash, and the first matching line applies
 * (PostgreSQL documentation, "The Password File").
 */
final class PasswordFile {
  private static final int FIELDS = 5;

  /** The host by which libpq looks up a server that is reached by a socket. */
  private static final String LOCALHOST = "localhost";

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private PasswordFile() {}

  /**
   * Finds the password for an address; empty if the file does not exist or has no matching line.
   *
   * @throws SpillwayException (refused) if the password is found but other users can read the file;
   *     libpq ignores such a file, too
   */
  static Optional<String> find(Path file, PostgresAddress address) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Optional<String> password =
        text.lines().flatMap(line -> password(line, address).stream()).findFirst();
    if (password.isPresent() && isOpenToOthers(file)) {
      throw new SpillwayException(
          SpillwayException.Kind.REFUSED,
          "Others can read the password file "
              + file
              + ", and so it is not used: run chmod 600 on it.");
    }
    return password;
  }

  private static boolean isOpenToOthers(Path file) throws IOException {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  private static Optional<String> password(String line, PostgresAddress address) {
    if (line.startsWith("#")) {
      return Optional.empty();
    }
    List<String> fields = fields(line);
    boolean fits =
        fields.size() >= FIELDS
            && fits(fields.get(0), address.isSocket() ? LOCALHOST : address.host())
            && fits(fields.get(1), Integer.toString(address.port()))
            && fits(fields.get(2), address.database())
            && fits(fields.get(3), address.user());
    return fits ? Optional.of(fields.get(FIELDS - 1)) : Optional.empty();
  }

  private static boolean fits(String field, String value) {
    return field.equals("*") || field.equals(value);
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        field.append(line.charAt(i));
      } else if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
