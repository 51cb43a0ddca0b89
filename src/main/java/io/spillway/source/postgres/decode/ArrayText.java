package io.spillway.source.postgres.decode;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A parser of array text as {@code array_out} prints it: the bounds of dimensions that do not start
 * at 1, then the elements in braces, quoted where necessary.
 */
final class ArrayText {
  private final PrintedText in;
  private final byte delimiter;

  ArrayText(TextSlice text, char delimiter) throws IOException {
    this.in = new PrintedText(text, "An array is not as Postgres prints arrays");
    this.delimiter = (byte) delimiter;
    if (in.peek() == '[') {
      while (in.peek() != '=') {
        in.skip();
      }
      in.skip();
    }
  }

  /** A receiver of the elements, in order; null for NULL. */
  interface Elements {
    void element(@Nullable TextSlice text) throws IOException;
  }

  /** Returns the number of dimensions; 1 for an empty array. */
  int dimensions() throws IOException {
    int first = in.at();
    while (in.peek() == '{') {
      in.skip();
    }
    int dimensions = in.at() - first;
    in.back(first);
    return dimensions;
  }

  /** Writes the array as JSON, with all of its dimensions. */
  void writeJson(PrintedType element, JsonText json) throws IOException {
    array(element, json);
    in.expectEnd();
  }

  private void array(PrintedType element, JsonText json) throws IOException {
    in.expect('{');
    json.raw("[");
    while (in.peek() != '}') {
      if (in.peek() == '{') {
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
    in.skip();
    json.raw("]");
  }

  /** Passes on the elements of an array of one dimension. */
  void elements(Elements elements) throws IOException {
    in.expect('{');
    while (in.peek() != '}') {
      elements.element(isNull() ? null : element());
      skipDelimiter();
    }
    in.skip();
    in.expectEnd();
  }

  /** Skips an unquoted NULL, and returns whether there was one. A quoted NULL is text. */
  private boolean isNull() throws IOException {
    int before = in.at();
    if (in.peek() != '"' && unquoted().is("NULL")) {
      return true;
    }
    in.back(before);
    return false;
  }

  private TextSlice element() throws IOException {
    return in.peek() == '"' ? quoted() : unquoted();
  }

  private TextSlice unquoted() throws IOException {
    int first = in.at();
    while (in.peek() != delimiter && in.peek() != '}') {
      in.skip();
    }
    if (in.at() == first) {
      throw in.broken();
    }
    return in.since(first);
  }

  private TextSlice quoted() throws IOException {
    in.skip();
    int first = in.at();
    int escapes = 0;
    while (in.peek() != '"') {
      if (in.peek() == '\\') {
        escapes++;
        in.skip();
      }
      in.skip();
    }
    TextSlice text = in.since(first);
    in.skip();
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
    if (in.peek() == '}') {
      return false;
    }
    in.expect(delimiter);
    return true;
  }
}
