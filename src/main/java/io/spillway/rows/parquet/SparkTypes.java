package io.spillway.rows.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnType.StructOf;
import io.spillway.rows.Table;

/**
 * The Spark schema of a table, in the JSON format of Spark's own file footers. Up to version 4.0,
 * Spark rejects a whole file because of one UUID or time column, unless the footer declares another
 * type to read: binary for a UUID, long for a time.
 */
final class SparkTypes implements ColumnType.Visitor<JsonNode> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A check of whether a type needs a Spark schema in the footer. */
  static final ColumnType.Visitor<Boolean> NEEDED =
      new ColumnType.Visitor<>() {
        @Override
        public Boolean plain(Plain type) {
          return type == Plain.UUID || type == Plain.TIME;
        }

        @Override
        public Boolean decimal(ColumnType.Decimal type) {
          return false;
        }

        @Override
        public Boolean list(ColumnType.ListOf type) {
          return type.element().visit(this);
        }

        @Override
        public Boolean vector(ColumnType.FloatVector type) {
          return false;
        }

        @Override
        public Boolean map(ColumnType.MapOf type) {
          return type.key().visit(this) || type.value().visit(this);
        }

        @Override
        public Boolean struct(ColumnType.StructOf type) {
          return type.fields().stream().anyMatch(field -> field.type().visit(this));
        }
      };

  private SparkTypes() {}

  /** Returns the Spark schema of a table. */
  static JsonNode of(Table table) {
    return new SparkTypes()
        .struct(
            new StructOf(
                table.columns().stream()
                    .map(column -> new StructOf.Field(column.name(), column.type()))
                    .toList()));
  }

  @Override
  public JsonNode plain(Plain type) {
    return TextNode.valueOf(
        switch (type) {
          case BOOLEAN -> "boolean";
          case INT16 -> "short";
          case INT32 -> "integer";
          case INT64, TIME -> "long";
          case FLOAT -> "float";
          case DOUBLE -> "double";
          case BYTES, UUID -> "binary";
          case STRING, JSON, ENUM -> "string";
          case DATE -> "date";
          case TIMESTAMP -> "timestamp_ntz";
          case TIMESTAMP_UTC -> "timestamp";
        });
  }

  @Override
  public JsonNode decimal(ColumnType.Decimal type) {
    return TextNode.valueOf("decimal(" + type.precision() + "," + type.scale() + ")");
  }

  @Override
  public JsonNode list(ColumnType.ListOf type) {
    ObjectNode array = JSON.objectNode().put("type", "array");
    array.set("elementType", type.element().visit(this));
    return array.put("containsNull", true);
  }

  @Override
  public JsonNode vector(ColumnType.FloatVector type) {
    ObjectNode array = JSON.objectNode().put("type", "array");
    return array.put("elementType", "float").put("containsNull", false);
  }

  @Override
  public JsonNode map(ColumnType.MapOf type) {
    ObjectNode map = JSON.objectNode().put("type", "map");
    map.set("keyType", type.key().visit(this));
    map.set("valueType", type.value().visit(this));
    return map.put("valueContainsNull", true);
  }

  @Override
  public JsonNode struct(StructOf type) {
    ObjectNode struct = JSON.objectNode().put("type", "struct");
    ArrayNode fields = struct.putArray("fields");
    for (StructOf.Field one : type.fields()) {
      ObjectNode field = fields.addObject().put("name", one.name());
      field.set("type", one.type().visit(this));
      field.put("nullable", true).putObject("metadata");
    }
    return struct;
  }
}
