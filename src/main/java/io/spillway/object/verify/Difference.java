package io.spillway.object.verify;

import io.spillway.outcome.Failure;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * A key at which a destination is not known to match a commit.
 *
 * @param kind the kind of difference
 * @param key as in the commit or at the destination
 * @param expectedSize bytes in the commit, or -1 if it does not have the key
 * @param size bytes at the destination, or -1 if it does not have the key
 * @param expectedChecksum the checksum in the commit; empty if it does not have the key
 * @param tag the destination's tag; empty if it has none
 * @param md5 MD5 of the content at the destination; empty if it was not read
 * @param reason why the key could not be checked; empty for all other kinds
 */
public record Difference(
    Kind kind,
    String key,
    long expectedSize,
    long size,
    String expectedChecksum,
    String tag,
    String md5,
    String reason)
    implements Serializable {

  /** A kind of difference. */
  public enum Kind {
    /** The commit has the key, and the destination does not. */
    MISSING,
    /** The destination has the key, and the commit does not. */
    EXTRA,
    /** Both have the key, with different sizes. */
    SIZE,
    /** Both have the key, with equal sizes and different contents. */
    CHECKSUM,
    /** The key could not be checked, because something could not be read. */
    UNREADABLE;

    /** Returns the printed form: {@code missing}, {@code checksum}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Difference {
    Objects.requireNonNull(kind);
  }

  /** Returns the difference of a key that only the commit has. */
  public static Difference missing(String key, long size, String checksum) {
    return new Difference(Kind.MISSING, key, size, -1, checksum, "", "", "");
  }

  /** Returns the difference of a key that only the destination has. */
  public static Difference extra(String key, long size, String tag) {
    return new Difference(Kind.EXTRA, key, -1, size, "", tag, "", "");
  }

  /** Returns one line for people, with control characters escaped. */
  @Override
  public String toString() {
    return Failure.printable(key) + ": " + Failure.printable(words());
  }

  private String words() {
    return switch (kind) {
      case MISSING -> "missing (" + expectedSize + " bytes)";
      case EXTRA -> "extra (" + size + " bytes)";
      case SIZE -> "has " + size + " bytes, the commit says " + expectedSize;
      case CHECKSUM -> found() + ", the commit says " + expectedChecksum;
      case UNREADABLE -> "could not be checked: " + reason;
    };
  }

  private String found() {
    return md5.isEmpty() ? "has the tag " + tag : "its content has the MD5 " + md5;
  }
}
