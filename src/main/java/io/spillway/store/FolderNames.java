package io.spillway.store;

import io.spillway.base.Location;
import io.spillway.store.StoreException.Reason;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The names that no file system holds as they are, and those of unfinished files. */
public final class FolderNames {
  private static final Pattern TEMPORARY = Pattern.compile("\\.spillway-[0-9a-f]{32}\\.tmp");

  private FolderNames() {}

  /** Returns a temporary name that no listing takes for an object. */
  public static String temporary() {
    return ".spillway-" + unique() + ".tmp";
  }

  /** Returns a name that no other file has. */
  public static String unique() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Returns whether a name is that of an unfinished file. */
  public static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /** Returns the reason why no file can have a segment of a key as its name, or empty. */
  public static Optional<String> objection(String segment) {
    if (segment.isEmpty()) {
      return Optional.of("between two slashes, or at an end, there is no name");
    }
    if (segment.equals(".") || segment.equals("..")) {
      return Optional.of("'" + segment + "' is not allowed as a path segment");
    }
    if (segment.indexOf('\0') >= 0) {
      return Optional.of("a name holds the character NUL");
    }
    return isTemporary(segment)
        ? Optional.of("Spillway names its unfinished files like that")
        : Optional.empty();
  }

  /** Returns the failure of a key that can have no file. */
  public static StoreException unfit(Location object, String why) {
    return new StoreException(
        Reason.UNFIT, "A file system cannot hold " + object + ": " + why + ".");
  }
}
