package io.spillway.base;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Locations as users type them. A {@code file:} location is a URI, whose escapes are decoded, and a
 * path is a folder; all others are taken literally, because keys of object stores are opaque.
 * Addresses from data are never read this way: {@link Location#parse} takes them as they are.
 */
public final class GivenLocation {
  private static final String FILE = "file:";
  private static final String LEDGER = "_spillway";

  private GivenLocation() {}

  /**
   * Parses a location that a user typed: {@code s3://bucket/prefix}, {@code file:///tmp/a%20b},
   * {@code file:/tmp/x}, {@code /tmp/x}, {@code ./out}, {@code ~/out}.
   *
   * @throws SpillwayException (bad input) if it is invalid, or if an escape in it was taken
   *     literally by an earlier export
   */
  public static Location parse(String text) {
    if (isPath(text)) {
      return ofPath(text);
    }
    return text.toLowerCase(Locale.ROOT).startsWith(FILE) ? ofUri(text) : Location.parse(text);
  }

  /** Returns a location in a form that {@link #parse} reads as that location. */
  public static String text(Location location) {
    String literal = location.toString();
    return literal.startsWith(FILE) ? literal.replace("%", "%25") : literal;
  }

  /** Returns whether a text is a path that starts at the root, a home or the working folder. */
  public static boolean isPath(String text) {
    return text.startsWith("/")
        || text.equals("~")
        || text.startsWith("~/")
        || text.equals(".")
        || text.equals("..")
        || text.startsWith("./")
        || text.startsWith("../");
  }

  private static Location ofPath(String text) {
    String path =
        text.startsWith("~") ? System.getProperty("user.home", "/") + text.substring(1) : text;
    try {
      return Location.ofFolder(Path.of(path));
    } catch (InvalidPathException e) {
      throw new SpillwayException(
          BAD_INPUT, "'" + text + "' is not a path here: " + e.getReason() + ".", e);
    }
  }

  private static Location ofUri(String text) {
    String rest = text.substring(FILE.length());
    if (!rest.startsWith("/")) {
      throw new SpillwayException(
          BAD_INPUT, "'" + text + "' has no absolute path: write it as file:///DIRECTORY.");
    }
    Location literal = Location.parse(rest.startsWith("//") ? FILE + rest : FILE + "//" + rest);
    Location decoded =
        new Location(literal.scheme(), literal.authority(), decoded(text, literal.path()));
    if (!decoded.equals(literal) && hasLedger(literal) && !hasLedger(decoded)) {
      throw new SpillwayException(
          BAD_INPUT,
          "'"
              + text
              + "' stands for the folder /"
              + decoded.path()
              + ", and an earlier version exported to the folder /"
              + literal.path()
              + ": rename that folder to the former, or give its path without file:.");
    }
    return decoded;
  }

  private static boolean hasLedger(Location root) {
    try {
      return Files.isDirectory(Path.of("/" + root.path(), LEDGER));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String decoded(String text, String path) {
    return unescaped(path)
        .orElseThrow(
            () ->
                new SpillwayException(
                    BAD_INPUT,
                    "'"
                        + text
                        + "' has an invalid escape: write % as %25 in a file: location, or give the"
                        + " path without file:."));
  }

  /** Returns a path with its escapes decoded as UTF-8; empty if one of them is invalid. */
  private static Optional<String> unescaped(String path) {
    byte[] raw = path.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit((char) raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit((char) raw[i + 2], 16) : -1;
      int value = high << 4 | low;
      if (high < 0 || low < 0 || value == 0) {
        return Optional.empty();
      }
      bytes.write(value);
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
