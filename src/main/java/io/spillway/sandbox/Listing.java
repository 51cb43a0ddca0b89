package io.spillway.sandbox;

import io.spillway.base.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A listing that fills pages by a request's {@code prefix}, {@code after} and {@code delimiter}.
 *
 * @param source opens the items from a key on
 * @param key returns an item's key
 * @param show returns an item as JSON
 * @param showPrefix returns a common prefix, up to and including the delimiter, as JSON
 */
record Listing<T>(
    Source<T> source, Function<T, Bytes> key, Show<T> show, Function<String, Object> showPrefix) {

  // UTF-8 text never contains it, so a prefix that it follows sorts after all keys with that
  // prefix.
  private static final byte LAST = (byte) 0xff;

  /** A source that opens items from a key (inclusive) on. */
  interface Source<T> {
    Cursor<T> from(Bytes key) throws IOException;
  }

  /** A function that returns an item as JSON. */
  interface Show<T> {
    Object show(T item) throws IOException;
  }

  /** Returns the page that the request asks for. */
  ListingPage page(HttpCall call) throws IOException {
    ListingPage page = ListingPage.of(call);
    Bytes prefix = Bytes.of(call.text("prefix"));
    Bytes after = Bytes.of(call.text("after"));
    Bytes delimiter = Bytes.of(call.text("delimiter"));
    Bytes from = after.compareTo(prefix) > 0 ? after : prefix;
    while (from != null) {
      from = fill(page, from, prefix, after, delimiter);
    }
    return page;
  }

  /**
   * Adds items up to the next common prefix and returns the key to continue from, or null if the
   * listing or the page is complete.
   */
  private @Nullable Bytes fill(
      ListingPage page, Bytes from, Bytes prefix, Bytes after, Bytes delimiter) throws IOException {
    try (Cursor<T> items = source.from(from)) {
      for (T item = items.next(); item != null; item = items.next()) {
        Bytes at = key.apply(item);
        if (!startsWith(at, prefix)) {
          return null;
        }
        Bytes common = common(at, prefix, delimiter);
        Bytes shown = common == null ? at : common;
        boolean isNew = !shown.equals(after);
        if (isNew && !page.add(shown.text(), common == null ? show.show(item) : group(common))) {
          return null;
        }
        if (common != null) {
          return behind(common);
        }
      }
      return null;
    }
  }

  private Object group(Bytes common) {
    return showPrefix.apply(common.text());
  }

  private static boolean startsWith(Bytes key, Bytes prefix) {
    return key.length() >= prefix.length()
        && Arrays.equals(key.array(), 0, prefix.length(), prefix.array(), 0, prefix.length());
  }

  private static @Nullable Bytes common(Bytes key, Bytes prefix, Bytes delimiter) {
    int length = delimiter.length();
    for (int end = prefix.length() + length; length > 0 && end <= key.length(); end++) {
      if (Arrays.equals(key.array(), end - length, end, delimiter.array(), 0, length)) {
        return Bytes.of(Arrays.copyOf(key.array(), end));
      }
    }
    return null;
  }

  private static Bytes behind(Bytes common) {
    byte[] behind = Arrays.copyOf(common.array(), common.length() + 1);
    behind[common.length()] = LAST;
    return Bytes.of(behind);
  }
}
