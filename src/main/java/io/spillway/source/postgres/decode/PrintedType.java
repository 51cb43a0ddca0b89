package io.spillway.source.postgres.decode;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * The structure of a value that arrives as the text of its type's output function. The server calls
 * no cast to make that text; casts to {@code text} and {@code json} may be functions that the owner
 * of a type has written.
 */
public sealed interface PrintedType extends ValueFormat {

  /**
   * Writes a value, which is not null, as {@code to_json} of Postgres would.
   *
   * @throws IOException if the text is not of this type
   */
  void writeJson(TextSlice text, JsonText json) throws IOException;

  /** Adds the OIDs of the relations ({@code pg_type.typrelid}) that describe composite types. */
  default void addRelations(Set<Long> relations) {}

  /** A type without inner structure, by how it looks in JSON. */
  enum Scalar implements PrintedType {
    STRING {
      @Override
      public void writeJson(TextSlice text, JsonText json) {
        json.string(text);
      }
    },
    /** A number is bare, unless JSON has no such number: {@code NaN} is a string. */
    NUMBER {
      @Override
      public void writeJson(TextSlice text, JsonText json) {
        if (text.endsWithDigit()) {
          json.raw(text);
        } else {
          json.string(text);
        }
      }
    },
    BOOLEAN {
      @Override
      public void writeJson(TextSlice text, JsonText json) {
        json.raw(text.is("t") ? "true" : "false");
      }
    },
    JSON {
      @Override
      public void writeJson(TextSlice text, JsonText json) {
        json.raw(text);
      }
    },
    TIMESTAMP {
      @Override
      public void writeJson(TextSlice text, JsonText json) {
        json.string(text.replaceFirst(" ", "T"));
      }
    },
    /** The time zone of sessions is UTC, and ISO 8601 wants the minutes of its offset. */
    TIMESTAMP_UTC {
      @Override
      public void writeJson(TextSlice text, JsonText json) {
        json.string(text.replaceFirst(" ", "T").replaceFirst("+00", "+00:00"));
      }
    }
  }

  /**
   * An array.
   *
   * @param delimiter {@code typdelim} of the element's type
   */
  record ArrayOf(char delimiter, PrintedType element) implements PrintedType {
    @Override
    public void writeJson(TextSlice text, JsonText json) throws IOException {
      new ArrayText(text, delimiter).writeJson(element, json);
    }

    @Override
    public void addRelations(Set<Long> relations) {
      element.addRelations(relations);
    }
  }

  /** An {@code int2vector} or {@code oidvector}: elements with a space between. */
  record Vector(PrintedType element) implements PrintedType {
    @Override
    public void writeJson(TextSlice text, JsonText json) throws IOException {
      json.raw("[");
      String between = "";
      for (TextSlice one : text.words()) {
        json.raw(between);
        element.writeJson(one, json);
        between = ",";
      }
      json.raw("]");
    }
  }

  /**
   * A composite type, as the catalogue described it in the snapshot.
   *
   * @param relation {@code typrelid}
   * @param name for messages
   * @param fields its attributes in order
   */
  record Composite(long relation, String name, List<Field> fields) implements PrintedType {
    public Composite {
      fields = List.copyOf(fields);
    }

    @Override
    public void writeJson(TextSlice text, JsonText json) throws IOException {
      new RecordText(text).writeJson(this, json);
    }

    @Override
    public void addRelations(Set<Long> relations) {
      if (relations.add(relation)) {
        fields.forEach(field -> field.type().addRelations(relations));
      }
    }
  }

  /** An attribute of a composite type. */
  record Field(String name, PrintedType type) implements Serializable {}
}
