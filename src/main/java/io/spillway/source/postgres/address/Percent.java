package io.spillway.source.postgres.address;

import io.spillway.base.SpillwayException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of UTF-8. */
public final class Percent {
  private static final String ALWAYS_PLAIN = "_-$";
  private static final String HEX = "0123456789ABCDEF";
  private static final int RADIX = 16;

  private Percent() {}

  /**
   * Encodes all characters except ASCII letters and digits, {@code _-$}, and the given ones.
   *
   * @param plainToo further characters to keep
   */
  public static String encode(String text, String plainToo) {
    StringBuilder encoded = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xFF);
      if (isPlain(c) || plainToo.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ALWAYS_PLAIN.indexOf(c) >= 0;
  }

  /**
   * Decodes a text; a plus sign stays a plus sign.
   *
   * @throws SpillwayException (bad input) if a percent sign is not followed by two hexadecimal
   *     digits; the message does not repeat the text
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        bytes.write(digit(encoded, i + 1) * RADIX + digit(encoded, i + 2));
        i += 2;
      } else {
        bytes.write(encoded[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int digit(byte[] encoded, int at) {
    int digit = at < encoded.length ? Character.digit(encoded[at], RADIX) : -1;
    if (digit < 0) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "Invalid address of a Postgres database: behind a % stand two hexadecimal digits, and a"
              + " percent sign itself is written %25.");
    }
    return digit;
  }
}
