package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * A JSON text under construction, escaped like Postgres's {@code escape_json} ({@code json.c}). Not
 * thread-safe.
 */
final class JsonText extends ByteArrayOutputStream {
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

  private int column;

  /**
   * Begins a new text.
   *
   * @param ofColumn index of the value's column
   */
  void begin(int ofColumn) {
    reset();
    column = ofColumn;
  }

  /** Returns the index of the column given to {@link #begin}. */
  int column() {
    return column;
  }

  /** Returns the buffer without copying it. The first {@link #size} bytes are valid. */
  byte[] bytes() {
    return buf;
  }

  void raw(String ascii) {
    for (int at = 0; at < ascii.length(); at++) {
      write(ascii.charAt(at));
    }
  }

  void raw(TextSlice text) {
    write(text.bytes(), text.from(), text.length());
  }

  void string(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    string(new TextSlice(bytes, 0, bytes.length));
  }

  void string(TextSlice text) {
    write('"');
    for (int at = text.from(); at < text.end(); at++) {
      escaped(text.bytes()[at]);
    }
    write('"');
  }

  private void escaped(byte one) {
    switch (one) {
      case '"' -> raw("\\\"");
      case '\\' -> raw("\\\\");
      case '\b' -> raw("\\b");
      case '\f' -> raw("\\f");
      case '\n' -> raw("\\n");
      case '\r' -> raw("\\r");
      case '\t' -> raw("\\t");
      default -> {
        if (one >= 0 && one < ' ') {
          raw("\\u00");
          write(HEX[one >> 4]);
          write(HEX[one & 0xF]);
        } else {
          write(one);
        }
      }
    }
  }
}
