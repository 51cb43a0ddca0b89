package io.spillway.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an object.
 *
 * @param first its first byte
 * @param last its last byte
 */
record ByteRange(long first, long last) {
  private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  /**
   * What a Range header asks for of an object of that size; nothing for the whole, also when the
   * header makes no sense.
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

  /** Whether it holds a byte at all; nothing of an empty object does. */
  boolean isSatisfiable(long size) {
    return first < size && first <= last;
  }
}
