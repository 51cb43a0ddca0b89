package io.spillway.store.s3.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;

/**
 * The percent-encoding of RFC 3986, as S3 expects it in paths, queries and the sources of copies.
 */
final class PercentEncoding {
  private static final BitSet UNRESERVED = new BitSet(128);
  private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

  static {
    UNRESERVED.set('a', 'z' + 1);
    UNRESERVED.set('A', 'Z' + 1);
    UNRESERVED.set('0', '9' + 1);
    "-._~".chars().forEach(UNRESERVED::set);
  }

  private PercentEncoding() {}

  /** Returns a name or value of a query, in which only unreserved characters stay as they are. */
  static String ofQuery(String text) {
    return encoded(text, false);
  }

  /** Returns a path whose slashes stay as they are. */
  static String ofPath(String text) {
    return encoded(text, true);
  }

  private static String encoded(String text, boolean keepsSlashes) {
    int plain = 0;
    while (plain < text.length() && stays(text.charAt(plain), keepsSlashes)) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, plain);
    for (byte next : text.substring(plain).getBytes(UTF_8)) {
      int value = next & 0xFF;
      if (stays(value, keepsSlashes)) {
        encoded.append((char) value);
      } else {
        encoded.append('%').append(DIGITS[value >> 4]).append(DIGITS[value & 0xF]);
      }
    }
    return encoded.toString();
  }

  private static boolean stays(int character, boolean keepsSlashes) {
    return UNRESERVED.get(character) || (keepsSlashes && character == '/');
  }
}
