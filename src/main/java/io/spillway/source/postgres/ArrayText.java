package io.spillway.source.postgres;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the text of an array, as {@code array_out} prints it: the bounds of its dimensions
 * where they do not begin at 1, and elements in braces, quoted where they need to be.
 */
final class ArrayText {
  private final byte[] bytes;
  private final int end;
  private final byte delimiter;
  private int at;

  ArrayText(TextSlice text, char delimiter) throws IOException {
    this.bytes = text.bytes();
    this.end = text.end();
    this.delimiter = (byte) delimiter;
    this.at = text.from();
    if (peek() == '[') {
      while (peek() != '=') {
        at++;
      }
      at++;
    }
  }

  /** Receives elements in order; null for NULL. */
  interface Elements {
    void element(@Nullable TextSlice text) throws IOException;
  }

  /** Returns the number of dimensions; 1 for an empty array. */
  int dimensions() throws IOException {
    int first = at;
    while (peek() == '{') {
      at++;
    }
    int dimensions = at - first;
    at = first;
    return dimensions;
  }

  /** Writes it as JSON, with all of its dimensions. */
  void writeJson(PrintedType element, JsonText json) throws IOException {
    array(element, json);
    expectEnd();
  }

  private void array(PrintedType element, JsonText json) throws IOException {
    expect('{');
    json.raw("[");
    while (peek() != '}') {
      if (peek() == '{') {
        array(element, json);
      } else if (isNull()) {
        json.raw("null");
      } else {
        element.writeJson(element(), json);
      }
      if (skipDelimiter()) {
        json.raw(",");
      }
    }
    at++;
    json.raw("]");
  }

  /** Gives the elements of an array of one dimension. */
  void elements(Elements elements) throws IOException {
    expect('{');
    while (peek() != '}') {
      elements.element(isNull() ? null : element());
      skipDelimiter();
    }
    at++;
    expectEnd();
  }

  /** Skips an unquoted NULL; a quoted one is a text. */
  private boolean isNull() throws IOException {
    int before = at;
    if (peek() != '"' && unquoted().is("NULL")) {
      return true;
    }
    at = before;
    return false;
  }

  private TextSlice element() throws IOException {
    return peek() == '"' ? quoted() : unquoted();
  }

  private TextSlice unquoted() throws IOException {
    int first = at;
    while (peek() != delimiter && peek() != '}') {
      at++;
    }
    if (at == first) {
      throw broken();
    }
    return new TextSlice(bytes, first, at);
  }

  private TextSlice quoted() throws IOException {
    int first = ++at;
    int escapes = 0;
    while (peek() != '"') {
      if (peek() == '\\') {
        escapes++;
        at++;
      }
      at++;
    }
    TextSlice text = new TextSlice(bytes, first, at);
    at++;
    return escapes == 0 ? text : unescaped(text, escapes);
  }

  private static TextSlice unescaped(TextSlice text, int escapes) {
    byte[] plain = new byte[text.length() - escapes];
    int from = text.from();
    for (int to = 0; to < plain.length; to++) {
      if (text.bytes()[from] == '\\') {
        from++;
      }
      plain[to] = text.bytes()[from++];
    }
    return new TextSlice(plain, 0, plain.length);
  }

  private boolean skipDelimiter() throws IOException {
    if (peek() == '}') {
      return false;
    }
    expect(delimiter);
    return true;
  }

  private byte peek() throws IOException {
    if (at >= end) {
      throw broken();
    }
    return bytes[at];
  }

  private void expect(int one) throws IOException {
    if (peek() != one) {
      throw broken();
    }
    at++;
  }

  private void expectEnd() throws IOException {
    if (at != end) {
      throw broken();
    }
  }

  private static IOException broken() {
    return new IOException("An array is not as Postgres prints arrays");
  }
}
