package io.spillway.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of bytes of an object.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte (inclusive)
 */
record ByteRange(long first, long last) {
  private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  /**
   * Returns the range that a Range header requests, or empty for the whole object. A malformed
   * header also stands for the whole object.
   *
   * @param size of the object in bytes
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher syntax = SYNTAX.matcher(header);
    if (!syntax.matches() || header.equals("bytes=-")) {
      return Optional.empty();
    }
    return Optional.of(range(syntax.group(1), syntax.group(2), size));
  }

  private static ByteRange range(String from, String to, long size) {
    if (from.isEmpty()) {
      long length = Long.parseLong(to);
      return new ByteRange(length == 0 ? size : Math.max(0, size - length), size - 1);
    }
    long last = to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to));
    return new ByteRange(Long.parseLong(from), last);
  }

  /**
   * Returns whether the range contains a byte of an object of the given size. No range of an empty
   * object does.
   */
  boolean isSatisfiable(long size) {
    return first < size && first <= last;
  }
}
