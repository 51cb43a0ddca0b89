package io.spillway.plan;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * A key at which a destination is not known to have what a commit says.
 *
 * @param kind what is wrong
 * @param key as the commit or the destination has it
 * @param expectedSize bytes that the commit says; -1 for what it does not have
 * @param size bytes that the destination has; -1 for nothing
 * @param expectedChecksum what the commit says; empty for what it does not have
 * @param tag the destination's, empty where it has none
 * @param md5 of the content at the destination; empty where that was not read
 * @param reason why it could not be checked; empty for all other kinds
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

  /** Kinds of differences. */
  public enum Kind {
    /** The commit has it, and the destination has not. */
    MISSING,
    /** The destination has it, and the commit has not. */
    EXTRA,
    /** Both have it, of different sizes. */
    SIZE,
    /** Both have it, of one size and with different contents. */
    CHECKSUM,
    /** Nobody can tell: something could not be read. */
    UNREADABLE;

    /** {@code missing}, {@code checksum}: as it is printed. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Difference {
    Objects.requireNonNull(kind);
  }

  /** The commit has it, and the destination has not. */
  public static Difference missing(String key, long size, String checksum) {
    return new Difference(Kind.MISSING, key, size, -1, checksum, "", "", "");
  }

  /** The destination has it, and the commit has not. */
  public static Difference extra(String key, long size, String tag) {
    return new Difference(Kind.EXTRA, key, -1, size, "", tag, "", "");
  }

  /** One line for people, whatever the key holds: control characters are escaped. */
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
