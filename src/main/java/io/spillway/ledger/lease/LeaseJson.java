package io.spillway.ledger.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/** Utilities for small JSON objects, which may be damaged when they are read. */
public final class LeaseJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LeaseJson() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static byte[] bytes(ObjectNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the parsed object, or empty if the content is not a JSON object. */
  public static Optional<JsonNode> parse(byte[] content) {
    try {
      return Optional.ofNullable(MAPPER.readTree(content)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue()).filter(text -> !text.isEmpty());
  }
}
