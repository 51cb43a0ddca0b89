package io.spillway.source.postgres;

import io.spillway.source.postgres.PrintedType.Composite;
import io.spillway.source.postgres.PrintedType.Field;
import java.io.IOException;

/**
 * A reader of the text of a composite value, as {@code record_out} prints it: fields in parentheses
 * with commas between, nothing for null, quotes where a field needs them.
 */
final class RecordText {
  private final byte[] bytes;
  private final int end;
  private int at;

  RecordText(TextSlice text) {
    this.bytes = text.bytes();
    this.end = text.end();
    this.at = text.from();
  }

  /**
   * Writes it as a JSON object.
   *
   * @throws ValueException if it has other fields than the type had in the snapshot: the server
   *     prints what the type is now
   */
  void writeJson(Composite type, JsonText json) throws IOException {
    expect('(');
    json.raw("{");
    for (int number = 0; number < type.fields().size(); number++) {
      if (number > 0) {
        json.raw(",");
        if (peek() == ')') {
          throw changed(type, json);
        }
        expect(',');
      }
      field(type.fields().get(number), json);
    }
    if (peek() != ')') {
      throw changed(type, json);
    }
    if (at + 1 != end) {
      throw broken();
    }
    json.raw("}");
  }

  private void field(Field field, JsonText json) throws IOException {
    json.string(field.name());
    json.raw(":");
    if (peek() == ',' || peek() == ')') {
      json.raw("null");
    } else {
      field.type().writeJson(peek() == '"' ? quoted() : unquoted(), json);
    }
  }

  private TextSlice unquoted() throws IOException {
    int first = at;
    while (peek() != ',' && peek() != ')') {
      at++;
    }
    return new TextSlice(bytes, first, at);
  }

  /** Reads a quoted field; a quote and a backslash within are doubled. */
  private TextSlice quoted() throws IOException {
    int first = ++at;
    int doubled = 0;
    while (peek() != '"' || isDoubled()) {
      if (peek() == '"' || peek() == '\\') {
        doubled++;
        at++;
      }
      at++;
    }
    TextSlice text = new TextSlice(bytes, first, at);
    at++;
    return doubled == 0 ? text : single(text, doubled);
  }

  private boolean isDoubled() {
    return at + 1 < end && bytes[at + 1] == '"';
  }

  private static TextSlice single(TextSlice text, int doubled) {
    byte[] plain = new byte[text.length() - doubled];
    int from = text.from();
    for (int to = 0; to < plain.length; to++) {
      byte one = text.bytes()[from];
      from += one == '"' || one == '\\' ? 2 : 1;
      plain[to] = one;
    }
    return new TextSlice(plain, 0, plain.length);
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

  private static ValueException changed(Composite type, JsonText json) {
    return new ValueException(
        json.column(),
        "its type "
            + type.name()
            + " has other attributes than when the snapshot was taken; export again");
  }

  private static IOException broken() {
    return new IOException("A composite value is not as Postgres prints them");
  }
}
