package io.spillway.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON for output, with equal line breaks on every system. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter INDENTED =
      MAPPER.writer(
          new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

  private Json() {}

  /** Returns a new object of a listing. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns a new document with its {@code type}. */
  public static ObjectNode document(String type) {
    return MAPPER.createObjectNode().put("type", type);
  }

  /** Returns a value of a record as JSON. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns the JSON indented, for people too. */
  public static String indented(JsonNode json) {
    return written(INDENTED, json);
  }

  /** Returns the JSON on one line. */
  public static String line(JsonNode json) {
    return written(MAPPER.writer(), json);
  }

  private static String written(ObjectWriter writer, JsonNode json) {
    try {
      return writer.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
