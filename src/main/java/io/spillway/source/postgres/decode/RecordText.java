package io.spillway.source.postgres.decode;

import io.spillway.source.postgres.decode.PrintedType.Composite;
import io.spillway.source.postgres.decode.PrintedType.Field;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the text of a composite value as {@code record_out} prints it: fields in parentheses,
 * separated by commas, empty for null, quoted where necessary.
 */
final class RecordText {
  private final PrintedText in;

  RecordText(TextSlice text) {
    this.in = new PrintedText(text, "A composite value is not as Postgres prints them");
  }

  /** A receiver of the fields, in order; null for NULL. */
  interface Fields {
    void field(int number, @Nullable TextSlice text) throws IOException;
  }

  /** Writes the value as a JSON object. */
  void writeJson(Composite type, JsonText json) throws IOException {
    json.raw("{");
    read(
        type,
        json.column(),
        (number, text) -> {
          Field field = type.fields().get(number);
          json.raw(number > 0 ? "," : "");
          json.string(field.name());
          json.raw(":");
          if (text == null) {
            json.raw("null");
          } else {
            field.type().writeJson(text, json);
          }
        });
    json.raw("}");
  }

  /**
   * Reads all fields.
   *
   * @param column index of the value's column
   * @throws ValueException if the value has other fields than its type had in the snapshot, since
   *     the server prints the present type
   */
  void read(Composite type, int column, Fields fields) throws IOException {
    in.expect('(');
    for (int number = 0; number < type.fields().size(); number++) {
      if (number > 0) {
        if (in.peek() == ')') {
          throw changed(type, column);
        }
        in.expect(',');
      }
      boolean isNull = in.peek() == ',' || in.peek() == ')';
      fields.field(number, isNull ? null : in.peek() == '"' ? quoted() : unquoted());
    }
    if (in.peek() != ')') {
      throw changed(type, column);
    }
    in.skip();
    in.expectEnd();
  }

  private TextSlice unquoted() throws IOException {
    int first = in.at();
    while (in.peek() != ',' && in.peek() != ')') {
      in.skip();
    }
    return in.since(first);
  }

  /** Reads a quoted field, in which quotes and backslashes are doubled. */
  private TextSlice quoted() throws IOException {
    in.skip();
    int first = in.at();
    int doubled = 0;
    while (in.peek() != '"' || in.isFollowedBy('"')) {
      if (in.peek() == '"' || in.peek() == '\\') {
        doubled++;
        in.skip();
      }
      in.skip();
    }
    TextSlice text = in.since(first);
    in.skip();
    return doubled == 0 ? text : single(text, doubled);
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

  private static ValueException changed(Composite type, int column) {
    return new ValueException(
        column,
        "its type "
            + type.name()
            + " has other attributes than when the snapshot was taken; export again");
  }
}
