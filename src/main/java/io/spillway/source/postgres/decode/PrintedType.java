package io.spillway.source.postgres.decode;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * The structure of a value that arrives as the text of its type's output function. The server runs
 * no cast to produce that text: casts to {@code text} and {@code json} may be functions written by
 * the owner of a type.
 */
public sealed interface PrintedType extends ValueFormat {

  /**
   * Writes a non-null value as Postgres's {@code to_json} does.
   *
   * @throws IOException if the text is not of this type
   */
  void writeJson(TextSlice text, JsonText json) throws IOException;

  /** Adds the OIDs of the relations ({@code pg_type.typrelid}) that describe composite types. */
  default void addRelations(Set<Long> relations) {}

  /** A type without inner structure, by its form in JSON. */
  enum Scalar implements PrintedType {
    STRING {
      @Override
      public void writeJson(TextSlice text, JsonText json) {
        json.string(text);
      }
    },
    /** A bare number, or a string if JSON has no such number, as for {@code NaN}. */
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
    /**
     * A timestamp in UTC, the time zone of each session. ISO 8601 requires the minutes of its
     * offset.
     */
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
   * @param delimiter {@code typdelim} of the element type
   * @param element structure of the elements
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

  /** An {@code int2vector} or {@code oidvector}, whose elements are separated by spaces. */
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
   * A composite type, as the catalogue describes it in the snapshot.
   *
   * @param relation {@code typrelid}
   * @param name name of the type, for messages
   * @param fields attributes in order
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
