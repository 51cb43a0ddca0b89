package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A lookup of single keys of one snapshot. Each lookup reads a few blocks of a file, so it is meant
 * for few keys. Not thread-safe.
 */
public final class KeyLookup {
  private static final byte SLASH = '/';

  private final ObjectSource source;
  private final KeyGlobs globs;
  private final List<Range> ranges;

  KeyLookup(ObjectSource source, KeyGlobs globs) throws IOException {
    this.source = source;
    this.globs = globs;
    this.ranges = source.ranges();
  }

  /**
   * Returns whether the snapshot has a key, and it is selected.
   *
   * @throws IOException as {@link ObjectSource#entries}
   */
  public boolean has(Bytes key) throws IOException {
    return globs.matches(key) && first(key, key, key).isPresent();
  }

  /**
   * Returns the first selected key that begins with a key and a slash.
   *
   * @throws IOException as {@link ObjectSource#entries}
   */
  public Optional<Bytes> firstBelow(Bytes key) throws IOException {
    Bytes folder = followed(key, SLASH);
    return first(folder, followed(key, (byte) (SLASH + 1)), folder);
  }

  private static Bytes followed(Bytes key, byte last) {
    byte[] longer = Arrays.copyOf(key.array(), key.length() + 1);
    longer[key.length()] = last;
    return Bytes.of(longer);
  }

  /** Returns the first selected key from one key to another that begins with a prefix. */
  private Optional<Bytes> first(Bytes from, Bytes last, Bytes prefix) throws IOException {
    for (Range range : ranges) {
      if (!meets(range, from, last)) {
        continue;
      }
      try (EntryCursor entries = source.entries(range, justBefore(from), last)) {
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
          Bytes key = entry.key();
          boolean fits = prefix.equals(last) ? key.equals(prefix) : key.startsWith(prefix);
          if (fits && globs.matches(key)) {
            return Optional.of(key);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean meets(Range range, Bytes from, Bytes last) {
    return !range.isNone()
        && last.compareTo(range.min()) >= 0
        && (range.max().length() == 0 || from.compareTo(range.max()) <= 0);
  }

  /**
   * Returns a key before the given one, with hardly any key in between. It consists of whole
   * characters, because listings accept no others.
   */
  private static Bytes justBefore(Bytes key) {
    String text = key.text();
    if (text.isEmpty()) {
      return Bytes.EMPTY;
    }
    int last = text.codePointBefore(text.length());
    String start = text.substring(0, text.length() - Character.charCount(last));
    if (last == 0) {
      return Bytes.of(start);
    }
    int lower = last - 1 == Character.MAX_SURROGATE ? Character.MIN_SURROGATE - 1 : last - 1;
    return Bytes.of(
        start + Character.toString(lower) + Character.toString(Character.MAX_CODE_POINT));
  }
}
